import { expect, test } from '@jest/globals';
import {
  type BoundConnection,
  boundConnection,
  forgetLogin,
  sameRules,
} from '../../src/evaluate/gssapi-bound.js';
import { standingLogin } from '../../src/evaluate/gssapi-standing.js';
import type { AuthGssapiSettings } from '../../src/ruleset/mod_auth_gssapi.js';
import { sketch } from './build.js';

const settings: AuthGssapiSettings = { connectionBound: true, allowedMechanisms: ['1.2.3'] };

function bound(expiration: number): BoundConnection {
  const who = {
    settings,
    user: 'u',
    scheme: 'Negotiate',
    channelBound: false,
    compared: true,
    groups: false,
    service: undefined,
  } as const;
  const login = { ...who, expiration, exported: new Map<string, string>(), pair: undefined };
  return { login, severalTokens: true, scheme: 'Negotiate', spent: true };
}

test('only places that bind logins have part in what a connection keeps', () => {
  const { exchange } = sketch({});
  expect(boundConnection(exchange, {})).toBeUndefined();
  const kept = boundConnection(exchange, settings);
  expect(boundConnection(exchange, { connectionBound: true })).toBe(kept);
});

test('a login stands until it ends', () => {
  const { exchange } = sketch({});
  const now = Math.floor(exchange.facts.time / 1000);
  expect(standingLogin(bound(now), exchange, settings)?.user).toBe('u');
  expect(standingLogin(bound(now - 1), exchange, settings)).toBeUndefined();
  expect(standingLogin(undefined, exchange, settings)).toBeUndefined();
});

test.each<[string, AuthGssapiSettings, boolean]>([
  [
    'the same in other words',
    { allowedMechanisms: ['1.2.3'], localName: false, connectionBound: true },
    true,
  ],
  ['what only tells', { ...settings, publishErrors: true, signalPersistentAuth: true }, true],
  ['other mechanisms', { ...settings, allowedMechanisms: ['1.2.4'] }, false],
  ['any mechanism', { connectionBound: true }, false],
  ['TLS alone', { ...settings, sslOnly: true }, false],
  ['local names', { ...settings, localName: true }, false],
  ['passwords', { ...settings, basicAuth: true }, false],
  ['another key', { ...settings, credentialStore: { keytab: '/x' } }, false],
  ['another name', { ...settings, acceptorName: { kind: 'hostname' } }, false],
  [
    'attributes',
    {
      ...settings,
      requiredAttributes: { first: { attribute: 'a', value: { kind: 'any' } }, rest: [] },
    },
    false,
  ],
])('a login counts where its rules are the same: %s', (_, other, same) => {
  expect(sameRules(settings, other)).toBe(same);
  const { exchange } = sketch({});
  expect(standingLogin(bound(0xffffffff), exchange, other) !== undefined).toBe(same);
});

test('new credentials end a login, and with it logins of several tokens', () => {
  const kept = bound(0xffffffff);
  forgetLogin(kept);
  expect(kept).toEqual({ login: undefined, severalTokens: false, scheme: 'Negotiate', spent: false });
  const none: BoundConnection = { login: undefined, severalTokens: true, scheme: 'Negotiate', spent: true };
  forgetLogin(none);
  expect(none).toEqual({ login: undefined, severalTokens: true, scheme: 'Negotiate', spent: true });
});

import { describe, expect, test } from '@jest/globals';
import type { SessionFacts, SessionLogin } from '../../src/evaluate/session-facts.js';
import { demandedAttributes, unmetDemand } from '../../src/evaluate/session-login.js';
import type { Ruleset, Settings } from '../../src/ruleset/ruleset.js';
import { compileText } from '../compile/tester.js';

const krb5 = '1.2.840.113554.1.2.2';
const ntlm = '1.3.6.1.4.1.311.2.2.10';

const login: SessionLogin = {
  scheme: 'Negotiate',
  mechanism: krb5,
  tls: false,
  bound: false,
  compared: false,
  localName: false,
  attributes: '',
};

const session: SessionFacts = {
  established: true,
  delegated: false,
  expiration: 4e9,
  user: 'alice@EXAMPLE.TEST',
  gssName: 'alice@EXAMPLE.TEST',
  ccacheName: '',
};

const password: SessionLogin = { ...login, scheme: 'Basic' };

/** The ruleset of some places, and what the first of them says. */
function placesOf(...places: readonly string[]): { ruleset: Ruleset; settings: Settings } {
  const text = places
    .map((lines, at) => `<Location /${at}>\nGssapiUseSessions On\n${lines}\n</Location>\n`)
    .join('');
  const { ruleset } = compileText(`ServerName main.test\n${text}`);
  return { ruleset, settings: ruleset.host.locations[0]!.settings };
}

const demanded = (expression: string): string =>
  demandedAttributes(placesOf(`GssapiRequiredNameAttributes ${expression}`).settings.mod_auth_gssapi!);

function unmet(given: SessionFacts, ...places: readonly string[]): string | undefined {
  const { ruleset, settings } = placesOf(...places);
  return unmetDemand(given, settings, ruleset);
}

describe('a session of ours tells how its login came about', () => {
  test.each<[string, Partial<SessionLogin>, string | undefined]>([
    ['', {}, undefined],
    ['GssapiSSLonly On', {}, 'GssapiSSLonly On'],
    ['GssapiSSLonly On', { tls: true }, undefined],
    ['GssapiLocalName On', {}, 'GssapiLocalName On'],
    ['GssapiLocalName On', { localName: true }, undefined],
    ['', { localName: true }, 'GssapiLocalName Off'],
    ['GssapiAllowedMech krb5', {}, undefined],
    ['GssapiAllowedMech krb5', { mechanism: ntlm }, 'GssapiAllowedMech'],
    ['GssapiAllowedMech krb5 ntlmssp', { mechanism: ntlm }, undefined],
    ['', { mechanism: ntlm }, undefined],
    ['GssapiRequiredNameAttributes a=b', {}, 'GssapiRequiredNameAttributes'],
    ['GssapiRequiredNameAttributes a=b', { attributes: 'another' }, 'GssapiRequiredNameAttributes'],
    ['GssapiRequiredNameAttributes a=b', { attributes: demanded('a=b') }, undefined],
    ['', { attributes: demanded('a=b') }, undefined],
    ['', password, 'GssapiBasicAuth Off'],
    ['GssapiBasicAuth On', password, undefined],
    ['GssapiBasicAuth On\nGssapiAllowedMech ntlmssp', password, 'GssapiBasicAuthMech'],
    ['GssapiBasicAuth On\nGssapiAllowedMech ntlmssp\nGssapiBasicAuthMech krb5', password, undefined],
    ['GssapiBasicAuth On\nGssapiBasicAuthMech ntlmssp', {}, undefined],
    ['KerbgateChannelBinding required', { tls: true }, 'KerbgateChannelBinding required'],
    ['KerbgateChannelBinding required', { tls: true, bound: true }, undefined],
    ['KerbgateChannelBinding optional', {}, undefined],
  ])('%j after %j: %s', (place, some, answer) => {
    expect(unmet({ ...session, login: { ...login, ...some } }, place)).toBe(answer);
  });
});

const key = 'GssapiSessionKey file:/key';

describe('a session that Apache made counts where every place with its key demands as much', () => {
  test.each<[string, readonly string[], string | undefined]>([
    [key, [], undefined],
    [`${key}\nGssapiSSLonly On`, [], undefined],
    [`${key}\nGssapiSSLonly On`, [`${key}\nGssapiSSLonly On\nGssapiBasicAuth Off`], undefined],
    [`${key}\nGssapiSSLonly On`, [key], 'GssapiSSLonly On'],
    [`${key}\nGssapiSSLonly On`, ['GssapiSessionKey file:/other'], undefined],
    [`${key}\nGssapiSSLonly On`, [`${key}\nGssapiUseSessions Off`], undefined],
    [key, [`${key}\nGssapiImpersonate On`], 'a ticket or password of its user'],
    [key, ['GssapiSessionKey file:/other\nGssapiImpersonate On'], undefined],
    [`${key}\nGssapiAllowedMech krb5`, [key], 'GssapiAllowedMech'],
    [`${key}\nGssapiAllowedMech krb5`, [`${key}\nGssapiAllowedMech krb5`], undefined],
    [`${key}\nGssapiAllowedMech krb5`, [`${key}\nGssapiAllowedMech krb5 ntlmssp`], 'GssapiAllowedMech'],
    [`${key}\nGssapiAllowedMech krb5 ntlmssp`, [`${key}\nGssapiAllowedMech krb5`], undefined],
    [key, [`${key}\nGssapiBasicAuth On`], 'GssapiBasicAuth Off'],
    [`${key}\nGssapiBasicAuth On`, [key], undefined],
    [
      `${key}\nGssapiBasicAuth On\nGssapiBasicAuthMech krb5`,
      [`${key}\nGssapiBasicAuth On`],
      'GssapiBasicAuthMech',
    ],
    [`${key}\nGssapiRequiredNameAttributes a=b`, [key], 'GssapiRequiredNameAttributes'],
    [
      `${key}\nGssapiRequiredNameAttributes a=b`,
      [`${key}\nGssapiRequiredNameAttributes a=c`],
      'GssapiRequiredNameAttributes',
    ],
    [`${key}\nGssapiRequiredNameAttributes a=b`, [`${key}\nGssapiRequiredNameAttributes a=b`], undefined],
    [`${key}\nKerbgateChannelBinding required`, [], 'KerbgateChannelBinding required'],
    [
      `GssapiSessionKey file:/new\nKerbgateSessionKeys file:/old\nGssapiSSLonly On`,
      ['GssapiSessionKey file:/old'],
      'GssapiSSLonly On',
    ],
  ])('%j beside %j: %s', (place, others, answer) => {
    expect(unmet(session, place, ...others)).toBe(answer);
  });

  test('its two names tell whether the user was mapped', () => {
    const mapped = { ...session, user: 'alice' };
    expect(unmet(mapped, `${key}\nGssapiLocalName On`)).toBeUndefined();
    expect(unmet(session, `${key}\nGssapiLocalName On`)).toBe('GssapiLocalName On');
    expect(unmet(mapped, key, `${key}\nGssapiLocalName On`)).toBe('GssapiLocalName Off');
    expect(unmet(session, key, `${key}\nGssapiLocalName On`)).toBeUndefined();
    expect(unmet(mapped, key)).toBeUndefined();
    expect(unmet(session, key)).toBeUndefined();
  });
});

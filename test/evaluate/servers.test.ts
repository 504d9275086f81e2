import { describe, expect, test } from '@jest/globals';
import { bind } from '../../src/bind/bind.js';
import { compile } from '../../src/compile/compile.js';
import { canonicalAddress, type HostNames, noNames } from '../../src/evaluate/host-addresses.js';
import { readAuthority, readHost } from '../../src/evaluate/host-reading.js';
import { NameIndex } from '../../src/evaluate/name-index.js';
import { Servers } from '../../src/evaluate/servers.js';
import { fromJson, toJson } from '../../src/ruleset/json.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import { parseConfig } from '../../src/syntax/parse.js';

function rulesetOf(text: string): Ruleset {
  const file = { path: 'test.conf', text };
  return compile(
    bind(file, parseConfig(file).value, { defines: [], before: [], after: [], environment: {} }).value,
  ).value;
}

/** Servers that stand for themselves by their ServerName. */
function serversOf(text: string, names: HostNames = noNames) {
  let made = 0;
  const servers = new Servers(rulesetOf(text), names, (host) => {
    made++;
    return host ? (host.core.serverName?.name ?? host.title) : 'main';
  });
  return { servers, made: () => made };
}

const host = (addresses: string, name: string, rest = '') =>
  `<VirtualHost ${addresses}>\nServerName ${name}\n${rest}\n</VirtualHost>\n`;

describe('the server of an address', () => {
  const { servers } = serversOf(
    host('10.0.0.1:80', 'own') +
      host('10.0.0.1:*', 'every') +
      host('*:80', 'any') +
      host('_default_:*', 'rest') +
      host('[2001:DB8:0::1]:80', 'six') +
      host('::ffff:10.0.0.9', 'mapped'),
  );

  test.each([
    ['10.0.0.1', 80, 'own'],
    ['10.0.0.1', 81, 'every'],
    ['10.0.0.2', 80, 'any'],
    ['10.0.0.2', 81, 'rest'],
    ['2001:db8::1', 80, 'six'],
    ['2001:db8::1', 81, 'rest'],
    ['2001:db8::2', 80, 'any'],
  ])('at %s:%i is %s', (address, port, name) => {
    expect(servers.atAddress(address, port)).toBe(name);
  });

  test('is the main one where no virtual host has it', () => {
    const { servers: few } = serversOf(host('10.0.0.1:80', 'own'));
    expect(few.atAddress('10.0.0.1', 81)).toBe('main');
    expect(few.named('10.0.0.1', 81, 'own')).toBe('main');
  });

  test('is found by name where the line has a name, and left out where that has no address', () => {
    const names: HostNames = {
      addressesOf: (name) => (name === 'known.test' ? ['10.0.0.1', '10.0.0.2'] : []),
      nameOf: () => undefined,
    };
    const { servers: named } = serversOf(host('known.test:80', 'a') + host('unknown.test:80', 'b'), names);
    expect(named.atAddress('10.0.0.2', 80)).toBe('a');
    expect(named.atAddress('10.0.0.3', 80)).toBe('main');
  });
});

describe('the server of a name', () => {
  const { servers } = serversOf(
    host('*:80', 'first.test', 'ServerAlias *.first.test') +
      host('*:80', 'second.test', 'ServerAlias www.first.test a?c.test *.net second.test') +
      host('*:80', 'third.test', 'ServerAlias abc.test deep.*.test b*') +
      host('10.0.0.1:80', 'elsewhere.test'),
  );

  test.each([
    ['first.test', 'first.test'],
    ['www.first.test', 'first.test'],
    ['a.b.first.test', 'first.test'],
    ['second.test', 'second.test'],
    ['abc.test', 'second.test'],
    ['x.net', 'second.test'],
    ['net', 'first.test'],
    ['deep.sea.test', 'third.test'],
    ['b', 'third.test'],
    ['elsewhere.test', 'first.test'],
    ['nobody.test', 'first.test'],
    [undefined, 'first.test'],
  ])('%s is %s', (name, server) => {
    expect(servers.named('10.0.0.2', 80, name)).toBe(server);
  });

  test('has any name where it is alone', () => {
    expect(servers.named('10.0.0.1', 80, 'first.test')).toBe('elsewhere.test');
    expect(servers.having('10.0.0.1', 80, 'first.test', true)).toBeUndefined();
  });
});

test('ten thousand virtual hosts are looked up, not tried, and made when they are chosen', () => {
  const count = 10_000;
  const text = Array.from({ length: count }, (_, at) =>
    host('*:80', `h${at}.test`, `ServerAlias *.h${at}.test`),
  ).join('');
  const { servers, made } = serversOf(text);
  expect(servers.named('10.0.0.1', 80, 'h9999.test')).toBe('h9999.test');
  expect(servers.named('10.0.0.1', 80, 'www.h5000.test')).toBe('h5000.test');
  expect(made()).toBe(2);
});

test('a host of many labels costs no more than the longest alias', () => {
  const index = new NameIndex([{ server: 0, name: 'a.test', aliases: ['*.b.test'] }]);
  expect(index.find(`${'x.'.repeat(4000)}b.test`)).toBe(0);
  expect(index.find(`${'x.'.repeat(4000)}c.test`)).toBeUndefined();
});

describe('a Host field', () => {
  test.each([
    ['Example.TEST.:8080', { name: 'example.test', port: 8080, literal: false }],
    ['[2001:DB8::1]:80', { name: '2001:db8::1', port: 80, literal: true }],
    ['127.0.0.1', { name: '127.0.0.1', port: undefined, literal: false }],
    ['', undefined],
    ['80', 'malformed'],
    ['a:', 'malformed'],
    ['a:70000', 'malformed'],
    ['a..b', 'malformed'],
    ['a/b', 'malformed'],
    ['a, b', 'malformed'],
    ['1.2.3', 'malformed'],
    ['1.2.3.04', 'malformed'],
    ['a.1b', 'malformed'],
    ['[::1%eth0]', 'malformed'],
    ['[::1', 'malformed'],
  ])('%s', (field, reading) => {
    expect(readHost(field, true)).toEqual(reading);
    expect(readHost(field, true)).toEqual(reading);
  });

  test('may be nearly anything under HttpProtocolOptions Unsafe', () => {
    expect(readHost('a, b', false)).toEqual({ name: 'a, b', port: undefined, literal: false });
    expect(readHost('80', false)).toEqual({ name: '80', port: undefined, literal: false });
    expect(readHost('a/b', false)).toBe('malformed');
  });

  test('of an absolute target', () => {
    expect(readAuthority('A.test:', true)).toEqual({ name: 'a.test', port: 80, literal: false });
    expect(readAuthority('[::1]:81', true)).toEqual({ name: '::1', port: 81, literal: true });
    expect(readAuthority('a:b', true)).toBe('malformed');
  });
});

test.each([
  ['127.1', '127.0.0.1'],
  ['0x7f.0.0.1', '127.0.0.1'],
  ['::FFFF:127.0.0.1', '127.0.0.1'],
  ['2001:db8:0:0::1', '2001:db8::1'],
  ['a.test', undefined],
  ['fe80::1%eth0', 'fe80::1'],
])('the address %s is %s', (written, canonical) => {
  expect(canonicalAddress(written)).toBe(canonical);
});

test('virtual hosts survive their JSON form', () => {
  const ruleset = rulesetOf(
    `DocumentRoot /\n${host('*:80', 'a.test', '<Location /x>\nRequire all denied\n</Location>\nLogLevel info ssl:debug')}`,
  );
  expect(fromJson(toJson(ruleset), 'x.json').value).toEqual(ruleset);
});

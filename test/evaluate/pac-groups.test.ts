import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { groupNames } from '../../src/evaluate/pac-groups.js';
import { groupSids } from '../../src/evaluate/pac-logon-info.js';
import { compileText } from '../compile/tester.js';
import { logonInfo } from '../kit/logon-info.js';
import { projectFolder } from '../kit/project.js';

const domain = 'S-1-5-21-1-2-4294967295';
const resourceDomain = 'S-1-5-21-7-8-9';

const whole = {
  domain,
  groups: [
    [513, 7],
    [1105, 7],
    [1106, 0],
    [1107, 0x17],
  ],
  extra: [
    ['S-1-18-1', 7],
    ['S-1-5-21-5-5-5-1200', 7],
    ['S-1-5-21-5-5-5-1201', 0x10],
  ],
  resourceDomain,
  resources: [
    [2001, 0x20000007],
    [2002, 0x20000000],
  ],
} as const;

const told = [`${domain}-513`, `${domain}-1105`, 'S-1-18-1', 'S-1-5-21-5-5-5-1200', `${resourceDomain}-2001`];

describe('the groups of KERB_VALIDATION_INFO', () => {
  test('are those of the domain, extra ones and those of the resource domain, as far as they are enabled', () => {
    expect(groupSids(logonInfo(whole))).toEqual(told);
  });

  test('count as the flags tell which lists are there', () => {
    expect(groupSids(logonInfo({ ...whole, flags: 0 }))).toEqual(told.slice(0, 2));
    expect(groupSids(logonInfo({ ...whole, flags: 0x20 }))).toEqual(told.slice(0, 4));
  });

  test('may be none', () => {
    expect(groupSids(logonInfo({ domain }))).toEqual([]);
    expect(groupSids(logonInfo({}))).toEqual([]);
  });

  test('without a domain are nobody’s', () => {
    expect(groupSids(logonInfo({ groups: [[513, 7]] }))).toBeUndefined();
    expect(groupSids(logonInfo({ domain, resources: [[513, 7]] }))).toBeUndefined();
  });

  test('authorities of more than 32 bits are in hexadecimal digits', () => {
    expect(groupSids(logonInfo({ extra: [['S-1-1099511627776-1', 7]] }))).toEqual(['S-1-0x010000000000-1']);
  });

  test('no beginning of the bytes tells any group', () => {
    const bytes = logonInfo(whole);
    const needed = bytes.subarray(0, bytes.length - 8);
    for (let length = 0; length < needed.length; length++)
      expect(groupSids(bytes.subarray(0, length))).toBeUndefined();
  });

  test('a count that is larger than what there is tells nothing', () => {
    const bytes = logonInfo(whole);
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      const changed = Buffer.from(bytes);
      changed.writeUInt32LE(0xffffffff, at);
      const found = groupSids(changed);
      if (found) expect(found.length).toBeLessThanOrEqual(8);
    }
  });

  test('any bytes end in an answer, and what was cut or changed makes no longer lists', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(groupSids(bytes) ?? []).toBeInstanceOf(Array);
      }),
      { numRuns: 2000 },
    );
    const bytes = logonInfo(whole);
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        fc.nat(255),
        fc.nat(bytes.length - 1),
        fc.nat(255),
        (at, value, other, second) => {
          const changed = Buffer.from(bytes);
          changed[at] = value;
          changed[other] = second;
          expect((groupSids(changed) ?? []).length).toBeLessThanOrEqual(9);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('a part of a larger buffer is not left', () => {
    const bytes = logonInfo(whole);
    const around = Buffer.concat([Buffer.alloc(5, 255), bytes, Buffer.alloc(400, 255)]);
    expect(groupSids(around.subarray(5, 5 + bytes.length))).toEqual(told);
    expect(groupSids(around.subarray(5, 5 + 100))).toBeUndefined();
  });
});

test('the example of [MS-PAC] §3 tells 26 groups of its domain and 13 extra ones', () => {
  const text = readFileSync(join(projectFolder, 'fixtures/pac/logon-information.hex'), 'latin1');
  const sids = groupSids(Buffer.from(text.replace(/\s/g, ''), 'hex'))!;
  const ntdev = 'S-1-5-21-397955417-626881126-188441444';
  expect(sids).toHaveLength(39);
  expect(new Set(sids).size).toBe(39);
  expect(sids.slice(0, 4)).toEqual([
    `${ntdev}-3392609`,
    `${ntdev}-2999049`,
    `${ntdev}-3322974`,
    `${ntdev}-513`,
  ]);
  expect(sids.slice(25, 28)).toEqual([
    `${ntdev}-3018354`,
    'S-1-5-21-773533881-1816936887-355810188-513',
    `${ntdev}-3101812`,
  ]);
  expect(sids.at(-1)).toBe(`${ntdev}-3038983`);
});

test('names are read from lines of a SID and a name', () => {
  const names = groupNames(
    '# S-1-5-21-1-2-3-4 no\nS-1-5-21-1-2-3-5  Domain Users \r\nS-1-18-1 Domain Users\nS-1-x bad\n S-1-5-32-544\tAdmins\nS-1-1\n',
  );
  expect([...names]).toEqual([
    ['Domain Users', new Set(['S-1-5-21-1-2-3-5', 'S-1-18-1'])],
    ['Admins', new Set(['S-1-5-32-544'])],
  ]);
});

test.each([
  'Require not pac-group S-1-18-1',
  '<RequireNone>\nRequire pac-group S-1-18-1\n</RequireNone>',
  '<RequireAll>\n<RequireNone>\n<RequireAny>\nRequire pac-group x\n</RequireAny>\n</RequireNone>\nRequire valid-user\n</RequireAll>',
])('%j is refused: a ticket without groups is in none', (lines) => {
  const { diagnostics } = compileText(`<Location />\n${lines}\n</Location>\n`);
  expect(diagnostics.map(({ message }) => message)).toContain('Require pac-group cannot be negated');
});

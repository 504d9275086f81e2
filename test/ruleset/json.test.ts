import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fromJson, toJson } from '../../src/ruleset/json.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import { caseFiles, compileText, readCases } from '../compile/tester.js';
import { readFixtures } from '../kit/fixture.js';
import { projectFolder } from '../kit/project.js';

const sample = compileText(
  '<Location /a>\nRequire expr "%{HTTPS} == \'on\'"\n<If "true">\n</If>\n</Location>\n<Files ~ "a">\n</Files>\n',
).ruleset;

/** JSON seen as nested records; list members have their number as key. */
interface Json {
  [key: string]: Json;
}

/** The sample's JSON form with one thing changed. */
function changed(change: (ruleset: Json) => void): string {
  const copy = JSON.parse(toJson(sample)) as Json;
  change(copy);
  return JSON.stringify(copy);
}

const put = (target: Json, key: string, value: unknown): void => {
  Reflect.set(target, key, value);
};

describe('the JSON form', () => {
  const texts = caseFiles().flatMap((name) =>
    readCases(name)
      .filter(({ diagnostics }) => !diagnostics.some((line) => line.startsWith('error')))
      .map((each) => [`${name}: ${each.title}`, each] as const),
  );

  const served = readFixtures('conformance').map(({ name, configuration }) => [name, configuration] as const);

  test.each(served)('the configuration of %s comes back as it was', (_name, configuration) => {
    const { ruleset } = compileText(configuration.replace(/(?<![%$])\{[A-Z_]+\}/g, '80'));
    const { value, diagnostics } = fromJson(toJson(ruleset), 'ruleset.json');
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    expect(value).toEqual(ruleset);
  });

  test.each(texts)('%s comes back as it was', (_title, { configuration }) => {
    const { ruleset } = compileText(configuration);
    const text = toJson(ruleset);
    const { value, diagnostics } = fromJson(text, 'ruleset.json');
    expect(diagnostics.map(({ message }) => message)).toEqual([]);
    expect(value).toStrictEqual(ruleset);
    expect(toJson(value!)).toBe(text);
  });

  test('is the same text however the ruleset was put together', () => {
    const turned = Object.fromEntries(Object.entries(sample).reverse()) as unknown as Ruleset;
    expect(toJson(turned)).toBe(toJson(sample));
  });

  test('holds bytes as escapes and keys of any name', () => {
    const { ruleset } = compileText('SetEnv __proto__ caf\u00c3\u00a9\nSetEnv constructor x\n');
    const text = toJson(ruleset);
    expect(text).toMatch(/^[\n -~]*$/);
    expect(text).toContain('caf\\u00c3\\u00a9');
    expect(Object.keys(fromJson(text, 'a.json').value?.host.base.mod_env?.set ?? {})).toEqual([
      '__proto__',
      'constructor',
    ]);
  });

  test('is frozen all the way down', () => {
    const { value } = fromJson(toJson(sample), 'a.json');
    expect(Object.isFrozen(value?.host.locations[0]?.conditions[0]?.settings)).toBe(true);
  });

  test('agrees with the schema in draft 7', () => {
    const schema = JSON.parse(
      readFileSync(join(projectFolder, 'src/ruleset/ruleset.schema.json'), 'utf8'),
    ) as Json;
    expect(schema.$ref).toBe('#/definitions/Ruleset');
  });
});

describe('a ruleset that is refused', () => {
  const location = (ruleset: Json): Json => ruleset.host!.locations![0]!;

  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['no JSON', '{"format": ', /^this is no JSON: /],
    [
      'another format',
      changed((r) => put(r, 'format', 'other')),
      /^\/format must be equal to constant: "kerbgate-ruleset"/,
    ],
    ['a later version', changed((r) => put(r, 'version', 2)), /^\/version must be equal to constant: 1/],
    [
      'a field nobody knows',
      changed((r) => put(location(r), 'colour', 'red')),
      /^\/host\/locations\/0 must NOT have additional properties: colour/,
    ],
    [
      'a field that is missing',
      changed((r) => Reflect.deleteProperty(location(r), 'settings')),
      /^\/host\/locations\/0 must have required property 'settings'/,
    ],
    [
      'a value of another type',
      changed((r) => put(r.host!.core!, 'timeout', 'long')),
      /^\/host\/core\/timeout must be number/,
    ],
    [
      'two sections of one number',
      changed((r) => put(location(r), 'id', 2)),
      /id 2 is given to two sections$/,
    ],
    [
      'an origin in no file',
      changed((r) => put(location(r).from!, 'file', 1)),
      /^\/host\/locations\/0\/from is no place in one of the 1 files$/,
    ],
    [
      'an origin before the first line',
      changed((r) => put(location(r).from!, 'line', 0)),
      /is no place in one of/,
    ],
    ['an origin between lines', changed((r) => put(location(r).from!, 'line', 1.5)), /is no place in one of/],
    [
      'a pattern that does not compile',
      changed((r) => put(r.host!.files![0]!.match!.regex!, 'pattern', '(')),
      /^\/host\/files\/0\/match\/regex holds a pattern that cannot be used: /,
    ],
    [
      'characters beyond bytes',
      changed((r) => put(location(r), 'title', '\u20ac')),
      /^\/host\/locations\/0\/title holds characters beyond one byte/,
    ],
    [
      'a variable that does not exist',
      toJson(sample).replace('"HTTPS"', '"NO_SUCH"'),
      /^an expression cannot be used: Variable 'NO_SUCH' does not exist$/,
    ],
  ];

  test.each(cases)('%s', (_name, text, message) => {
    const { value, diagnostics } = fromJson(text, 'hand-made.json');
    expect(value).toBeUndefined();
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]).toMatchObject({ severity: 'error', span: { file: { path: 'hand-made.json' } } });
  });

  test('an error in the JSON has its place', () => {
    const { diagnostics } = fromJson('{"a": 1,}', 'a.json');
    expect(diagnostics[0]?.span?.start).toBe(8);
  });
});

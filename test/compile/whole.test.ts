import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ModuleDefinition } from '../../src/directives/define.js';
import { modules } from '../../src/directives/index.js';
import { compileText, shown } from './tester.js';

const definitions = (modules as readonly ModuleDefinition[]).flatMap((module) =>
  Object.entries(module.directives).map(([name, definition]) => ({ module: module.name, name, definition })),
);

/** The example as it stands, in a section where the directive may not stand outside. */
function placed(example: string, scopes: readonly string[]): string {
  const outside = ['server', 'FileInfo', 'Indexes', 'Options'].some((scope) => scopes.includes(scope));
  return outside || /^<(?:Directory|Location)/.test(example)
    ? example
    : `<Directory /srv>\n${example}\n</Directory>`;
}

describe('the examples of the directives', () => {
  const examples = definitions
    .filter(({ definition }) => definition.support.level !== 'refused')
    .map(({ module, name, definition }) => [`${module} ${name}`, definition] as const);

  test.each(examples)('%s compiles without an error', (_name, definition) => {
    const { diagnostics } = compileText(`${placed(definition.example, definition.in)}\n`);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(shown)).toEqual([]);
  });
});

describe('any configuration', () => {
  const lines = definitions.flatMap(({ name, definition }) => [
    definition.example,
    `${name} x`,
    `${name} On`,
  ]);
  const sections = [
    'Location /a',
    'Directory /srv',
    'Files *.x',
    'If "true"',
    'Limit GET',
    'RequireAll',
    'RequireNone',
  ];
  const item = fc.letrec<{ block: string; line: string; section: string }>((tie) => ({
    block: fc
      .array(fc.oneof({ maxDepth: 4 }, tie('line'), tie('section')), { maxLength: 6 })
      .map((parts) => parts.join('\n')),
    line: fc.oneof(fc.constantFrom(...lines), fc.string({ unit: 'binary-ascii', maxLength: 20 })),
    section: fc
      .tuple(fc.constantFrom(...sections), tie('block'))
      .map(([name, inner]) => `<${name}>\n${inner}\n</${name.split(' ')[0]}>`),
  }));

  test('compiling never throws, and the ruleset is frozen', () => {
    fc.assert(
      fc.property(item.block, (text) => {
        const { ruleset } = compileText(text);
        expect(Object.isFrozen(ruleset.host.base)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('section numbers are unique and grow in file order', () => {
    const text =
      '<Location /a>\n<If "true">\n</If>\n</Location>\n<Directory /d>\n<Files f>\n</Files>\n</Directory>\n';
    const { ruleset } = compileText(text);
    const [location] = ruleset.host.locations;
    const [directory] = ruleset.host.directories;
    const ids = [location?.id, location?.conditions[0]?.id, directory?.id, directory?.files[0]?.id];
    expect(ids).toEqual([1, 2, 3, 4]);
  });

  test('origins name the file, the line and the column', () => {
    const { ruleset } = compileText(
      '# a comment\n<Location /a>\n  AuthName x\n  Require valid-user\n</Location>\n',
    );
    const [location] = ruleset.host.locations;
    expect(location?.from).toEqual({ file: 0, line: 2, column: 1 });
    expect(location?.settings.mod_authn_core?.from).toEqual({
      AuthName: [{ file: 0, line: 3, column: 3 }],
    });
    expect(location?.settings.mod_authz_core?.rule?.from).toEqual({ file: 0, line: 4, column: 3 });
  });

  test('what no position is told for has a related one', () => {
    const { diagnostics } = compileText(
      '<Location /a>\n<RequireAll>\nRequire not user a\n</RequireAll>\n</Location>\n',
    );
    expect(diagnostics[0]?.span).toBeUndefined();
    expect(diagnostics[0]?.related?.[0]?.span.start).toBe(14);
  });
});

describe('many sections', () => {
  const many = (count: number) =>
    Array.from(
      { length: count },
      (_, at) => `<Location /site/${at}>\nRequire user u${at}\n</Location>\n`,
    ).join('');

  /** Of the processor's time, which others on the machine do not lengthen. */
  const milliseconds = (count: number) => {
    const text = many(count);
    const start = process.cpuUsage().user;
    const { ruleset } = compileText(text);
    const end = process.cpuUsage().user;
    expect(ruleset.host.locations.length).toBe(count);
    return (end - start) / 1000;
  };

  test('the time grows with their number, not faster', () => {
    milliseconds(1_000);
    const small = Math.min(...[1, 2, 3].map(() => milliseconds(1_000)));
    const large = Math.min(...[1, 2].map(() => milliseconds(10_000)));
    expect(large / small).toBeLessThan(40);
  });
});

import { describe, expect, test } from '@jest/globals';
import { type Import, importsOf, projectFiles } from './source-files.js';

/** Each folder imports only folders before it. */
const stages = [
  'source',
  'grammar',
  'pattern',
  'syntax',
  'directives',
  'bind',
  'ruleset',
  'compile',
  'evaluate',
  'gssapi',
  'authn',
  'ldap',
  'content',
  'serve',
  'explain',
  'diff',
  'lint',
  'migrate',
  'report',
  'reference',
  'language-server',
  'cli',
];

/** What evaluation asks of the runtime is worded in the acceptor's types; it takes no code from there. */
const typesForEvaluation = 'src/gssapi/acceptor.ts';

const files = projectFiles(['grammar', 'src'], /\.ts$/);
const imports = files.flatMap(importsOf);

function stageOf(path: string): string {
  return path.startsWith('grammar/') ? 'grammar' : (/^src\/([^/]+)\//.exec(path)?.[1] ?? path);
}

const inProject = ({ to }: Import): boolean => /^(?:src|grammar)\//.test(to);

const told = ({ from, to }: Import): string => `${from} imports ${to}`;

function isBackEdge(edge: Import): boolean {
  const from = stageOf(edge.from);
  const to = stageOf(edge.to);
  if (from === 'evaluate' && edge.to === typesForEvaluation) return !edge.typeOnly;
  return stages.indexOf(to) > stages.indexOf(from);
}

describe('layers', () => {
  test('the import reader sees static, type, side-effect and dynamic imports', () => {
    const text = [
      "import { a } from './a.js';",
      "import type { B } from '../b/b.js';",
      "export { c } from './c.js';",
      "import './d.js';",
      "type E = import('./e.js').E;",
      "const f = await import('node:fs');",
      'import {\n  g,\n  h,\n} from "pack";',
    ].join('\n');
    const found = importsOf({ path: 'src/x/y.ts', text });
    expect(found.map(({ to, typeOnly }) => [to, typeOnly])).toEqual([
      ['src/x/a.ts', false],
      ['src/b/b.ts', true],
      ['src/x/c.ts', false],
      ['src/x/d.ts', false],
      ['src/x/e.ts', true],
      ['node:fs', false],
      ['pack', false],
    ]);
  });

  test('every folder of src is a stage', () => {
    const folders = new Set(files.map(({ path }) => stageOf(path)));
    expect([...folders].filter((folder) => !stages.includes(folder))).toEqual([]);
  });

  test('relative imports lead to files of the project', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(imports.filter((edge) => inProject(edge) && !known.has(edge.to)).map(told)).toEqual([]);
  });

  test('a back edge is found out', () => {
    const edge = { from: 'src/bind/bind.ts', to: 'src/compile/compile.ts', typeOnly: true };
    expect(isBackEdge(edge)).toBe(true);
    expect(isBackEdge({ from: 'src/evaluate/need.ts', to: typesForEvaluation, typeOnly: false })).toBe(true);
    expect(isBackEdge({ from: 'src/evaluate/need.ts', to: typesForEvaluation, typeOnly: true })).toBe(false);
  });

  test('imports only go backwards, types included', () => {
    expect(imports.filter((edge) => inProject(edge) && isBackEdge(edge)).map(told)).toEqual([]);
  });

  test('the grammar is read by syntax alone, and chevrotain by the grammar alone', () => {
    const grammar = imports.filter(
      ({ from, to }) => /^grammar\//.test(to) && !/^(?:grammar|src\/syntax)\//.test(from),
    );
    const chevrotain = imports.filter(({ from, to }) => to === 'chevrotain' && !from.startsWith('grammar/'));
    expect([...grammar, ...chevrotain].map(told)).toEqual([]);
  });

  test('evaluation is pure: it imports nothing from node and no package', () => {
    const outside = imports.filter((edge) => stageOf(edge.from) === 'evaluate' && !inProject(edge));
    expect(outside.map(told)).toEqual([]);
  });

  test('nothing that evaluation needs at run time imports node', () => {
    expect(
      reachable('src/evaluate/evaluate.ts')
        .filter(({ to }) => to.startsWith('node:'))
        .map(told),
    ).toEqual([]);
  });

  test('there is no cycle, types included', () => {
    expect(cycleIn(imports.filter(inProject))).toEqual([]);
  });

  test('a cycle is found out', () => {
    const edges = [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'b'],
      ['a', 'd'],
    ] as const;
    expect(cycleIn(edges.map(([from, to]) => ({ from, to, typeOnly: false })))).toEqual(['b', 'c', 'b']);
  });
});

/** Value imports of everything that a file needs at run time. */
function reachable(start: string): readonly Import[] {
  const seen = new Set([start]);
  const found: Import[] = [];
  for (const path of seen) {
    for (const edge of imports.filter(({ from, typeOnly }) => from === path && !typeOnly)) {
      found.push(edge);
      if (inProject(edge)) seen.add(edge.to);
    }
  }
  return found;
}

/** The first cycle as a list of files that begins and ends with the same one; empty when there is none. */
function cycleIn(edges: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): readonly string[] => {
    const at = trail.indexOf(path);
    if (at !== -1) return [...trail.slice(at), path];
    if (done.has(path)) return [];
    for (const next of targets.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(path);
    return [];
  };
  for (const path of targets.keys()) {
    const cycle = visit(path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecisionClass, DiffResult } from '../../src/diff/decision-diff.js';
import { diffRulesets } from '../../src/diff/diff.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import { load, servable } from '../../src/serve/load.js';
import { projectFolder } from '../kit/project.js';
import { wrapConfiguration } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';

/** Two configurations and what diff has to say of them, as one file of fixtures/diff holds them. */
export interface Pair {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  readonly expected: readonly ExpectedClass[];
  /** What is not decided. */
  readonly undecided: readonly string[];
}

/** `opens PATH | METHODS | WHO | BEFORE => AFTER | WARNING | CONDITION`, the last two optional; `any` is no restriction. Beside these `undecided WHAT`. */
export interface ExpectedClass {
  readonly text: string;
  readonly opens: boolean;
  readonly path: string;
  readonly methods: string;
  readonly who: string;
  readonly kinds: string;
  readonly warning?: string;
  readonly condition?: string;
}

export function readPairs(): readonly Pair[] {
  const folder = join(projectFolder, 'fixtures/diff');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => pairOf(name.replace(/\.txt$/, ''), readFileSync(join(folder, name), 'utf8')));
}

function pairOf(name: string, text: string): Pair {
  const [old = '', rest = ''] = text.split(/^==== new\n/m);
  const [now = '', expected = ''] = rest.split(/^==== expect\n/m);
  const lines = expected.split('\n').filter((line) => line !== '');
  const undecided = lines.filter((line) => line.startsWith('undecided '));
  return {
    ...{ name, old, new: now, undecided },
    expected: lines.filter((line) => !undecided.includes(line)).map(expectedOf),
  };
}

function expectedOf(text: string): ExpectedClass {
  const [head = '', methods = '', who = '', kinds = '', warning, condition] = text.split(' | ');
  const [, effect, path = ''] = /^(opens|changed) (.*)$/.exec(head) ?? [];
  if (effect === undefined) throw new Error(`not an expectation: ${text}`);
  return {
    ...{ text, opens: effect === 'opens', path, methods, who, kinds },
    ...(warning !== undefined && { warning }),
    ...(condition !== undefined && { condition }),
  };
}

/** Whether a class of a result is the expected one. */
export function isExpected(expected: ExpectedClass, found: DecisionClass): boolean {
  const { opens, path, methods, who, kinds, warning, condition } = expected;
  const places = [path, path.endsWith(' and below') ? path : `${path} and below`];
  return (
    opens === found.openings.length > 0 &&
    found.paths.some((each) => places.includes(each)) &&
    (methods === 'any' ? found.methods === undefined : found.methods?.join(', ') === methods) &&
    (who === 'any'
      ? found.credentials === undefined
      : (found.credentials?.join(', ').includes(who) ?? false)) &&
    kinds === `${found.before.verdict.kind} => ${found.after.verdict.kind}` &&
    (warning === undefined || found.openings.some(({ code }) => code === warning)) &&
    (condition === undefined || found.conditions.join('; ').includes(condition))
  );
}

/** A class in the form of expectations. */
export function shownClass({
  openings,
  paths,
  methods,
  credentials,
  before,
  after,
  conditions,
}: DecisionClass): string {
  return [
    `${openings.length > 0 ? 'opens' : 'changed'} ${paths.join(', ')}`,
    methods?.join(', ') ?? 'any',
    credentials?.join(', ') ?? 'any',
    `${before.verdict.kind} => ${after.verdict.kind}`,
    openings.map(({ code }) => code).join(', '),
    conditions.join('; '),
  ].join(' | ');
}

const files: Readonly<Record<string, string>> = {
  '/files/users': 'alice:x\nbob:x\ncarol:x\n',
  '/files/other-users': 'alice:x\ndave:x\n',
  '/files/groups': 'staff: alice\nguests: bob carol\n',
};

/** Files that diff may read, without a file system. */
export const readPairFile = (path: string): string | undefined => files[path];

/** What placeholders of pairs stand for, where nothing is served. */
export const placesFor = (folder: string): Readonly<Record<string, string>> => ({
  ROOT: folder,
  USERS: '/files/users',
  OTHER_USERS: '/files/other-users',
  GROUPS: '/files/groups',
  KEYTAB: '/etc/http.keytab',
  MODULES: '/usr/lib/apache2/modules',
});

/** A configuration as the kit serves it. */
export function servedText(configuration: string, folder: string, places = placesFor(folder)): string {
  const text = fillPlaceholders(configuration, places).replace(/^(?:Listen|ServerName) .*\n/gm, '');
  return wrapConfiguration(folder, 80, {}, text);
}

/** Compiles a configuration as the kit serves it; throws with what is wrong. */
export function rulesetOf(configuration: string, folder: string, places = placesFor(folder)): Ruleset {
  const wrapped = servedText(configuration, folder, places);
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  const loaded = load({ path: join(folder, 'httpd.conf'), text: wrapped }, options);
  const ruleset = servable(loaded);
  if (!ruleset) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return ruleset;
}

/** What diff says of a pair. */
export function diffOf({ old, new: now }: Pair, folder: string): DiffResult {
  return diffRulesets(rulesetOf(old, folder), rulesetOf(now, folder), { readFile: readPairFile });
}

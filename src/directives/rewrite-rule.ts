import { atoi } from './known/judge.js';
import { cutFlags, type RewriteFlag } from './rewrite-line.js';

/** What flags of a RewriteRule without a value of their own switch on. */
export type RuleSwitch =
  | 'allow-encoded-question-mark'
  | 'append-query'
  | 'chain'
  | 'discard-path-info'
  | 'discard-query'
  | 'drop-query'
  | 'end'
  | 'escape-controls'
  | 'escape-groups'
  | 'escape-without-plus'
  | 'keep-slashes'
  | 'last'
  | 'next-round'
  | 'no-escape'
  | 'no-subrequests'
  | 'no-substitution'
  | 'pass-through'
  | 'proxy'
  | 'query-behind-last'
  | 'redirect'
  | 'status'
  | 'unsafe-prefix';

/** What a RewriteRule line says; `flags` has each switch once. */
export interface RuleArguments {
  readonly pattern: string;
  readonly negated: boolean;
  readonly ignoreCase: boolean;
  readonly substitution: string;
  readonly flags: readonly RuleSwitch[];
  readonly values: RuleValues;
}

/** Values of flags, by the name of what they set. */
export interface RuleValues {
  readonly status: number;
  readonly skip?: number;
  readonly rounds?: number;
  readonly environment?: readonly string[];
  readonly cookies?: readonly string[];
  readonly type?: string;
  readonly handler?: string;
  readonly escapes?: string;
  readonly keeps?: string;
}

type Values = { -readonly [K in keyof RuleValues]: RuleValues[K] };

interface Read {
  readonly flags: Set<RuleSwitch>;
  readonly values: Values;
  ignoreCase: boolean;
}

const statusNames: Readonly<Record<string, number>> = { permanent: 301, temp: 302, seeother: 303 };

/** Reads a rule whose line and flags were judged to be sound. */
export function readRule(first: string, second: string, last: string | undefined): RuleArguments {
  const read: Read = { flags: new Set(), values: { status: 302 }, ignoreCase: false };
  for (const flag of last === undefined ? [] : (cutFlags(last) ?? [])) readFlag(flag, read);
  const negated = first.startsWith('!');
  const substitution = readSubstitution(second, read.flags);
  return {
    pattern: negated ? first.slice(1) : first,
    negated,
    ignoreCase: read.ignoreCase,
    substitution,
    flags: [...read.flags],
    values: read.values,
  };
}

/** A question mark at the end drops the query, and nothing that a group brings makes a new one. */
function readSubstitution(text: string, flags: Set<RuleSwitch>): string {
  if (text === '-') flags.add('no-substitution');
  if (text.endsWith('?')) {
    if (flags.has('append-query')) flags.add('query-behind-last');
    else {
      flags.add('drop-query');
      return text.slice(0, -1);
    }
  } else if (flags.has('discard-query') && !text.includes('?')) flags.add('drop-query');
  return text;
}

function readFlag({ name, value }: RewriteFlag, read: Read): void {
  const lower = name.toLowerCase();
  for (const flag of switches[lower] ?? []) read.flags.add(flag);
  setters[lower]?.(value, read);
}

const switches: Readonly<Record<string, readonly RuleSwitch[]>> = aliased({
  'b backrefescaping': ['escape-groups'],
  'bnp backrefernoplus': ['escape-without-plus'],
  bctls: ['escape-controls', 'escape-groups'],
  'c chain': ['chain'],
  'd dpi discardpath': ['discard-path-info'],
  end: ['end'],
  'f forbidden g gone': ['status', 'no-substitution'],
  'l last': ['last'],
  'n next': ['next-round'],
  'ne noescape': ['no-escape'],
  'ns nosubreq': ['no-subrequests'],
  'p proxy': ['proxy'],
  'pt passthrough': ['pass-through'],
  'qsa qsappend': ['append-query'],
  'qsd qsdiscard': ['discard-query'],
  'qsl qslast': ['query-behind-last'],
  'r redirect': ['redirect'],
  unsafeallow3f: ['allow-encoded-question-mark'],
  unsafeprefixstat: ['unsafe-prefix'],
  unc: ['keep-slashes'],
});

type Setter = (value: string, read: Read) => void;

const setters: Readonly<Record<string, Setter>> = aliased<Setter>({
  'b backrefescaping': (value, { values }) => {
    if (value !== '') values.escapes = value;
  },
  bne: (value, { values }) => {
    values.keeps = value;
  },
  'co cookie': (value, { values }) => {
    values.cookies = [...(values.cookies ?? []), value];
  },
  'e env': (value, { values }) => {
    values.environment = [...(values.environment ?? []), value];
  },
  'f forbidden': (_, { values }) => {
    values.status = 403;
  },
  'g gone': (_, { values }) => {
    values.status = 410;
  },
  'h handler': (value, { values }) => {
    values.handler = value;
  },
  'n next': (value, { values }) => {
    if (value !== '') values.rounds = atoi(value);
  },
  'nc nocase': (_, read) => {
    read.ignoreCase = true;
  },
  'r redirect': readStatus,
  's skip': (value, { values }) => {
    values.skip = atoi(value);
  },
  't type': (value, { values }) => {
    values.type = value;
  },
});

/** A status that is no redirect ends the request. Of a word that is none of httpd's, no status is left. */
function readStatus(value: string, { flags, values }: Read): void {
  if (value === '') return;
  if (!/^\d/.test(value)) {
    values.status = statusNames[value.toLowerCase()] ?? 0;
    return;
  }
  values.status = atoi(value);
  if (values.status >= 300 && values.status < 400) return;
  flags.add('status');
  flags.add('no-substitution');
}

/** A table whose keys are lists of names, by each name. */
function aliased<T>(table: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const entries = Object.entries(table);
  return Object.fromEntries(
    entries.flatMap(([names, value]) => names.split(' ').map((name) => [name, value])),
  );
}

import { atoi } from './known/judge.js';
import { cutFlags, type RewriteFlag } from './rewrite-line.js';

/** What is wrong with the flags of a RewriteCond. */
export function conditionFlagsProblem(field: string): string | undefined {
  return fieldProblem(field, ({ name }) => conditionFlags.has(name.toLowerCase()));
}

/** What is wrong with the flags of a RewriteRule. */
export function ruleFlagsProblem(field: string): string | undefined {
  return fieldProblem(field, ruleFlag);
}

/** Judges each flag: known, unknown, or httpd's words about its value. */
function fieldProblem(field: string, judge: (flag: RewriteFlag) => boolean | string): string | undefined {
  const flags = cutFlags(field);
  if (!flags) return 'bad flag delimiters';
  for (const flag of flags) {
    const judged = judge(flag);
    if (judged === false) return `unknown flag '${flag.name}'`;
    if (typeof judged === 'string') return judged;
  }
  return undefined;
}

const conditionFlags = new Set(['nocase', 'nc', 'ornext', 'or', 'novary', 'nv']);

function ruleFlag({ name, value }: RewriteFlag): boolean | string {
  const lower = name.toLowerCase();
  if (lower === 'bne' && value === '') return "flag 'BNE' wants a list of characters (i.e. [BNE=...])";
  if ((lower === 'r' || lower === 'redirect') && !isStatus(value))
    return `invalid HTTP response code '${value}' for flag 'R'`;
  // Whatever begins with this letter is taken for discardpath or for nothing.
  return lower.startsWith('d') || ruleFlags.has(lower);
}

const ruleFlags = new Set([
  ...['b', 'backrefescaping', 'bne', 'bnp', 'backrefernoplus', 'bctls', 'c', 'chain', 'co', 'cookie', 'e'],
  ...[
    'env',
    'end',
    'f',
    'forbidden',
    'g',
    'gone',
    'h',
    'handler',
    'l',
    'last',
    'n',
    'next',
    'ne',
    'noescape',
  ],
  ...['ns', 'nosubreq', 'nc', 'nocase', 'p', 'proxy', 'pt', 'passthrough', 'qsa', 'qsappend', 'qsd'],
  ...['qsdiscard', 'qsl', 'qslast', 'r', 'redirect', 's', 'skip', 't', 'type', 'unsafeprefixstat'],
  ...['unsafeallow3f', 'unc'],
]);

/** The last status of each block of them that httpd has a line for. */
const blocks = [
  ...[
    [100, 103],
    [200, 208],
    [226, 226],
    [300, 305],
    [307, 308],
    [400, 417],
    [421, 424],
    [426, 426],
  ],
  ...[
    [428, 429],
    [431, 431],
    [451, 451],
    [500, 508],
    [510, 511],
  ],
] as const;

/** Names of statuses, and unknown ones, are taken; numbers must be known. */
function isStatus(value: string): boolean {
  if (!/^\d/.test(value)) return true;
  const status = atoi(value);
  return blocks.some(([least, most]) => status >= least! && status <= most!);
}

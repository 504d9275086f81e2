import {
  type ArgumentInput,
  type ArgumentProblem,
  type ArgumentShape,
  iterate,
  one,
  raw,
  refined,
  text,
  words,
} from './args.js';
import { condition } from './expression.js';
import type { ArgumentCheck } from './known/check.js';
import { all, anything, existing } from './known/judge.js';
import { flawOf } from './regex.js';
import { type ConditionArguments, readCondition } from './rewrite-condition.js';
import { conditionFlagsProblem, ruleFlagsProblem } from './rewrite-flags.js';
import { cutRewriteLine } from './rewrite-line.js';
import { type RuleArguments, readRule } from './rewrite-rule.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

const options = {
  inherit: 'Inherit',
  inheritbefore: 'InheritBefore',
  inheritdown: 'InheritDown',
  inheritdownbefore: 'InheritDownBefore',
  ignoreinherit: 'IgnoreInherit',
  allownoslash: 'AllowNoSlash',
  allowanyuri: 'AllowAnyURI',
  mergebase: 'MergeBase',
  ignorecontextinfo: 'IgnoreContextInfo',
  legacyprefixdocroot: 'LegacyPrefixDocRoot',
  unsafeprefixstat: 'UnsafePrefixStat',
} as const;

/** A word of RewriteOptions. */
export type OptionName = (typeof options)[keyof typeof options];

const isOption = (word: string): word is keyof typeof options => Object.hasOwn(options, word);

/** One argument may hold several options, and httpd has dropped one that it still takes. */
const optionWords = (written: string): Parsed<readonly OptionName[]> => {
  const found: OptionName[] = [];
  for (const word of written.trim() === '' ? [] : written.trim().split(/\s+/)) {
    const lower = word.toLowerCase();
    if (isOption(lower)) found.push(options[lower]);
    else if (!lower.startsWith('maxredirects='))
      return { problem: `RewriteOptions: unknown option '${word}'` };
  }
  return { value: found };
};

/** RewriteOptions. */
export const rewriteOptions: ArgumentShape<readonly OptionName[]> = refined(
  iterate('List of option strings to set', optionWords),
  (lists) => ({ value: lists.flat() }),
);

/** RewriteBase: a URL path, inside sections only. */
export const rewriteBase: ArgumentShape<string> = refined(
  one('the base URL of the per-directory context', text),
  (value, { args, place }): Parsed<string> => {
    if (place !== 'section') return { problem: 'RewriteBase: only valid in per-directory config files' };
    if (value.startsWith('/')) return { value };
    const word = args.words[0];
    return { problem: 'RewriteBase: argument is not a valid URL', ...(word ? { word } : {}) };
  },
);

/** RewriteRule. */
export const rewriteRule: ArgumentShape<RuleArguments> = raw(
  'an URL-applied regexp-pattern and a substitution URL',
  ({ args }): Parsed<RuleArguments> => {
    const line = cutRewriteLine(args.raw);
    if (!line) return { problem: `RewriteRule: bad argument line '${args.raw}'` };
    const { first, second, last } = line;
    const wrong = last === undefined ? undefined : ruleFlagsProblem(last);
    if (wrong !== undefined) return { problem: `RewriteRule: ${wrong}` };
    return patternProblem('RewriteRule', first.replace(/^!/, '')) ?? { value: readRule(first, second, last) };
  },
);

/** RewriteCond. */
export const rewriteCondition: ArgumentShape<ConditionArguments> = raw(
  'an input string and a to be applied regexp-pattern',
  ({ args, isLoaded }): Parsed<ConditionArguments> => {
    const line = cutRewriteLine(args.raw);
    if (!line) return { problem: `RewriteCond: bad argument line '${args.raw}'` };
    const { first, second, last } = line;
    const wrong = last === undefined ? undefined : conditionFlagsProblem(last);
    if (wrong !== undefined) return { problem: `RewriteCond: ${wrong}` };
    if (first.toLowerCase() === 'expr') {
      const asked = second.replace(/^!/, '');
      const parsed = condition(asked, isLoaded);
      if ('problem' in parsed)
        return { problem: `RewriteCond: cannot compile expression "${asked}" ${parsed.problem}` };
      return { value: readCondition(first, second, last, parsed.value) };
    }
    const value = readCondition(first, second, last, undefined);
    const { test } = value;
    return (test.kind === 'pattern' ? patternProblem('RewriteCond', test.pattern) : undefined) ?? { value };
  },
);

function patternProblem(name: string, pattern: string): ArgumentProblem | undefined {
  const flaw = flawOf(pattern);
  if (flaw === undefined) return undefined;
  return { problem: `${name}: cannot compile regular expression '${pattern}'`, hint: flaw };
}

/** A RewriteMap: its name and what it is. */
export interface MapArguments {
  readonly name: string;
  readonly map:
    | { readonly kind: 'text' | 'random'; readonly path: string }
    | { readonly kind: 'function'; readonly name: FunctionName }
    | { readonly kind: 'program' | 'dbm' | 'sql' };
}

const functions = ['tolower', 'toupper', 'escape', 'unescape'] as const;
type FunctionName = (typeof functions)[number];
const dbmTypes = ['default', 'db', 'gdbm', 'sdbm'];

const mapCheck: ArgumentCheck = all(
  ({ args, isLoaded }, [, source = '']) => {
    const problem = sourceProblem(source, isLoaded);
    return problem === undefined ? undefined : { problem, word: args.words[1]! };
  },
  existing(1, anything, (path, _, [map]) => `RewriteMap: file for map ${map} not found:${path}`, mapFile),
);

/** RewriteMap. */
export const rewriteMap: ArgumentShape<MapArguments> = refined(
  words('two-or-three', 'a mapname and a filename and options'),
  (found, input): Parsed<MapArguments> => {
    const [name = '', source = ''] = found;
    return mapCheck(input, found) ?? { value: { name, map: mapOf(source) } };
  },
);

function mapOf(source: string): MapArguments['map'] {
  const scheme = /^([a-z]+)(?:=[^:]*)?:/i.exec(source)?.[1]?.toLowerCase();
  if (scheme === 'prg') return { kind: 'program' };
  if (scheme === 'dbd' || scheme === 'fastdbd') return { kind: 'sql' };
  if (/^dbm/i.test(source)) return { kind: 'dbm' };
  const rest = source.slice(4);
  const name = functions.find((each) => each === rest);
  if (scheme === 'int' && name !== undefined) return { kind: 'function', name };
  if (/^(?:txt|rnd):/i.test(source)) return { kind: scheme === 'rnd' ? 'random' : 'text', path: rest };
  return { kind: 'text', path: source };
}

function sourceProblem(source: string, isLoaded: ArgumentInput['isLoaded']): string | undefined {
  if (/^(?:fast)?dbd:/i.test(source))
    return isLoaded('mod_dbd') ? undefined : 'RewriteMap types dbd and fastdbd require mod_dbd!';
  if (/^int:/i.test(source))
    return functions.some((name) => name === source.slice(4))
      ? undefined
      : `RewriteMap: internal map not found:${source.slice(4)}`;
  if (!/^dbm/i.test(source)) return undefined;
  const [, type = 'default', path] = /^dbm(?:=([^:]*))?:(.*)$/is.exec(source) ?? [];
  if (path === undefined) return `RewriteMap: bad map:${source}`;
  return dbmTypes.includes(type.toLowerCase()) ? undefined : `RewriteMap: dbm type ${type} is invalid`;
}

/** The file that must be there for a map; undefined where none is looked for. */
function mapFile(source: string): string | undefined {
  if (/^(?:(?:fast)?dbd|int):/i.test(source)) return undefined;
  if (/^prg:/i.test(source)) return /\S+/.exec(source.slice(4))?.[0];
  const dbm = /^dbm(?:=([^:]*))?:(.*)$/is.exec(source);
  if (dbm) return dbm[1]?.toLowerCase() === 'sdbm' ? `${dbm[2]}.dir` : dbm[2];
  return source.replace(/^(?:txt|rnd):/i, '');
}

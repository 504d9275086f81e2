import { flawOf } from '../regex.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { conditionProblem } from './expression-words.js';
import { all, anything, each, existing, first } from './judge.js';
import { conditionFlagsProblem, ruleFlagsProblem } from './rewrite-flags.js';
import { cutRewriteLine } from './rewrite-line.js';

const options = new Set([
  ...['inherit', 'inheritbefore', 'inheritdown', 'inheritdownbefore', 'ignoreinherit', 'allownoslash'],
  ...['allowanyuri', 'mergebase', 'ignorecontextinfo', 'legacyprefixdocroot', 'unsafeprefixstat'],
]);

/** A word may hold several options. */
function optionsProblem(words: string): string | undefined {
  const unknown = words
    .trim()
    .split(/\s+/)
    .find((word) => !options.has(word.toLowerCase()) && !/^maxredirects=/i.test(word));
  return unknown === undefined || words.trim() === ''
    ? undefined
    : `RewriteOptions: unknown option '${unknown}'`;
}

const base: ArgumentCheck = all(
  ({ place }) =>
    place === 'section' ? undefined : { problem: 'RewriteBase: only valid in per-directory config files' },
  first((value) => (value.startsWith('/') ? undefined : 'RewriteBase: argument is not a valid URL')),
);

const rule: ArgumentCheck = ({ args: { raw } }) => {
  const line = cutRewriteLine(raw);
  if (!line) return { problem: `RewriteRule: bad argument line '${raw}'` };
  const wrong = line.last === undefined ? undefined : ruleFlagsProblem(line.last);
  if (wrong !== undefined) return { problem: `RewriteRule: ${wrong}` };
  return patternProblem('RewriteRule', line.first.replace(/^!/, ''));
};

const condition: ArgumentCheck = ({ args: { raw }, isLoaded }) => {
  const line = cutRewriteLine(raw);
  if (!line) return { problem: `RewriteCond: bad argument line '${raw}'` };
  const wrong = line.last === undefined ? undefined : conditionFlagsProblem(line.last);
  if (wrong !== undefined) return { problem: `RewriteCond: ${wrong}` };
  const test = line.second.replace(/^!/, '');
  if (line.first.toLowerCase() === 'expr') return expressionProblem(test, isLoaded);
  return isPattern(test) ? patternProblem('RewriteCond', test) : undefined;
};

function expressionProblem(
  text: string,
  isLoaded: (module: string) => boolean,
): { problem: string } | undefined {
  const problem = conditionProblem(text, isLoaded);
  return problem === undefined
    ? undefined
    : { problem: `RewriteCond: cannot compile expression "${text}" ${problem}` };
}

function patternProblem(name: string, pattern: string): { problem: string; hint: string } | undefined {
  const flaw = flawOf(pattern);
  if (flaw === undefined) return undefined;
  return { problem: `${name}: cannot compile regular expression '${pattern}'`, hint: flaw };
}

/** Tests of files (`-f`), numbers (`-lt5`) and texts (`>a`) are no patterns. */
function isPattern(test: string): boolean {
  return !/^-[fsdxhLlUF]$|^-(?:lt|le|gt|ge|eq|ne).|^[<>=]./s.test(test);
}

const functions = ['tolower', 'toupper', 'escape', 'unescape'];
const dbmTypes = ['default', 'db', 'gdbm', 'sdbm'];

const mapSource: ArgumentCheck = ({ args, isLoaded }, [, source = '']) => {
  const problem = sourceProblem(source, isLoaded);
  return problem === undefined ? undefined : { problem, word: args.words[1]! };
};

function sourceProblem(source: string, isLoaded: (module: string) => boolean): string | undefined {
  if (/^(?:fast)?dbd:/i.test(source))
    return isLoaded('mod_dbd') ? undefined : 'RewriteMap types dbd and fastdbd require mod_dbd!';
  if (/^int:/i.test(source))
    return functions.includes(source.slice(4))
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

/** What mod_rewrite checks of its directives' arguments. */
export const rewriteChecks: ModuleChecks = {
  RewriteBase: base,
  RewriteCond: condition,
  RewriteMap: all(
    mapSource,
    existing(1, anything, (path, _, [map]) => `RewriteMap: file for map ${map} not found:${path}`, mapFile),
  ),
  RewriteOptions: each(optionsProblem),
  RewriteRule: rule,
};

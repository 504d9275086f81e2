import { PatternOverrun } from '../pattern/overrun.js';
import { parsePattern } from '../pattern/parse.js';
import { compileProgram } from '../pattern/program.js';
import { PatternSearch } from '../pattern/search.js';
import type { ArgumentProblem, ArgumentShape } from './args.js';
import { apacheModule, full, section } from './define.js';
import { flawOf } from './regex.js';

/** The version of httpd that configurations are read as. */
export const httpdVersion = [2, 4, 71] as const;

/** `<IfVersion>`: a comparison with a version, or a pattern. */
export type VersionTest =
  | {
      readonly kind: 'compare';
      readonly negated: boolean;
      readonly operator: Comparison;
      readonly version: readonly [number, number, number];
    }
  | { readonly kind: 'match'; readonly negated: boolean; readonly pattern: string };

type Comparison = '=' | '==' | '<' | '<=' | '>' | '>=';

const usage = 'a comparison operator, a version (and a delimiter)';

/** The words end with the tag's `>`, which may stand alone when the version is quoted. */
const versionTest: ArgumentShape<VersionTest> = {
  kind: 'one-to-three',
  usage,
  parse: ({ args }) => {
    const words = args.words.map((word) => word.value);
    if (words.length > 3 || words[0] === undefined || words[0] === '')
      return { problem: `<IfVersion takes one, two or three arguments, ${usage}` };
    return readWords(words);
  },
};

function readWords([first = '', second, third]: readonly string[]): Parsed {
  if (second === undefined) return readTag('=', first, third);
  return third === undefined && second === '>' ? readTag('=', first, '>') : readTag(first, second, third);
}

function readTag(operator: string, version: string, third: string | undefined): Parsed {
  if (third === '>' && version !== '') return readTest(operator, version);
  if (version.endsWith('>')) return readTest(operator, version.slice(0, -1));
  return { problem: "<IfVersion> directive missing closing '>'" };
}

type Parsed = { readonly value: VersionTest } | ArgumentProblem;

function readTest(written: string, version: string): Parsed {
  const negated = written.startsWith('!');
  const operator = negated && written.length > 1 ? written.slice(1) : written;
  const plain = operator === '!' ? '' : operator;
  if (!/^(?:[=<>]=?|~)$/.test(plain)) return { problem: `unrecognized operator '${written}'` };
  const delimited = plain.startsWith('=') ? /^\/(.*)$/s.exec(version)?.[1] : undefined;
  if (plain === '~' || delimited !== undefined) return matchTest(negated, delimited, version);
  const numbers = versionNumbers(version);
  if (!numbers) return { problem: invalidVersion };
  return { value: { kind: 'compare', negated, operator: plain as Comparison, version: numbers } };
}

const invalidVersion =
  'Version appears to be invalid. It must have the format major[.minor[.patch]] where major, minor and patch are numbers.';

/** Up to three numbers; an empty one counts as zero. */
function versionNumbers(version: string): readonly [number, number, number] | undefined {
  if (!/^\d+(?:\.\d*){0,2}\.?$/.test(version)) return undefined;
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

function matchTest(negated: boolean, delimited: string | undefined, version: string): Parsed {
  if (delimited !== undefined && !/\/$/.test(delimited))
    return { problem: 'Missing delimiting / of regular expression.' };
  const pattern = delimited === undefined ? version : delimited.slice(0, -1);
  if (flawOf(pattern) !== undefined)
    return { problem: 'Unable to compile regular expression', hint: flawOf(pattern)! };
  return { value: { kind: 'match', negated, pattern } };
}

/** Whether the test holds for the version that configurations are read as. */
export function versionHolds(test: VersionTest): boolean {
  if (test.kind === 'match') return isFound(test.pattern, httpdVersion.join('.')) !== test.negated;
  const order = compareVersions(httpdVersion, test.version);
  const holds =
    (order === 0 && test.operator.includes('=')) ||
    (order < 0 && test.operator.startsWith('<')) ||
    (order > 0 && test.operator.startsWith('>'));
  return holds !== test.negated;
}

/** A search without an end finds nothing, as in PCRE. */
function isFound(pattern: string, text: string): boolean {
  const parsed = parsePattern(pattern, '');
  if (parsed.unserved !== undefined) return false;
  try {
    return new PatternSearch(compileProgram(parsed)).first(text) !== undefined;
  } catch (thrown) {
    if (thrown instanceof PatternOverrun) return false;
    throw thrown;
  }
}

function compareVersions(ours: readonly number[], theirs: readonly number[]): number {
  const at = ours.findIndex((number, index) => number !== theirs[index]);
  return at === -1 ? 0 : ours[at]! - theirs[at]!;
}

/** mod_version: configuration for some versions of httpd. */
export const modVersion = apacheModule({
  name: 'mod_version',
  identifier: 'version_module',
  builtIn: true,
  sections: 'merge',
  directives: {
    IfVersion: section({
      summary: `Is read only for some versions; configurations are read as httpd ${httpdVersion.join('.')} reads them.`,
      in: ['AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'],
      args: versionTest,
      opens: 'branch',
      support: full,
      example: '<IfVersion >= 2.4>\n</IfVersion>',
    }),
  },
});

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
      readonly operator: '=' | '<' | '<=' | '>' | '>=';
      readonly version: readonly [number, number, number];
    }
  | { readonly kind: 'match'; readonly negated: boolean; readonly pattern: string };

const usage = 'a comparison operator, a version (and a delimiter)';

const versionTest: ArgumentShape<VersionTest> = {
  kind: 'one-to-three',
  usage,
  parse: ({ args }) => {
    const words = args.words.map((word) => word.value);
    if (words.length > 2) return { problem: `<IfVersion takes one, two or three arguments, ${usage}` };
    const [operator, version] = words.length === 2 ? words : ['=', words[0] ?? ''];
    return readTest(operator!, version!);
  },
};

function readTest(written: string, version: string): { readonly value: VersionTest } | ArgumentProblem {
  const negated = written.startsWith('!');
  const operator = negated && written.length > 1 ? written.slice(1) : written;
  const plain = negated && written.length === 1 ? '=' : operator;
  const delimited = /^={1,2}$/.test(plain) ? /^\/(.*)$/s.exec(version)?.[1] : undefined;
  if (plain === '~' || delimited !== undefined) return matchTest(negated, delimited, version);
  const compare = plain === '==' ? '=' : plain;
  if (compare !== '=' && compare !== '<' && compare !== '<=' && compare !== '>' && compare !== '>=')
    return { problem: `unrecognized operator '${written}'` };
  const found = /^(\d+)(?:\.(\d+)(?:\.(\d+))?)?$/.exec(version);
  if (!found)
    return {
      problem:
        'Version appears to be invalid. It must have the format major[.minor[.patch]] where major, minor and patch are numbers.',
    };
  const numbers = [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0)] as const;
  return { value: { kind: 'compare', negated, operator: compare, version: numbers } };
}

function matchTest(
  negated: boolean,
  delimited: string | undefined,
  version: string,
): { readonly value: VersionTest } | ArgumentProblem {
  if (delimited !== undefined && !/.\/$/s.test(delimited))
    return { problem: 'Missing delimiting / of regular expression.' };
  const pattern = delimited === undefined ? version : delimited.slice(0, -1);
  if (flawOf(pattern) !== undefined)
    return { problem: 'Unable to compile regular expression', hint: flawOf(pattern)! };
  return { value: { kind: 'match', negated, pattern } };
}

/** Whether the test holds for the version that configurations are read as. */
export function versionHolds(test: VersionTest): boolean {
  if (test.kind === 'match') return new RegExp(test.pattern).test(httpdVersion.join('.')) !== test.negated;
  const order = compareVersions(httpdVersion, test.version);
  const holds =
    (order === 0 && test.operator.includes('=')) ||
    (order < 0 && test.operator.startsWith('<')) ||
    (order > 0 && test.operator.startsWith('>'));
  return holds !== test.negated;
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

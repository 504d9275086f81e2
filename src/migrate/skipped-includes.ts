import { statSync } from 'node:fs';
import { branchSections, type Line, titleOf, valuesOf } from '../lint/line.js';
import type { Site } from '../lint/site.js';
import { resolveInclude } from '../source/include.js';

/** An Include line in a condition that does not hold: nothing of it is in force. */
export interface SkippedInclude {
  readonly at: Line;
  /** The condition, as written. */
  readonly condition: string;
  /** Where relative paths start there; a byte string. */
  readonly serverRoot: string;
  /** The files that are there and that nothing else has read; byte strings. */
  readonly paths: readonly string[];
  /** How many more there are than are looked at. */
  readonly left: number;
  /** Whether the condition asks for another version of httpd than 2.4, so that what it includes shall stay as it is. */
  readonly isForOther: boolean;
}

/** So many files are read by themselves for one line. */
const mostFiles = 200;

/** The Include lines that led nowhere because of a condition around them, though their files are there. */
export function skippedIncludes(site: Site, isRead: (path: string) => boolean): readonly SkippedInclude[] {
  const serverRoot = site.bound?.serverRoot ?? '/';
  const lines = [...site.named('Include'), ...site.named('IncludeOptional')];
  return lines.flatMap((at): readonly SkippedInclude[] => {
    const conditions = at.around.filter(({ name }) => branchSections.has(name));
    const inner = conditions.at(-1);
    const [pattern = ''] = valuesOf(at);
    if (!inner || pattern === '' || pattern.includes('${') || at.at.span.file.pieces) return [];
    const found = resolveInclude(pattern, serverRoot, { optional: true }).value;
    const paths = found.filter((path) => isFile(path) && !isRead(path));
    if (paths.length === 0) return [];
    return [
      {
        at,
        condition: titleOf(inner),
        serverRoot,
        paths: paths.slice(0, mostFiles),
        left: Math.max(0, paths.length - mostFiles),
        isForOther: conditions.some(asksForVersion),
      },
    ];
  });
}

/** Modules that tell the two versions apart, and the version itself. */
const asksForVersion = (line: Line): boolean =>
  line.name === '<IfVersion' ||
  (line.name === '<IfModule' &&
    /mod_(?:authz_core|access_compat|authn_default|authz_default)|authz_core_module|access_compat_module/.test(
      titleOf(line),
    ));

function isFile(path: string): boolean {
  return statSync(Buffer.from(path, 'latin1'), { throwIfNoEntry: false })?.isFile() ?? false;
}

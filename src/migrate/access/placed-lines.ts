import { type Line, rawOf, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { SourceFile } from '../../source/file.js';

/** A line with all that stands around it, across files and macros, in the order in which httpd reads. */
export interface PlacedLine {
  readonly line: Line;
  readonly around: readonly Line[];
}

const bringsIn: ReadonlySet<string> = new Set(['Include', 'IncludeOptional', 'Use']);

/** All lines of a site; those of a file that is read several times, once. */
export function placedLines(site: Site): readonly PlacedLine[] {
  const outermost = outermostLines(site);
  const broughtIn = filesByLine(outermost.keys());
  const placed: PlacedLine[] = [];
  const walk = (lines: readonly Line[], around: readonly Line[]): void => {
    for (const line of lines) {
      placed.push({ line, around });
      if (line.inner.length > 0 && line.name !== '<Macro') walk(line.inner, [...around, line]);
      if (!bringsIn.has(line.name)) continue;
      for (const file of broughtIn.get(keyOf(line.at.nameSpan.file, line.at.nameSpan.start)) ?? [])
        walk(outermost.get(file) ?? [], around);
    }
  };
  for (const [file, lines] of outermost) if (!file.includedFrom) walk(lines, []);
  return placed;
}

/** Of each file, and each use of a macro, the lines that no section of itself holds. */
function outermostLines(site: Site): ReadonlyMap<SourceFile, readonly Line[]> {
  const found = new Map<SourceFile, Line[]>(site.files.map((file) => [file, []]));
  for (const line of site.lines) {
    const { file } = line.at.nameSpan;
    if (line.around.some(({ at }) => at.nameSpan.file === file)) continue;
    const known = found.get(file);
    if (known) known.push(line);
    else found.set(file, [line]);
  }
  return found;
}

function filesByLine(files: Iterable<SourceFile>): ReadonlyMap<string, readonly SourceFile[]> {
  const found = new Map<string, SourceFile[]>();
  for (const file of files) {
    const from = file.includedFrom;
    if (!from) continue;
    const key = keyOf(from.file, from.start);
    found.set(key, [...(found.get(key) ?? []), file]);
  }
  return found;
}

const keyOf = ({ path }: SourceFile, start: number): string => `${path}:${start}`;

/** Modules that a server of 2.4 has wherever it decides who may. */
const alwaysThere =
  /^(?:mod_)?(?:authz_(?:host|core|user)|access_compat|authn_core|auth_basic)(?:\.c|_module)?$/i;

/** Whether a section that is decided while reading is read; what cannot be told counts as read where something of it is in force. */
export function isRead(section: Line): boolean {
  const [condition = ''] = valuesOf(section);
  const name = condition.replace(/^!/, '').trim();
  const isNegated = condition.startsWith('!');
  if (section.name === '<IfModule' && alwaysThere.test(name)) return !isNegated;
  if (section.name === '<IfVersion') return versionIsMet(rawOf(section)) ?? hasBound(section);
  return hasBound(section);
}

function hasBound(section: Line): boolean {
  if (section.inner.length === 0) return true;
  return section.inner.some((line) => line.bound !== undefined || (line.inner.length > 0 && hasBound(line)));
}

/** Of the plain comparisons, as people write them around what differs between 2.2 and 2.4. */
export function versionIsMet(raw: string): boolean | undefined {
  const found = /^(!?)(<=?|>=?|==?)?\s*(\d+)\.(\d+)(?:\.\d+)?\s*$/.exec(raw.trim());
  if (!found) return undefined;
  const [, not, operator = '=', major, minor] = found;
  const difference = Number(major) * 1000 + Number(minor) - 2004;
  // Of 2.4 itself only "from 2.4 on" and "before 2.4" are plain.
  if (difference === 0 && operator !== '>=' && operator !== '<') return undefined;
  const met = operator.startsWith('<') ? difference > 0 : operator.startsWith('>') ? difference <= 0 : false;
  return met !== (not === '!');
}

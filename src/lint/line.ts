import type { Bound } from '../bind/bound.js';
import { lookUp } from '../directives/index.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Directive, Section } from '../syntax/tree.js';

/** One directive, or the opening line of a section, with what stands around it. */
export interface Line {
  /** As its definition names it, whatever case was written; a section's begins with `<`. An unknown name is as written. */
  readonly name: string;
  /** With variables and macros replaced where the line was read. */
  readonly at: Directive | Section;
  /** What it was bound to; absent for unknown, wrong, misplaced and skipped lines, and for Limit and the like. */
  readonly bound: Bound | undefined;
  /** Sections around it, the innermost last; conditionals and Limit are among them. */
  readonly around: readonly Line[];
  /** The lines of the same section, or of the file, itself among them. */
  readonly siblings: readonly Line[];
  /** Only of a section. */
  readonly inner: readonly Line[];
}

/** Whether something to report at is a line. */
export const isLine = (at: Line | Span): at is Line => 'around' in at;

/** The values of a line's words. */
export const valuesOf = ({ at }: Line): readonly string[] => at.args.words.map(({ value }) => value);

/** What stands behind the name, cut at the ends. */
export const rawOf = ({ at }: Line): string => at.args.raw;

/** Where a line is written: from its name, or the `<` of a section, to its last argument. */
export function spanOf({ at }: Line): Span {
  const { nameSpan, args } = at;
  const start = at.kind === 'section' ? Math.max(0, nameSpan.start - 1) : nameSpan.start;
  return { file: nameSpan.file, start, end: Math.max(nameSpan.end, args.span.end) };
}

/** The span of one of its words, counted from 0; of the whole line if there is no such word. */
export function wordSpan(line: Line, index: number): Span {
  return line.at.args.words[index]?.span ?? spanOf(line);
}

/** The line as it reads, a section's with its brackets. */
export function titleOf({ at }: Line): string {
  const text = at.args.raw === '' ? at.name : `${at.name} ${at.args.raw}`;
  return at.kind === 'section' ? `<${text}>` : text;
}

/** The canonical name of what an item is called. */
export function canonicalName({ kind, name }: Directive | Section): string {
  const known = lookUp(name, kind)[0]?.name ?? name;
  return kind === 'section' ? `<${known}` : known;
}

const settingRooms: ReadonlySet<string> = new Set([
  ...['<Directory', '<DirectoryMatch', '<Location', '<LocationMatch', '<Files', '<FilesMatch'],
  ...['<If', '<ElseIf', '<Else', '<Proxy', '<ProxyMatch'],
]);

/** Sections whose contents are settings of some requests. */
export const isSettingSection = ({ name }: Line): boolean => settingRooms.has(name);

/** Sections that are decided when the configuration is read. */
export const branchSections: ReadonlySet<string> = new Set([
  ...['<IfModule', '<IfDefine', '<IfFile', '<IfDirective', '<IfSection', '<IfVersion'],
]);

/** Sections that leave no trace: their contents belong to what stands around them. */
const seeThrough: ReadonlySet<string> = new Set([...branchSections, '<Limit', '<LimitExcept']);

/** The section whose settings a line makes; `undefined` at server level. */
export function roomOf({ around }: Line): Line | undefined {
  return around.findLast((section) => !seeThrough.has(section.name) && !section.name.startsWith('<Require'));
}

/** All lines of one room in file order: those of conditionals and Limit in it are among them, nested sections as their opening lines. */
export function linesOfRoom(lines: readonly Line[]): readonly Line[] {
  return lines.flatMap((line) => (seeThrough.has(line.name) ? [line, ...linesOfRoom(line.inner)] : [line]));
}

/** The lines of a section's room, or of the whole level a line stands on. */
export function roomLines(line: Line): readonly Line[] {
  const room = roomOf(line);
  if (room) return linesOfRoom(room.inner);
  const outermost = line.around[0];
  return linesOfRoom((outermost ?? line).siblings);
}

/** Lines of one name, in any depth. */
export function* allLines(lines: readonly Line[]): Generator<Line> {
  const pending = lines.toReversed();
  for (let line = pending.pop(); line; line = pending.pop()) {
    yield line;
    for (const inner of line.inner.toReversed()) pending.push(inner);
  }
}

/** The file a span is written in. */
export const fileOf = ({ at }: Line): SourceFile => at.nameSpan.file;

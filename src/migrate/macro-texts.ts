import { posix } from 'node:path';
import { isSettingSection, type Line } from '../lint/line.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import { type Site, siteOf } from '../lint/site.js';
import { load } from '../serve/load.js';
import type { SourceFile } from '../source/file.js';
import type { TextEdit } from '../syntax/edit.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item, Section } from '../syntax/tree.js';
import type { EstateOptions } from './main.js';

/** The text of a macro as a site of its own: bytes stand where they stand in the file, and all around is blank. */
export interface MacroText {
  readonly site: Site;
  readonly file: SourceFile;
  /** Puts an edit where it belongs: what goes to the beginning or the end of the text goes to that of the macro. */
  readonly inFile: (edit: TextEdit) => TextEdit;
}

/** What a macro is used in. */
export interface MacroUse {
  /** The site that defines it. */
  readonly site: Site;
  /** Where its text stands there. */
  readonly section: Section;
  readonly uses: readonly Line[];
}

const sitesOfMacros = new WeakMap<Site, MacroUse>();

/** Whether a site is the text of a macro, whose lines may count beside others that are not seen there. */
export const isMacroText = (site: Site): boolean => sitesOfMacros.has(site);

/** What the macro is used in whose text a site is. */
export const useOfMacro = (site: Site): MacroUse | undefined => sitesOfMacros.get(site);

/** The lines of a macro's site that stand outside of it. */
export const linesAround = ({ site, section }: MacroUse): readonly Line[] =>
  site.lines.filter(({ at }) => {
    const { file, start } = at.nameSpan;
    const isOwn = file === section.span.file && start >= section.span.start && start < section.span.end;
    return !isOwn && file.pieces === undefined;
  });

/** The macros that a site defines. What a macro says is migrated as it is written, with its parameters, and not where it is used. */
export function macroTexts(site: Site, options: EstateOptions): readonly MacroText[] {
  const sections = site.files.flatMap((file) => [...macrosIn(writtenTree(file).items)]);
  if (sections.length === 0) return [];
  const uses = site.named('Use');
  return sections.flatMap((section) => {
    const text = textOf(section, { site, section, uses: usesOf(section, uses) }, options);
    return text ? [text] : [];
  });
}

function* macrosIn(items: readonly Item[]): Generator<Section> {
  for (const item of items) {
    if (item.kind !== 'section') continue;
    if (item.name.toLowerCase() === 'macro') yield item;
    else yield* macrosIn(item.items);
  }
}

/** Sections that only stand on a server's level, or around others that do. */
const ofServers =
  /^[ \t]*<(?:VirtualHost|Directory|DirectoryMatch|Location|LocationMatch|Proxy|ProxyMatch)\b/im;

function textOf(section: Section, use: MacroUse, options: EstateOptions): MacroText | undefined {
  const { file } = section.span;
  const [start, end] = [section.openSpan.end, section.close?.span.start ?? section.span.end];
  const body = file.text.slice(start, end);
  if (!section.close || body.trim() === '') return undefined;
  const alone: SourceFile = {
    path: file.path,
    text: file.text.slice(0, start).replace(/[^\n]/g, ' ') + body,
  };
  const isOfFolder = !ofServers.test(body) && !isUsedAtServerLevel(use);
  const site = siteOf(
    isOfFolder
      ? loadPerDirectory(alone, posix.dirname(posix.resolve(file.path)))
      : load(alone, { ...options, mayBePart: true, before: [], after: [] }),
  );
  sitesOfMacros.set(site, use);
  const within = (offset: number): number => Math.min(end, Math.max(start, offset));
  const inFile = ({ span, text }: TextEdit): TextEdit => ({
    span: { file, start: within(span.start), end: within(span.end) },
    text,
  });
  return { site, file, inFile };
}

/** Also in macros, whose lines count where those are used. */
const isUsedAtServerLevel = ({ uses }: MacroUse): boolean =>
  uses.some(({ around }) => !around.some(isSettingSection));

function usesOf(section: Section, uses: readonly Line[]): readonly Line[] {
  const [name = ''] = section.args.words.map(({ value }) => value.toLowerCase());
  return uses.filter(({ at }) => at.args.words[0]?.value.toLowerCase() === name);
}

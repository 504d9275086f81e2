import { bind } from '../bind/bind.js';
import type { BindOptions } from '../bind/options.js';
import { compile } from '../compile/compile.js';
import { lookUp } from '../directives/index.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { type Loaded, load } from '../serve/load.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import { parseConfig } from '../syntax/parse.js';
import type { Item, Section, Tree } from '../syntax/tree.js';

/** A text as far as it can be taken, and what was made of it on the way. */
export interface LoadedPart extends Loaded {
  /** Lines of a section that stand alone, and are read as if one for all paths stood around them. */
  readonly bare?: readonly Span[];
  /** It is a per-directory file, which no server begins with. */
  readonly isPerDirectory?: true;
  /** Lines with which a template says what is written and what not: they are read as if they were empty, and so both branches are. */
  readonly controls?: readonly Span[];
}

/**
 * Takes a text for the linter. People also write down the inside of a section alone, and templates of configurations: both are read as
 * far as they can be.
 */
export function loadPart(file: SourceFile, options: BindOptions): LoadedPart {
  const controls = controlLines(file);
  const read = controls.length === 0 ? file : without(file, controls);
  const loaded = load(read, options);
  const told = controls.length === 0 ? {} : { controls };
  const bare = bareLines(read, loaded.diagnostics);
  return bare.length === 0 ? { ...loaded, ...told } : { ...inSection(read, options), bare, ...told };
}

const controlLine =
  /^[ \t]*(?:\{%.*%\}|<%(?!=).*%>|(?:\{\{(?:[^}]|\}(?!\}))*\}\}[ \t]*)+|@@?\w+@@?)[ \t]*\r?$/;

function controlLines(file: SourceFile): readonly Span[] {
  const { text } = file;
  if (!/\{%|<%|\{\{|^[ \t]*@/m.test(text)) return [];
  const found: Span[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (controlLine.test(line)) found.push({ file, start, end: start + line.length });
    start += line.length + 1;
  }
  return found;
}

/** Every byte keeps its place. */
function without(file: SourceFile, lines: readonly Span[]): SourceFile {
  let text = '';
  let from = 0;
  for (const { start, end } of lines) {
    text += file.text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return { ...file, text: text + file.text.slice(from) };
}

/** The misplaced lines of a text that has nothing but what belongs into a section. */
function bareLines(file: SourceFile, diagnostics: readonly Diagnostic[]): readonly Span[] {
  const misplaced = diagnostics.flatMap(({ code, span }) =>
    code === 'not-allowed-here' && span?.file === file ? [span] : [],
  );
  if (misplaced.length === 0) return [];
  const { items } = parseConfig(file).value;
  if (items.some((item) => item.kind === 'blank' && item.stray)) return [];
  const top = items.flatMap(topLevel);
  if (!top.every(belongsInSection)) return [];
  const isTop = (span: Span): boolean => top.some((item) => item.nameSpan.start === span.start);
  return misplaced.filter(isTop);
}

type Line = Extract<Item, { kind: 'directive' | 'section' }>;

/** Conditionals belong to what stands around them. */
function topLevel(item: Item): readonly Line[] {
  if (item.kind !== 'directive' && item.kind !== 'section') return [];
  const [known] = lookUp(item.name, item.kind);
  const isBranch = item.kind === 'section' && known?.definition.kind === 'section';
  return isBranch && known.definition.opens === 'branch' ? item.items.flatMap(topLevel) : [item];
}

function belongsInSection({ name, kind }: Line): boolean {
  const definitions = lookUp(name, kind).map(({ definition }) => definition);
  if (definitions.length === 0) return true;
  return definitions.some(
    (definition) =>
      definition.in.includes('section') ||
      definition.in.some((scope) => scope !== 'server' && scope !== 'proxy'),
  );
}

function inSection(file: SourceFile, options: BindOptions): Loaded {
  const parsed = parseConfig(file);
  const bound = bind(file, wrapped(parsed.value), options);
  const compiled = compile(bound.value);
  return {
    file,
    bound: bound.value,
    ruleset: compiled.value && withoutFrame(compiled.value),
    diagnostics: [...parsed.diagnostics, ...bound.diagnostics, ...compiled.diagnostics],
  };
}

/** Messages name no section that nobody has written. */
function withoutFrame(ruleset: Ruleset): Ruleset {
  const { host, files } = ruleset;
  const locations = host.locations.map((section) =>
    files[section.from.file] === frame.span.file.path
      ? { ...section, title: 'the section of these lines' }
      : section,
  );
  return { ...ruleset, host: { ...host, locations } };
}

const frame = parseConfig({ path: '<section>', text: '<Location "/">\n</Location>\n' }).value;

function wrapped(tree: Tree): Tree {
  const around = frame.items.find((item): item is Section => item.kind === 'section')!;
  return { ...tree, items: [{ ...around, items: tree.items }] };
}

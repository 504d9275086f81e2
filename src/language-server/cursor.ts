import { lookUp } from '../directives/index.js';
import type { SourceFile } from '../source/file.js';
import { type LineText, lineAt, readItem } from '../syntax/items.js';
import { cutWord } from '../syntax/words.js';
import { linesApart, type Mark, marksOf, type OpenSection } from './marks.js';

/** A word that is being written: its text up to the cursor, without a quote at its start. */
export interface Typed {
  readonly text: string;
  readonly quoted: boolean;
}

/** Where somebody is writing. */
export interface Cursor {
  /** The byte offset. */
  readonly at: number;
  /** The innermost last. */
  readonly sections: readonly OpenSection[];
  /** The line up to the cursor as httpd joins it, without the blanks at its start. */
  readonly before: string;
  readonly typed: Typed;
  /** The values of the words in front of the one that is written, the directive's name first. */
  readonly words: readonly string[];
}

/** Looks at what stands around a byte offset; linear in what stands before it. */
export function cursorAt(file: SourceFile, at: number): Cursor {
  const { sections, start } = openAt(file, at);
  const cut = { path: file.path, text: file.text.slice(0, at) };
  const { text } = lineAt(cut, start);
  const blank = /[ \t\r\n]$/.test(cut.text.slice(start)) && text !== '';
  const before = blank ? `${text} ` : text;
  return { at, sections, before, ...wordsBefore(before) };
}

function wordsBefore(before: string): Pick<Cursor, 'typed' | 'words'> {
  const words: string[] = [];
  for (let word = cutWord(before, 0); word; word = cutWord(before, word.next)) {
    const open = word.quote !== '' && !word.closed;
    if (word.end === before.length && (open || word.quote === ''))
      return { words, typed: { text: before.slice(word.start + (open ? 1 : 0)), quoted: open } };
    words.push(word.value);
  }
  return { words, typed: { text: '', quoted: false } };
}

/** The sections that are open at an offset, and the start of the line that it is on. */
function openAt(file: SourceFile, at: number): Mark {
  const marks = marksOf(file);
  const from = marks.findLast(({ start }) => start <= at)!;
  const sections = [...from.sections];
  let { start } = from;
  for (let passed = 1; start < at; passed += 1) {
    const line = lineAt(file, start);
    const { end } = line.span;
    if (end > at || (end === at && file.text[end - 1] !== '\n')) break;
    step(sections, line);
    start = end;
    if (passed % linesApart === 0 && start > marks.at(-1)!.start)
      marks.push({ start, sections: [...sections] });
  }
  return { sections, start };
}

/** A text with more open sections is broken; looking for the partner of each close must not take long. */
const deepest = 500;

/** A line as far as sections go; a close that fits none is passed over. */
function step(sections: OpenSection[], line: LineText): void {
  if (!line.text.startsWith('<') && !line.text.startsWith('"<') && !line.text.startsWith("'<")) return;
  const item = readItem(line);
  if (item?.kind === 'section' && sections.length < deepest)
    sections.push({ name: lookUp(item.name, 'section')[0]?.name ?? item.name, words: item.args.words });
  if (item?.kind !== 'close') return;
  const name = item.name.toLowerCase();
  const index = sections.findLastIndex((section) => section.name.toLowerCase() === name);
  if (index !== -1) sections.length = index;
}

/** The logical line that a byte offset is on. */
export function lineWith(file: SourceFile, at: number): LineText {
  return lineAt(file, openAt(file, at).start);
}

import { readLogicalLine } from '../../grammar/lines.js';
import type { Span } from '../source/file.js';
import type { Edit, TextEdit } from './edit.js';
import { placeOf } from './edit-place.js';
import { reread } from './edit-reread.js';
import { writeWord, writeWords } from './edit-words.js';
import { spanText } from './print.js';
import type { Directive, Section, Word } from './tree.js';
import { cutWord, spanByRuns } from './words.js';

type Named = Directive | Section;

/** Gives a directive another name, or a section in both of its tags. */
export function rename(item: Named, name: string): Edit {
  const { item: written } = placeOf(item);
  const edits: TextEdit[] = [{ span: written.nameSpan, text: name }];
  const read = rereadLine(written, edits);
  const same = read?.name === name && sameValues(valuesOf(read), valuesOf(written));
  if (!same) return { problem: `${JSON.stringify(name)} cannot be written as a name here` };
  if (written.kind === 'directive') return { edits };
  if (!written.close) return { problem: `<${written.name}> was not closed` };
  const both = [...edits, { span: closingName(written.close.span), text: name }];
  const [section, ...more] = reread(written.span, both);
  const whole = section?.kind === 'section' && section.items.length === written.items.length;
  if (whole && more.length === 0 && section.close?.name === name) return { edits: both };
  return { problem: `another section that is not closed would get the end of <${name}>` };
}

/**
 * Gives a directive or section these arguments, as values. Words that keep their value keep their bytes, quotes and continuation
 * lines; changed ones keep their quotes. Values are those of the written words, before variables are replaced.
 */
export function setArguments(item: Named, values: readonly string[]): Edit {
  const { item: written } = placeOf(item);
  for (const edits of [changeWords(written, values), rewriteLine(written, writeWords(values))]) {
    const read = edits && rereadLine(written, edits);
    if (edits && read?.name === written.name && sameValues(valuesOf(read), values)) return { edits };
  }
  return { problem: `${JSON.stringify(values)} cannot be written as the arguments of ${written.name}` };
}

/** Gives one argument (from 0) another value. */
export function setWord(item: Named, index: number, value: string): Edit {
  const values = valuesOf(placeOf(item).item);
  if (index < 0 || index >= values.length) return { problem: `${item.name} has no argument ${index}` };
  return setArguments(item, values.with(index, value));
}

/** Gives a directive or section this text as its arguments, as directives that cut no words take it. */
export function setRawArguments(item: Named, raw: string): Edit {
  const { item: written } = placeOf(item);
  for (const edits of [[{ span: written.args.span, text: raw }], rewriteLine(written, raw)]) {
    const read = edits && rereadLine(written, edits);
    if (edits && read?.name === written.name && read.args.raw === raw) return { edits };
  }
  return { problem: `${JSON.stringify(raw)} cannot be written as the arguments of ${written.name}` };
}

function valuesOf({ args }: Named): readonly string[] {
  return args.words.map(({ value }) => value);
}

function sameValues(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}

/** Replaces what stands between the words that stay at the beginning and those that stay at the end. */
function changeWords(item: Named, values: readonly string[]): readonly TextEdit[] | undefined {
  const old = item.args.words;
  const [head, tail] = unchanged(old, values);
  const gone = old.slice(head, old.length - tail);
  const wanted = values.slice(head, values.length - tail);
  if (gone.length === wanted.length) return replaceWords(gone, wanted);
  const text = writeWords(wanted);
  if (text === undefined) return undefined;
  const { file } = item.span;
  const [before, after] = [old[head - 1], old[old.length - tail]];
  const start = before?.span.end ?? item.nameSpan.end;
  const edit = (from: number, to: number, put: string): readonly TextEdit[] => [
    { span: { file, start: from, end: to }, text: put },
  ];
  if (gone.length === 0) return edit(start, start, ` ${text}`);
  if (wanted.length > 0) return edit(gone[0]!.span.start, gone.at(-1)!.span.end, text);
  return after ? edit(gone[0]!.span.start, after.span.start, '') : edit(start, gone.at(-1)!.span.end, '');
}

function replaceWords(words: readonly Word[], values: readonly string[]): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const [index, { value, quote, span }] of words.entries()) {
    const text = writeWord(values[index]!, quote);
    if (text === undefined) return undefined;
    if (value !== values[index]) edits.push({ span, text });
  }
  return edits;
}

/** How many words stay the same at the beginning and, of the rest, at the end. */
function unchanged(words: readonly Word[], values: readonly string[]): readonly [number, number] {
  const most = Math.min(words.length, values.length);
  let head = 0;
  while (head < most && words[head]!.value === values[head]) head += 1;
  let tail = 0;
  while (tail < most - head && words.at(-1 - tail)!.value === values.at(-1 - tail)) tail += 1;
  return [head, tail];
}

/** The whole line anew, for arguments that cannot be changed word by word: behind an open quote, say. */
function rewriteLine(item: Named, raw: string | undefined): readonly TextEdit[] | undefined {
  if (raw === undefined) return undefined;
  const { file, start } = item.span;
  const { text, runs } = readLogicalLine(file.text, start);
  const span = spanByRuns(file, runs, 0, text.length);
  const args = raw === '' ? '' : ` ${raw}`;
  if (item.kind === 'directive') return [{ span, text: spanText(item.nameSpan) + args }];
  const end = item.terminated ? `>${item.after}` : '';
  return [{ span, text: `<${item.name}${args}${end}` }];
}

/** The item that a changed line gives; undefined when it gives no single one, or reaches into the next line. */
function rereadLine(item: Named, edits: readonly TextEdit[]): Named | undefined {
  const span = item.kind === 'section' ? item.openSpan : item.span;
  const follows = span.end < span.file.text.length;
  const [read, ...more] = reread(span, edits, follows ? '#' : '');
  const rest = read?.kind === 'section' ? [...read.items, ...more] : more;
  const whole = rest.length === Number(follows) && (!follows || rest[0]?.kind === 'comment');
  if (!whole || read?.kind !== item.kind) return undefined;
  return tagOf(read as Named) === tagOf(item) ? (read as Named) : undefined;
}

/** What an edit of a section's opening line must leave alone. */
function tagOf(item: Named): string {
  return item.kind === 'section' ? `${item.terminated} ${item.after}` : '';
}

function closingName({ file, start }: Span): Span {
  const line = readLogicalLine(file.text, start);
  const { value, quote, closed, start: from, end } = cutWord(line.text, 0)!;
  const quotes = quote === '' ? 0 : 1;
  const bracket = value.endsWith('>') ? 1 : 0;
  return spanByRuns(file, line.runs, from + quotes + 2, end - (closed ? quotes : 0) - bracket);
}

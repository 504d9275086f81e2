import { textOf } from '../source/decode.js';
import type { Span } from '../source/file.js';
import { readItem } from '../syntax/items.js';
import type { Closing, Directive, Section, Word } from '../syntax/tree.js';
import { lineWith } from './cursor.js';
import type { View } from './view.js';

/** What is under the mouse. Texts are for people, places are bytes. */
export type WordAt =
  | { readonly kind: 'variable'; readonly name: string; readonly span: Place }
  | { readonly kind: 'expression'; readonly text: string; readonly span: Place }
  | { readonly kind: 'rule'; readonly id: string; readonly span: Place }
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly of: 'directive' | 'section';
      readonly span: Place;
    }
  | {
      readonly kind: 'argument';
      readonly item: Directive | Section;
      readonly index: number;
      readonly span: Place;
    };

type Place = Pick<Span, 'start' | 'end'>;

/** Looks at the word at a byte offset. */
export function wordAt({ file }: View, at: number): WordAt | undefined {
  const line = lineWith(file, at);
  if (line.text.startsWith('#')) return ruleIn(file.text, at);
  const braced = bracedAt(file.text, at);
  if (braced) return braced;
  const item = readItem(line);
  if (!item) return undefined;
  if (item.kind === 'close') return closingAt(item, file.text, at);
  if (holds(item.nameSpan, at)) return { kind: 'name', name: item.name, of: item.kind, span: item.nameSpan };
  const index = item.args.words.findIndex(({ span }: Word) => holds(span, at));
  if (index === -1) return undefined;
  return { kind: 'argument', item, index, span: item.args.words[index]!.span };
}

const holds = ({ start, end }: Place, at: number): boolean => at >= start && at <= end;

function closingAt({ name, span }: Closing, text: string, at: number): WordAt | undefined {
  const start = text.indexOf('</', span.start) + 2;
  const place = { start, end: start + name.length };
  return holds(place, at) ? { kind: 'name', name, of: 'section', span: place } : undefined;
}

/** `${NAME}` or `%{…}` around an offset, on one physical line. */
function bracedAt(text: string, at: number): WordAt | undefined {
  for (const { 0: all, 1: sign, 2: inner = '', index } of matchesOnLine(text, at, /([$%])\{([^{}]*)\}/g)) {
    const span = { start: index, end: index + all.length };
    if (!holds(span, at)) continue;
    if (sign === '$') return { kind: 'variable', name: textOf(inner), span };
    return { kind: 'expression', text: textOf(inner), span };
  }
  return undefined;
}

function ruleIn(text: string, at: number): WordAt | undefined {
  const [first] = matchesOnLine(text, at, /kerbgate-(?:disable-next-line|disable|enable)\b([^\n]*)/g);
  if (!first) return undefined;
  const list = first[1]!.split('--', 1)[0]!;
  const from = first.index + first[0].length - first[1]!.length;
  for (const { 0: id, index } of list.matchAll(/[a-z0-9-]+/g)) {
    const span = { start: from + index, end: from + index + id.length };
    if (holds(span, at)) return { kind: 'rule', id, span };
  }
  return undefined;
}

/** Lines are looked at only so far. */
const longestLine = 20_000;

/** Matches on the physical line of an offset; their `index` is that in the text. */
function matchesOnLine(text: string, at: number, pattern: RegExp): readonly RegExpExecArray[] {
  const start = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - longestLine);
  const found = text.indexOf('\n', at);
  const end = Math.min(found === -1 ? text.length : found, at + longestLine);
  return [...text.slice(start, end).matchAll(pattern)].map((match) => {
    match.index += start;
    return match;
  });
}

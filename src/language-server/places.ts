import { display } from '../report/display.js';
import type { SourceFile, Span } from '../source/file.js';
import { lineAt, readItem } from '../syntax/items.js';

/** A place in one file where a name stands: in the line that makes it, or in one that uses it. */
export interface NameAt {
  readonly kind: 'define' | 'macro';
  readonly role: 'made' | 'used';
  readonly name: string;
  /** Of a Define its value, of a macro its parameters; for people. */
  readonly text: string;
  /** The name alone, without quotes. */
  readonly span: Span;
  /** Whether the name stands there letter by letter, and not as the outcome of a variable or a parameter. */
  readonly isPlain: boolean;
}

const longestText = 200;

/** Lines whose first argument is a name. */
const naming: Readonly<Record<string, Pick<NameAt, 'kind' | 'role'>>> = {
  define: { kind: 'define', role: 'made' },
  ifdefine: { kind: 'define', role: 'used' },
  undefine: { kind: 'define', role: 'used' },
  macro: { kind: 'macro', role: 'made' },
  use: { kind: 'macro', role: 'used' },
  undefmacro: { kind: 'macro', role: 'used' },
};

/** What kind of name the first argument of a line is, by the line's name. */
export const nameKindOf = (line: string): NameAt['kind'] | undefined => naming[line.toLowerCase()]?.kind;

/** The Define lines and macros of a file as it is written, in its order; no more than `most`. */
export function namesMadeIn(file: SourceFile, most = 5000): readonly NameAt[] {
  return named(file, /^[ \t]*["']?(?:define|<macro)["']?[ \t]/gim, most);
}

/** All places of names in a file, also in the text of macros; no more than `most`. */
export function namesIn(file: SourceFile, most: number): readonly NameAt[] {
  const lines = /^[ \t]*["']?(?:define|undefine|use|undefmacro|<macro|<ifdefine)["']?[ \t]/gim;
  return [...named(file, lines, most), ...variablesIn(file, most)].slice(0, most);
}

/** Texts are looked through without taking them apart: they may be large, and somebody is typing. */
function named(file: SourceFile, lines: RegExp, most: number): readonly NameAt[] {
  const found: NameAt[] = [];
  for (const { index } of file.text.matchAll(lines)) {
    if (found.length === most) break;
    const made = lineStart(file.text, index) === index ? nameAt(file, index) : undefined;
    if (made) found.push(made);
  }
  return found;
}

function nameAt(file: SourceFile, start: number): NameAt | undefined {
  const item = readItem(lineAt(file, start));
  if (item?.kind !== 'directive' && item?.kind !== 'section') return undefined;
  const [first, ...rest] = item.args.words;
  const what = naming[item.name.toLowerCase()];
  if (!first || !what) return undefined;
  const name = what.kind === 'define' ? first.value.replace(/^!/, '') : first.value;
  const from = first.span.start + first.quote.length + (first.value.length - name.length);
  const span = { file, start: from, end: from + name.length };
  const text = rest.map(({ value }) => value).join(' ');
  const isPlain = file.text.slice(from, span.end) === name && /^[^${}@%]*$/.test(name);
  return { ...what, name: display(name), text: display(text.slice(0, longestText)), span, isPlain };
}

function variablesIn(file: SourceFile, most: number): readonly NameAt[] {
  const found: NameAt[] = [];
  for (const { index, 1: name = '' } of file.text.matchAll(/\$\{([^{}\n]+)\}/g)) {
    if (found.length === most) break;
    if (/^[ \t]*#/.test(file.text.slice(lineStart(file.text, index), index))) continue;
    const span = { file, start: index + 2, end: index + 2 + name.length };
    found.push({ kind: 'define', role: 'used', name: display(name), text: '', span, isPlain: true });
  }
  return found;
}

/** So many continued lines are followed back. */
const mostContinued = 1000;

/** Where the line begins that httpd joins a place into. */
function lineStart(text: string, at: number): number {
  let start = text.lastIndexOf('\n', at - 1) + 1;
  for (
    let passed = 0;
    passed < mostContinued && /\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start));
    passed += 1
  )
    start = text.lastIndexOf('\n', start - 2) + 1;
  return start;
}

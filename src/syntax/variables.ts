import type { Diagnostic, Staged } from '../source/diagnostic.js';
import type { Span } from '../source/file.js';
import { lastAtMost } from '../source/last-at-most.js';
import type { LineText } from './items.js';
import type { Arguments } from './tree.js';
import { type Locate, locateInArguments, makeArguments } from './words.js';

/** The value of a configuration variable, as bytes; undefined when there is none. */
export type VariableLookup = (name: string) => string | undefined;

/** A part of a rewritten text: `text` stands for the range `start` to `end` of the original. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The name of the variable whose use this is. */
  readonly name?: string;
  /** The variable has no value and therefore stays as it was written. */
  readonly undefinedName?: string;
}

/** A variable that was replaced, and where. */
export interface VariableUse {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
}

/** What became of a text with variables, and which ones were in it. */
export interface Expanded<T> extends Staged<T> {
  readonly uses: readonly VariableUse[];
}

/** Looks a name up as httpd does: Define first, whose names know no case, then the environment. */
export function lookupIn(
  defines: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, string | undefined>>,
): VariableLookup {
  const byName = new Map([...defines].map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byName.get(name.toLowerCase()) ?? toBytes(environment[name]);
}

/** Whether a text may hold a variable. */
export function hasVariable(text: string): boolean {
  return text.includes('${');
}

/**
 * Arguments with their `${VAR}` replaced, cut into words anew, as httpd expands the line before it cuts words: a value may
 * bring blanks and quotes. Spans lead to the use. A variable without a value stays, with httpd's warning.
 */
export function expandArguments(args: Arguments, lookup: VariableLookup): Expanded<Arguments> {
  if (!hasVariable(args.raw)) return { value: args, diagnostics: [], uses: [] };
  const pieces = expandText(args.raw, lookup);
  return { value: rewriteArguments(args, pieces), ...usesIn(pieces, locateInArguments(args)) };
}

/** A whole line with its `${VAR}` replaced. */
export function expandLine(line: LineText, lookup: VariableLookup): Expanded<LineText> {
  const pieces = expandText(line.text, lookup);
  const value: LineText = {
    text: joined(pieces),
    locate: locateInPieces(pieces, line.text, line.locate),
    span: line.span,
  };
  return { value, ...usesIn(pieces, line.locate) };
}

function usesIn(pieces: readonly Piece[], locate: Locate): Omit<Expanded<unknown>, 'value'> {
  const uses: VariableUse[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { name, text, undefinedName, start, end } of pieces) {
    if (name !== undefined) uses.push({ name, value: text, span: locate(start, end) });
    if (undefinedName !== undefined && !undefinedName.includes(':'))
      diagnostics.push(notDefined(undefinedName, locate(start, end)));
  }
  return { uses, diagnostics };
}

/** The pieces of a text with its `${VAR}` replaced; values are not expanded again. */
export function expandText(text: string, lookup: VariableLookup): readonly Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  for (let use = findUse(text, 0); use; use = findUse(text, done)) {
    if (use.start > done) pieces.push({ text: text.slice(done, use.start), start: done, end: use.start });
    const name = text.slice(use.start + 2, use.end - 1);
    const value = lookup(name);
    pieces.push(
      value === undefined
        ? { text: `\${${name}}`, undefinedName: name, ...use }
        : { text: value, name, ...use },
    );
    done = use.end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), start: done, end: text.length });
  return pieces;
}

/** The next `${…}`, which ends at the first brace whatever stands before it. */
function findUse(text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  const start = text.indexOf('${', from);
  const end = start === -1 ? 0 : text.indexOf('}', start) + 1;
  return end === 0 ? undefined : { start, end };
}

/** Arguments whose `raw` was replaced piece by piece (variables, macros); every word leads to where its pieces stood. */
export function rewriteArguments(args: Arguments, pieces: readonly Piece[]): Arguments {
  return makeArguments(joined(pieces), args.span, locateInPieces(pieces, args.raw, locateInArguments(args)));
}

function joined(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function locateInPieces(pieces: readonly Piece[], original: string, locate: Locate): Locate {
  const positions: number[] = [];
  let length = 0;
  for (const { text } of pieces) {
    positions.push(length);
    length += text.length;
  }
  const place = (position: number): Span => {
    const index = lastAtMost(positions, position);
    const { text, start, end } = pieces[index]!;
    if (original.slice(start, end) !== text) return locate(start, end);
    const at = start + position - positions[index]!;
    return locate(at, at + 1);
  };
  return (start, end) => ({ ...place(start), end: place(Math.max(start, end - 1)).end });
}

function notDefined(name: string, span: Span): Diagnostic {
  return {
    code: 'variable-undefined',
    severity: 'warning',
    stage: 'syntax',
    span,
    message: `AH00111: Config variable \${${name}} is not defined`,
    why: 'httpd leaves the text as it is.',
    ...(/^APACHE_/.test(name) && {
      hint: "Debian's apache2ctl sets it for httpd: run `. /etc/apache2/envvars` before this, or write a Define",
    }),
  };
}

function toBytes(value: string | undefined): string | undefined {
  return value === undefined ? undefined : Buffer.from(value, 'utf8').toString('latin1');
}

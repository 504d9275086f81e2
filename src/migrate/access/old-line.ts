import type { AccessOperandArgument } from '../../directives/access-words.js';
import { accessOperand } from '../../directives/access-words.js';
import { type Line, valuesOf } from '../../lint/line.js';
import { writtenAt } from '../../source/written.js';
import { parseConfig } from '../../syntax/parse.js';

/** An operand of Allow or Deny: what it means, and how it is written. */
export interface Operand {
  readonly meaning: AccessOperandArgument;
  /** With the variables that the line has. */
  readonly text: string;
}

/** What a line of 2.2's access control says. */
export type OldLine =
  | { readonly says: 'order'; readonly order: 'allow,deny' | 'deny,allow' }
  | { readonly says: 'allow' | 'deny'; readonly operands: readonly Operand[] }
  | { readonly says: 'satisfy'; readonly any: boolean };

export const oldNames: ReadonlySet<string> = new Set(['Order', 'Allow', 'Deny', 'Satisfy']);

/** Reads a line; `undefined` where httpd refuses it. */
export function readOldLine(line: Line): OldLine | undefined {
  const values = valuesOf(line);
  const [first = ''] = values;
  const word = first.toLowerCase();
  switch (line.name) {
    case 'Order':
      if (values.length !== 1) return undefined;
      // Whoever is in neither list is refused in both.
      if (word === 'mutual-failure') return { says: 'order', order: 'allow,deny' };
      return word === 'allow,deny' || word === 'deny,allow' ? { says: 'order', order: word } : undefined;
    case 'Satisfy':
      if (values.length !== 1 || (word !== 'any' && word !== 'all')) return undefined;
      return { says: 'satisfy', any: word === 'any' };
    case 'Allow':
    case 'Deny': {
      const operands = word === 'from' && values.length > 1 ? operandsOf(line, values) : undefined;
      return operands && { says: line.name === 'Allow' ? 'allow' : 'deny', operands };
    }
    default:
      return undefined;
  }
}

function operandsOf(line: Line, values: readonly string[]): readonly Operand[] | undefined {
  const texts = writtenWords(line);
  // A variable that stands for several words: they are written as they are.
  const isEach = texts.length === values.length;
  const operands: Operand[] = [];
  const whole = isEach ? undefined : wholeVariable(line, texts, values);
  if (whole) return [whole];
  for (const [index, value] of values.entries()) {
    if (index === 0) continue;
    const read = accessOperand(value, line.name);
    if ('problem' in read) return undefined;
    operands.push({ meaning: read.value, text: isEach ? texts[index]! : value });
  }
  return operands;
}

/** One variable that stands for several addresses, or several names. */
function wholeVariable(line: Line, texts: readonly string[], values: readonly string[]): Operand | undefined {
  const read = values.slice(1).map((value) => accessOperand(value, line.name));
  const meanings = read.flatMap((each) => ('value' in each ? [each.value] : []));
  const [first] = meanings;
  const isOneKind = meanings.length === read.length && meanings.every(({ kind }) => kind === first?.kind);
  if (texts.length !== 2 || !first || !isOneKind || (first.kind !== 'ip' && first.kind !== 'host'))
    return undefined;
  return { meaning: first, text: texts[1]! };
}

/** The words of a line as they are written, variables and parameters of macros among them. */
export function writtenWords(line: Line): readonly string[] {
  const { file, start, end } = writtenAt(line.at.args.span);
  const text = `X ${file.text.slice(start, end)}`;
  const [item] = parseConfig({ path: '<words>', text }).value.items;
  if (item?.kind !== 'directive') return [];
  return item.args.words.map(({ span }) => text.slice(span.start, span.end).replace(/\\\r?\n/g, ''));
}

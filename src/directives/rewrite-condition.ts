import type { ConditionArgument } from './expression.js';
import { atoi } from './known/judge.js';
import { cutFlags } from './rewrite-line.js';

type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** What the second word of a RewriteCond asks; a condition of `expr` is parsed where it is checked. */
export type ConditionTest =
  | { readonly kind: 'pattern'; readonly pattern: string; readonly ignoreCase: boolean }
  | { readonly kind: 'path'; readonly is: 'file' | 'filled' | 'folder' | 'executable' | 'link' }
  | { readonly kind: 'served'; readonly as: 'uri' | 'file' }
  | {
      readonly kind: 'text';
      readonly operator: Comparison;
      readonly text: string;
      readonly ignoreCase?: boolean;
    }
  | { readonly kind: 'number'; readonly operator: Comparison; readonly number: number }
  | { readonly kind: 'expression'; readonly condition: ConditionArgument };

/** What a RewriteCond line says. */
export interface ConditionArguments {
  readonly text: string;
  readonly test: ConditionTest;
  readonly negated: boolean;
  readonly orNext: boolean;
  readonly noVary: boolean;
  /** NC stands where it means nothing. */
  readonly idleCase: boolean;
}

/** Reads a condition whose line and flags were judged to be sound; `expression` is what `expr` is followed by. */
export function readCondition(
  first: string,
  second: string,
  last: string | undefined,
  expression: ConditionArgument | undefined,
): ConditionArguments {
  const flags = (last === undefined ? [] : (cutFlags(last) ?? [])).map(({ name }) => name.toLowerCase());
  const has = (...names: readonly string[]) => names.some((name) => flags.includes(name));
  const ignoreCase = has('nc', 'nocase');
  const inverted = second.startsWith('!');
  const asked = inverted ? second.slice(1) : second;
  const unequal = !expression && /^-ne./s.test(asked);
  const test: ConditionTest = expression
    ? { kind: 'expression', condition: expression }
    : testOf(asked, ignoreCase);
  return {
    text: first,
    test,
    negated: inverted !== unequal,
    orNext: has('or', 'ornext'),
    noVary: has('nv', 'novary'),
    idleCase: ignoreCase && test.kind !== 'pattern' && test.kind !== 'text',
  };
}

const paths: Readonly<Record<string, ConditionTest>> = {
  '-f': { kind: 'path', is: 'file' },
  '-s': { kind: 'path', is: 'filled' },
  '-d': { kind: 'path', is: 'folder' },
  '-x': { kind: 'path', is: 'executable' },
  '-h': { kind: 'path', is: 'link' },
  '-l': { kind: 'path', is: 'link' },
  '-L': { kind: 'path', is: 'link' },
  '-U': { kind: 'served', as: 'uri' },
  '-F': { kind: 'served', as: 'file' },
};

const numbers: Readonly<Record<string, Comparison>> = {
  lt: '<',
  le: '<=',
  eq: '=',
  ne: '=',
  ge: '>=',
  gt: '>',
};

function testOf(asked: string, ignoreCase: boolean): ConditionTest {
  const path = Object.hasOwn(paths, asked) ? paths[asked] : undefined;
  if (path) return path;
  const [, number, operand] = /^-(lt|le|eq|ne|ge|gt)(.+)$/s.exec(asked) ?? [];
  if (number !== undefined) return { kind: 'number', operator: numbers[number]!, number: atoi(operand!) };
  const [, sign, rest] = /^([<>]=?|=)(.*)$/s.exec(asked.length > 1 ? asked : '') ?? [];
  if (sign === undefined) return { kind: 'pattern', pattern: asked, ignoreCase };
  const text = sign === '=' && rest === '""' ? '' : rest!;
  return { kind: 'text', operator: sign as Comparison, text, ...(ignoreCase ? { ignoreCase } : {}) };
}

import type { NewItem } from '../../syntax/edit-render.js';

/** Who may, as Require lines say it. */
export type Expression =
  | { readonly kind: 'granted' | 'denied' }
  /** One Require line of ours. */
  | { readonly kind: 'test'; readonly negated: boolean; readonly words: string }
  /** A Require line or container that was there before: kept as it is written. */
  | { readonly kind: 'written'; readonly item: NewItem }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Expression[] };

export const granted: Expression = { kind: 'granted' };
export const denied: Expression = { kind: 'denied' };

/** All of some expressions; what is written by the user stays even where it no longer matters. */
export function allOf(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === 'all' ? part.parts : [part]));
  const telling = flat.filter(({ kind }) => kind !== 'granted');
  const isDenied = telling.some(({ kind }) => kind === 'denied');
  if (isDenied && !telling.some(isWritten)) return denied;
  const unique = isDenied ? [denied, ...telling.filter(isWritten)] : withoutRepeats(telling);
  if (unique.length === 0) return granted;
  // httpd refuses a container with nothing but negations.
  if (unique.every(isNegated)) return { kind: 'all', parts: [granted, ...unique] };
  return unique.length === 1 ? unique[0]! : { kind: 'all', parts: unique };
}

/** Any of some expressions; likewise. */
export function anyOf(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === 'any' ? part.parts : [part]));
  const telling = flat.filter(({ kind }) => kind !== 'denied');
  const isGranted = telling.some(({ kind }) => kind === 'granted');
  if (isGranted && !telling.some(isWritten)) return granted;
  const kept = isGranted ? [granted, ...telling.filter(isWritten)] : withoutRepeats(telling);
  if (kept.length === 0) return denied;
  return kept.length === 1 ? kept[0]! : { kind: 'any', parts: kept };
}

function isWritten(part: Expression): boolean {
  return part.kind === 'written' || ('parts' in part && part.parts.some(isWritten));
}

const isNegated = (part: Expression): boolean => part.kind === 'test' && part.negated;

function withoutRepeats(parts: readonly Expression[]): readonly Expression[] {
  const byText = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...byText.values()];
}

/** Whether two expressions are written alike. */
export const sameExpression = (one: Expression, other: Expression): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The lines of an expression where several lines are an OR, as in a section. */
export function linesOf(expression: Expression): readonly NewItem[] {
  if (expression.kind === 'any') return expression.parts.map((part) => lineOf(inAny(part)));
  return [lineOf(inAny(expression))];
}

/** A negation stands only in RequireAll. */
const inAny = (part: Expression): Expression =>
  isNegated(part) ? { kind: 'all', parts: [granted, part] } : part;

function lineOf(part: Expression): NewItem {
  switch (part.kind) {
    case 'granted':
    case 'denied':
      return { kind: 'directive', name: 'Require', args: `all ${part.kind}` };
    case 'test':
      return { kind: 'directive', name: 'Require', args: `${part.negated ? 'not ' : ''}${part.words}` };
    case 'written':
      return part.item;
    case 'all':
      return { kind: 'section', name: 'RequireAll', args: '', items: part.parts.map(lineOf) };
    case 'any':
      return { kind: 'section', name: 'RequireAny', args: '', items: linesOf(part) };
  }
}

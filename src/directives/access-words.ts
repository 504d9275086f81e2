import { addressRange } from './address.js';
import type { WordType } from './args.js';

/** One operand of Allow or Deny. */
export type AccessOperandArgument =
  | { readonly kind: 'all' }
  | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
  | { readonly kind: 'ip'; readonly range: string }
  | { readonly kind: 'host'; readonly name: string };

/** The word `from` that Allow and Deny begin with. */
export const from: WordType<'from'> = (value) =>
  value.toLowerCase() === 'from'
    ? { value: 'from' }
    : { problem: "allow and deny must be followed by 'from'" };

/** Tried in httpd's order: a variable, `all`, an address, a host name. */
export const accessOperand: WordType<AccessOperandArgument> = (value) => {
  const variable = /^env=(!?)(.*)$/is.exec(value);
  if (variable) return { value: { kind: 'env', name: variable[2]!, negated: variable[1] === '!' } };
  if (value.toLowerCase() === 'all') return { value: { kind: 'all' } };
  const range = addressRange(value);
  if (range === 'ok') return { value: { kind: 'ip', range: value } };
  if (range !== 'not-an-address') return { problem: range.problem };
  if (value.includes('/')) return { problem: 'An IP address was expected' };
  if (value.includes('#'))
    return { problem: 'No comments are allowed here', hint: 'put the comment on a line of its own' };
  return { value: { kind: 'host', name: value } };
};

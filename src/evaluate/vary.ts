import type { Exchange } from './exchange.js';

/** Fields a condition has looked at since `startVary`; evaluation of one condition never runs inside another. */
const seen: string[] = [];

/** Begins a condition: nothing has been looked at. */
export function startVary(): void {
  if (seen.length > 0) seen.length = 0;
}

/** A condition looked at a request field; the Host field never counts (RFC 9110 §12.5.5). */
export function noteVary(field: string): void {
  if (field.toLowerCase() !== 'host') seen.push(field);
}

/** Ends a condition that has a result: the response varies by what it looked at. */
export function finishVary(exchange: Exchange): void {
  for (const field of seen) {
    if (!isListed(exchange.responseFields.get('Vary'), field)) exchange.responseFields.merge('Vary', field);
  }
}

function isListed(list: string | undefined, field: string): boolean {
  if (list === undefined) return false;
  const lower = field.toLowerCase();
  return list.split(',').some((name) => name.trim().toLowerCase() === lower);
}

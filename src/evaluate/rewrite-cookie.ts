import { int32Of } from '../directives/known/numbers.js';
import type { Exchange } from './exchange.js';

/** Names of the cookies that rules have set for a client's request. */
const setFor = new WeakMap<Exchange, Set<string>>();

/**
 * Carries out one CO flag: name, value and domain, then minutes of life, path, Secure, HttpOnly and SameSite, parted by colons, or by
 * semicolons when one stands first. The first cookie of a name counts for the whole request.
 */
export function setCookie(exchange: Exchange, written: string): void {
  const separator = written.startsWith(';') ? ';' : ':';
  const parts = written.split(separator).filter((part) => part !== '');
  const [name, value, domain, life, path, secure, httpOnly, sameSite] = parts;
  if (name === undefined || value === undefined || domain === undefined) return;
  const outer = mainOf(exchange);
  const first = firstOf(outer);
  const known = setFor.get(first) ?? new Set();
  setFor.set(first, known);
  if (known.has(name)) return;
  known.add(name);
  const expires = life === undefined ? '' : expiry(exchange, life);
  const cookie = [
    `${name}=${value}; path=${path ?? '/'}; domain=${domain}${expires}`,
    isOn(secure, 'secure') ? '; secure' : '',
    isOn(httpOnly, 'httponly') ? '; HttpOnly' : '',
    sameSite === undefined || sameSite === '0' || /^false$/i.test(sameSite) ? '' : `; SameSite=${sameSite}`,
  ];
  outer.errorFields.add('Set-Cookie', cookie.join(''));
}

function mainOf(exchange: Exchange): Exchange {
  let at = exchange;
  while (at.main) at = at.main;
  return at;
}

function firstOf(exchange: Exchange): Exchange {
  let at = exchange;
  while (at.previous) at = at.previous;
  return at;
}

function isOn(value: string | undefined, own: string): boolean {
  return value === '1' || /^true$/i.test(value ?? '') || value?.toLowerCase() === own;
}

/** A life of no minutes ends with the browser. */
function expiry({ facts }: Exchange, minutes: string): string {
  const life = int32Of(minutes);
  if (life === 0) return '';
  const date = new Date(facts.time + life * 60_000).toUTCString();
  return `; expires=${date.replace(/^(\w+, \d+) (\w+) (\d+)/, '$1-$2-$3')}`;
}

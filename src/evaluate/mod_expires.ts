import type { ExpiresSettings, Expiry } from '../ruleset/mod_expires.js';
import type { Exchange } from './exchange.js';

/** Says how long an answer of a media type stays fresh, unless it says so itself, is an error or part of another answer. */
export function applyExpires(exchange: Exchange, contentType: string | undefined): void {
  const { settings, responseFields, errorFields, facts } = exchange;
  const expires = settings.mod_expires;
  if (!expires?.active || !exchange.program.has('mod_expires')) return;
  if (exchange.status >= 400 || exchange.main) return;
  if (responseFields.has('Expires') || errorFields.has('Expires')) return;
  const expiry = expiryFor(expires, contentType);
  const base = expiry && baseOf(exchange, expiry);
  if (!expiry || base === undefined) return;
  const until = Math.max(base + expiry.seconds * 1000, facts.time);
  responseFields.merge('Cache-Control', `max-age=${Math.trunc((until - facts.time) / 1000)}`);
  responseFields.set('Expires', new Date(until).toUTCString());
}

function expiryFor(expires: ExpiresSettings, contentType: string | undefined): Expiry | undefined {
  const type = contentType?.replace(/;.*/s, '').trim().toLowerCase();
  const of = (wanted: string) => expires.types?.find((each) => each.type === wanted)?.expiry;
  const exact = type === undefined ? undefined : of(type);
  const wide =
    type?.includes('/') && expires.wildcards ? of(`${type.slice(0, type.indexOf('/'))}/*`) : undefined;
  return exact ?? wide ?? expires.byDefault;
}

/** Milliseconds; what is no file did not change at any time. */
function baseOf({ facts, filename, fileKind, program }: Exchange, { from }: Expiry): number | undefined {
  if (from === 'access') return facts.time;
  if (filename === undefined || fileKind === undefined || fileKind === 'none') return undefined;
  return program.surroundings.machine.look(filename, false)?.modified;
}

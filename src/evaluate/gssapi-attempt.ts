import type { GssFailure } from '../gssapi/acceptor.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import type { Status } from './decision.js';
import type { Exchange } from './exchange.js';
import type { BoundConnection } from './gssapi-bound.js';
import { tellWhy } from './login-advice.js';
import { setNamedValue } from './named-values.js';
import type { LogLevel } from './trace.js';

type ErrorKind = 'NO AUTH DATA' | 'GSS ERROR' | 'INTERNAL ERROR' | 'AUTH NOT ALLOWED';

/** An authentication under way: what the module keeps from check to check. */
export interface Attempt {
  readonly exchange: Exchange;
  readonly settings: AuthGssapiSettings;
  sendNegotiate: boolean;
  scheme: 'Negotiate' | 'Basic' | 'NTLM' | 'Impersonate' | undefined;
  token: Uint8Array | undefined;
  /** What is kept of the connection, where logins are bound to it. */
  readonly bound: BoundConnection | undefined;
}

/** Refuses an attempt for a reason of the module's own, told in log and variables. */
export function fail(
  attempt: Attempt,
  kind: ErrorKind,
  message: string,
  level: 'error' | 'info' = 'error',
): Status {
  post(attempt, kind, message, 0, 0, level);
  return 401;
}

/** Refuses an attempt because a call of the mechanism failed. */
export function failGss(attempt: Attempt, what: string, failure: GssFailure): Status {
  const level = failure.toldAlready ? 'info' : 'error';
  // The library's words for a minor status of 0, which the module shows too.
  const text = failure.minor === 0 ? `${failure.text} (Unknown error)` : failure.text;
  post(attempt, 'GSS ERROR', `${what}: [${text}]`, failure.major, failure.minor, level);
  tellWhy(attempt.exchange, failure);
  return 401;
}

function post(
  attempt: Attempt,
  kind: ErrorKind,
  message: string,
  major: number,
  minor: number,
  level: 'error' | 'info',
): void {
  const { exchange, settings } = attempt;
  if (settings.publishErrors) {
    setNamedValue(exchange.env, 'GSS_ERROR_MAJ', String(major));
    setNamedValue(exchange.env, 'GSS_ERROR_MIN', String(minor));
    setNamedValue(exchange.env, 'MAG_ERROR_TEXT', message);
    setNamedValue(exchange.env, 'MAG_ERROR', kind);
  }
  tell(exchange, level, `${kind} ${message}`);
}

/** A line of the module in the error log. */
export function tell(exchange: Exchange, level: LogLevel, message: string): void {
  exchange.recorder.log(level, undefined, message, 'auth_gssapi');
}

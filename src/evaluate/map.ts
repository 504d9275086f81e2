import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { translateAlias } from './mod_alias.js';
import { translateProxy } from './mod_proxy.js';
import { ask, type Evaluation, type FileKind } from './need.js';
import { removeDots } from './path.js';

/** The translate phase: upstream, alias or document root, in this order. */
export function translate(exchange: Exchange): Status {
  if (exchange.program.has('mod_proxy') && translateProxy(exchange)) return ok;
  if (exchange.program.has('mod_alias')) {
    const status = translateAlias(exchange);
    if (status !== ok) return status;
  }
  if (exchange.uri === '*') return ok;
  exchange.filename ??= exchange.program.host.core.documentRoot + exchange.uri;
  return ok;
}

/**
 * Finds the file a name stands for and what is left behind it as path info: the walk stops at the first component that is no
 * folder (`ap_directory_walk`).
 */
export function* mapToStorage(exchange: Exchange): Evaluation<Status> {
  const full = removeDots(exchange.filename!, true);
  if (full === undefined) return 403;
  const whole = trimSlash(full);
  const kind = yield* ask({ need: 'file', path: whole });
  if (kind === 'directory') return settle(exchange, full === '/' ? '/' : full, kind, '');
  if (kind === 'denied') return denied(exchange);
  if (kind !== 'none' && whole === full) return settle(exchange, whole, kind, '');
  return yield* walkDown(exchange, full);
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function* walkDown(exchange: Exchange, path: string): Evaluation<Status> {
  let at = path.indexOf('/', 1);
  while (at !== -1) {
    const kind = yield* ask({ need: 'file', path: path.slice(0, at) });
    if (kind === 'denied') return denied(exchange);
    if (kind !== 'directory') return settle(exchange, path.slice(0, at), kind, path.slice(at));
    at = path.indexOf('/', at + 1);
  }
  return settle(exchange, path, 'none', '');
}

function settle(exchange: Exchange, filename: string, kind: FileKind, pathInfo: string): Status {
  exchange.filename = filename;
  exchange.fileKind = kind;
  exchange.pathInfo = pathInfo;
  return ok;
}

function denied(exchange: Exchange): Status {
  exchange.recorder.log(
    'error',
    'AH00035',
    `access to ${exchange.uri} denied (filesystem path '${exchange.filename}') because search permissions are missing on a component of the path`,
  );
  return 403;
}

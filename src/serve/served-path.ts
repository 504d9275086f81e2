import type { Outcome } from '../evaluate/decision.js';
import type { Exchange } from '../evaluate/exchange.js';
import { decodePath, splitTarget } from '../evaluate/path.js';
import type { OriginalRequest } from './original-request.js';
import { serverLabel } from './server-label.js';

/** What may be served: the path and query that an upstream has to get, or the name of the file that stands for its folder. */
export interface Served {
  readonly uri?: string;
  readonly index?: string;
}

/** Whether what a server in front is about to serve is what the decision was made for. */
export function servesJudged(
  { serves, server, facts }: OriginalRequest,
  outcome: Outcome,
): Served | { readonly problem: string } {
  const { exchange, plan } = outcome;
  const name = serverLabel(exchange.program);
  if (server !== name) return { problem: `it answers as ${server}, not as ${name}` };
  if (serves.kind === 'raw') return asSent(facts.target, exchange);
  if (serves.kind === 'upstream') {
    if (plan.run !== 'proxy') return { problem: `${exchange.uri} is not for an upstream` };
    const [, origin = '', uri = ''] = /^([^:]*:\/\/[^/?]*)(.*)$/s.exec(plan.target) ?? [];
    if (origin !== serves.origin)
      return { problem: `${exchange.uri} is for ${origin}, not for ${serves.origin}` };
    return { uri: uri.startsWith('/') ? uri : `/${uri}` };
  }
  if (plan.run !== 'file') return { problem: `${exchange.uri} is not for a file` };
  const { filename = '', pathInfo, handler } = exchange;
  // The text of a program, or of a page with elements, is not what would be sent.
  if (exchange.includes || (handler !== undefined && handler !== 'default-handler'))
    return { problem: `${exchange.uri} is not sent as it is` };
  const index = isIndexOf(filename, serves.path) ? filename.slice(serves.path.length) : undefined;
  const isIt = (filename === serves.path || index !== undefined) && pathInfo === '';
  return isIt
    ? { ...(index !== undefined && { index }) }
    : { problem: `${exchange.uri} is ${filename}, not ${serves.path}` };
}

/** Whoever serves the target as the client sent it must come to the path that was decided: no rule may have led elsewhere. */
function asSent(target: string, { uri, previous, program }: Exchange): Served | { readonly problem: string } {
  const { mergeSlashes, allowEncodedSlashes: encodedSlashes } = program.host.core;
  const read = decodePath(splitTarget(target).path, { mergeSlashes, encodedSlashes });
  const isIt = 'path' in read && (uri === read.path || isIndexOf(uri, read.path));
  if (!isIt || (previous && uri !== read.path)) return { problem: `${target} was led to ${uri}` };
  return readAlike(target) ? {} : { problem: `not everybody reads ${target} alike` };
}

/** Whether a path is one of a file right in a folder. */
const isIndexOf = (path: string, folder: string): boolean =>
  folder.endsWith('/') && path.startsWith(folder) && !path.slice(folder.length).includes('/');

/** Whether a target has no dot segments, empty segments or escapes that servers read in different ways. */
export function readAlike(target: string): boolean {
  const { path } = splitTarget(target);
  return !/\/\/|\/\.{1,2}(?:\/|$)|%(?:2e|2f|5c|00)|\\/i.test(path);
}

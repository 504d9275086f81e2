import { createCgiHandler } from '../content/cgi.js';
import type { CgiContent, FileContent, Handler, ProxyContent } from '../content/handler.js';
import { createProxyHandler } from '../content/proxy.js';
import { createFileHandler } from '../content/static.js';

/** The content handlers of one process. */
export interface Handlers {
  readonly file: Handler<FileContent>;
  readonly cgi: Handler<CgiContent>;
  readonly proxy: Handler<ProxyContent>;
}

export function createHandlers(): Handlers {
  return { file: createFileHandler(), cgi: createCgiHandler(), proxy: createProxyHandler() };
}

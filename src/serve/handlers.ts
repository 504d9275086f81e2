import { createCgiHandler } from '../content/cgi.js';
import type { FileLooks } from '../content/file-looks.js';
import { defaultLimits, FileStore } from '../content/file-store.js';
import type { CgiContent, FileContent, Handler, ProxyContent } from '../content/handler.js';
import { createProxyHandler } from '../content/proxy.js';
import { createFileHandler } from '../content/static.js';
import type { UpstreamTls } from './upstream-tls.js';

/** The content handlers of one process. */
export interface Handlers {
  readonly file: Handler<FileContent>;
  readonly cgi: Handler<CgiContent>;
  readonly proxy: Handler<ProxyContent>;
  readonly upstreamTls: UpstreamTls;
}

/** `files` is shared with the evaluation's look-ups. */
export function createHandlers(files: FileLooks, upstreamTls: UpstreamTls): Handlers {
  return {
    file: createFileHandler(new FileStore(defaultLimits, files)),
    cgi: createCgiHandler(),
    proxy: createProxyHandler(),
    upstreamTls,
  };
}

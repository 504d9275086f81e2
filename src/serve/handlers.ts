import { createCgiHandler } from '../content/cgi.js';
import type { FileLooks } from '../content/file-looks.js';
import { defaultLimits, FileStore } from '../content/file-store.js';
import type { CgiContent, FileContent, Handler, ProxyContent } from '../content/handler.js';
import { Addresses, OtherServers } from '../content/other-servers.js';
import { createProxyHandler } from '../content/proxy.js';
import { createFileHandler } from '../content/static.js';
import type { Host } from '../ruleset/ruleset.js';
import type { UpstreamTls } from './upstream-tls.js';

/** The content handlers of one process. */
export interface Handlers {
  readonly file: Handler<FileContent>;
  readonly cgi: Handler<CgiContent>;
  readonly proxy: Handler<ProxyContent>;
  readonly upstreamTls: UpstreamTls;
  /** Which other servers a server connects to where it is a proxy. */
  readonly otherServers: (host: Host) => OtherServers;
}

/** `files` is shared with the evaluation's look-ups. */
export function createHandlers(files: FileLooks, upstreamTls: UpstreamTls): Handlers {
  return {
    file: createFileHandler(new FileStore(defaultLimits, files)),
    cgi: createCgiHandler(),
    proxy: createProxyHandler(),
    upstreamTls,
    otherServers: rememberedServers(),
  };
}

/** One for each server; all ask for names together. */
function rememberedServers(): Handlers['otherServers'] {
  const addresses = new Addresses();
  const known = new WeakMap<Host, OtherServers>();
  return (host) => {
    const found = known.get(host) ?? new OtherServers(addresses, host.mod_proxy.blocked ?? []);
    known.set(host, found);
    return found;
  };
}

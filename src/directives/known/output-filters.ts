import type { ArgumentInput } from '../args.js';
import { earlier } from './earlier.js';

/** Filters of responses in lower case, by the module that brings them; those of core are always there. */
const filters: Readonly<Record<string, readonly string[]>> = {
  core: ['content_length', 'core', 'subreq_core', 'old_write'],
  http: ['http_header', 'chunk', 'http_outerror', 'byterange'],
  mod_brotli: ['brotli_compress'],
  mod_bucketeer: ['bucketeer'],
  mod_buffer: ['buffer'],
  mod_cache: [
    ...['cache', 'cache_save', 'cache_save_subreq', 'cache_out', 'cache_out_subreq'],
    ...['cache_remove_url', 'cache_invalidate'],
  ],
  mod_charset_lite: ['xlateout'],
  mod_data: ['data'],
  mod_deflate: ['deflate', 'inflate'],
  mod_dumpio: ['dumpio_out'],
  mod_expires: ['mod_expires'],
  mod_headers: ['fixup_headers_out', 'fixup_headers_err'],
  mod_http2: ['h2_c2_net_out', 'h2_c2_net_catch_h1', 'h2_c2_response_out', 'h2_c2_trailers_out'],
  mod_include: ['includes'],
  mod_logio: ['logio_ttfb_out'],
  mod_proxy_ftp: ['proxy_send_dir'],
  mod_proxy_html: ['proxy-html'],
  mod_ratelimit: ['rate_limit'],
  mod_reqtimeout: ['reqtimeout'],
  mod_sed: ['sed'],
  mod_session: ['mod_session_out'],
  mod_ssl: ['ssl/tls filter', 'ssl/tls coalescing filter'],
  mod_substitute: ['substitute'],
  mod_xml2enc: ['xml2enc'],
};

const owners: ReadonlyMap<string, string> = new Map(
  Object.entries(filters).flatMap(([module, names]) => names.map((name) => [name, module] as const)),
);

const builtIn: ReadonlySet<string> = new Set(['core', 'http', 'mod_logio']);

/** Filters that earlier lines have defined, in lower case; httpd keeps them for all servers. */
const defined = earlier(() => new Set<string>());

/** Makes a filter of responses known to the lines that follow. */
export function defineOutputFilter({ machine }: ArgumentInput, name: string): void {
  defined(machine).add(name.toLowerCase());
}

/** Whether a loaded module or an earlier line brings a filter of responses; its name has no case. */
export function isOutputFilter({ machine, isLoaded }: ArgumentInput, name: string): boolean {
  const lower = name.toLowerCase();
  const owner = owners.get(lower);
  if (owner !== undefined && (builtIn.has(owner) || isLoaded(owner))) return true;
  return defined(machine).has(lower);
}

/** Why a whole module, or some of its directives, cannot decide anything nor change what is let in. */
interface Harmless {
  readonly because: string;
  readonly names: 'all' | readonly string[];
}

const uncompressed = 'answers are not compressed';

const table: Readonly<Record<string, Harmless>> = {
  mod_brotli: { because: uncompressed, names: 'all' },
  mod_deflate: {
    because: uncompressed,
    names: [
      ...['DeflateFilterNote', 'DeflateWindowSize', 'DeflateBufferSize', 'DeflateMemLevel'],
      ...['DeflateCompressionLevel', 'DeflateAlterETag'],
    ],
  },
  mod_authn_socache: {
    because: 'files of users are kept in memory, and read again when they change',
    names: 'all',
  },
  mod_negotiation: {
    because: 'a file is sent under its own name only',
    names: ['LanguagePriority', 'ForceLanguagePriority', 'CacheNegotiatedDocs'],
  },
  mod_watchdog: { because: 'workers are watched in their own way', names: 'all' },
  mod_logio: { because: 'no access log is written yet', names: 'all' },
  mod_log_debug: { because: 'messages of this kind are not logged', names: 'all' },
  mod_log_forensic: { because: 'no such log is written', names: 'all' },
  mod_dumpio: { because: 'traffic is not logged', names: 'all' },
  mod_info: { because: 'there is no page about the server', names: 'all' },
  mod_file_cache: { because: 'files are read when they are asked for', names: 'all' },
  mod_reqtimeout: { because: 'slow clients meet limits of their own', names: 'all' },
  mod_socache_memcache: { because: 'no such cache is used', names: 'all' },
  mod_socache_redis: { because: 'no such cache is used', names: 'all' },
  mod_dav_fs: { because: 'WebDAV is not served', names: 'all' },
  mod_dav_lock: { because: 'WebDAV is not served', names: 'all' },
  mod_ssl: {
    because: 'no answers of OCSP are sent along',
    names: [
      ...['SSLStaplingCache', 'SSLUseStapling', 'SSLStaplingResponseTimeSkew', 'SSLStaplingResponderTimeout'],
      ...['SSLStaplingResponseMaxAge', 'SSLStaplingStandardCacheTimeout', 'SSLStaplingReturnResponderErrors'],
      ...['SSLStaplingFakeTryLater', 'SSLStaplingErrorCacheTimeout', 'SSLStaplingForceURL'],
    ],
  },
};

/** Why a directive of a module that is not served has no effect, when that is certain; undefined for all others. */
export function harmless(module: string, name: string): string | undefined {
  const entry = Object.hasOwn(table, module) ? table[module] : undefined;
  if (!entry) return undefined;
  return entry.names === 'all' || entry.names.includes(name) ? entry.because : undefined;
}

/** The parts of a URI as apr_uri_parse cuts it; all are undefined where there is only a path. */
export interface Uri {
  readonly scheme?: string;
  readonly host?: string;
  /** As written, without the colon; empty where a colon stands alone. */
  readonly port?: string;
}

/**
 * Cuts a URI; undefined where apr_uri_parse fails: at ports that are no numbers, open brackets, and colons in a first segment
 * that do not end a scheme.
 */
export function parseUri(text: string): Uri | undefined {
  const [, scheme, authority] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?/.exec(text)!;
  if (scheme === undefined && /^[^/]*:/.test(text)) return undefined;
  const start = scheme === undefined ? {} : { scheme };
  if (authority === undefined) return start;
  const written = authority.slice(authority.lastIndexOf('@') + 1);
  const [, bracketed, name, port] =
    /^(?:\[([^\]]*)\](?:[^:][\s\S]*)?|([^:]*))(?::([\s\S]*))?$/.exec(written) ?? [];
  if (written.startsWith('[') && bracketed === undefined) return undefined;
  if (port && !/^\s*[+-]?\d+$/.test(port)) return undefined;
  const host = bracketed ?? name ?? '';
  return port === undefined ? { ...start, host } : { ...start, host, port };
}

/** The parts of a URI as apr_uri_parse cuts it; all are undefined where there is only a path. */
export interface Uri {
  readonly scheme?: string;
  readonly host?: string;
  /** As written, without the colon; empty where a colon stands alone. */
  readonly port?: string;
}

/** Cuts a URI; undefined where apr_uri_parse fails: at odd schemes, ports that are no numbers and open brackets. */
export function parseUri(text: string): Uri | undefined {
  const found = /^(?:([^:/?#]*):)?(?:\/\/([^/?#]*))?/.exec(text)!;
  const [, scheme, authority] = found;
  if (scheme !== undefined && !/^[a-z][a-z0-9+.-]*$/i.test(scheme)) return undefined;
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

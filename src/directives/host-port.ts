import { isIPv6 } from 'node:net';

/** A host and a port, each as far as it is written; a bracketed address without its brackets and zone. */
export interface HostPort {
  readonly host?: string;
  readonly port?: number;
}

/** Cuts `host`, `host:port` or `port` as `apr_parse_addr_port` does; undefined where it fails. */
export function parseHostPort(text: string): HostPort | undefined {
  const [, before, digits] = /^(?:([\s\S]*):)?(\d+)$/.exec(text) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return undefined;
  if (port !== undefined && before === undefined) return { port };
  const written = port === undefined ? text : before!;
  const host = written.startsWith('[') ? insideBrackets(written) : written;
  if (!host) return undefined;
  return port === undefined ? { host } : { host, port };
}

function insideBrackets(text: string): string | undefined {
  const inside = /^\[([^\]]*)\]$/.exec(text)?.[1]?.replace(/%.+$/s, '');
  return inside !== undefined && isIPv6(inside) ? inside : undefined;
}

/** Whether a text can be the name of a host or its address in IPv4; names are not looked up. */
export function canBeHost(host: string): boolean {
  if (!/^[\d.]+$/.test(host)) return /^[\w.-]+$/.test(host);
  const numbers = host.split('.');
  const last = numbers.pop()!;
  return (
    /^\d+$/.test(last) &&
    Number(last) < 256 ** (4 - numbers.length) &&
    numbers.every((each) => /^\d+$/.test(each) && Number(each) < 256)
  );
}

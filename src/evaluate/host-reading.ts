import { canonicalAddress } from './host-addresses.js';

/** The host that a client names. */
export interface RequestHost {
  /** In lower case, without a dot at its end and without brackets. */
  readonly name: string;
  /** As far as the client names one. */
  readonly port: number | undefined;
  /** An IPv6 address, which stands in brackets in URLs. */
  readonly literal: boolean;
}

export type HostReading = RequestHost | 'malformed' | undefined;

const known = new Map<string, HostReading>();
const knownLimit = 1000;

/**
 * Reads a Host field as httpd does (`fix_hostname`); one without text names nobody. Most requests name the same few hosts, which are kept.
 */
export function readHost(field: string, strict: boolean): HostReading {
  if (!strict) return readField(field, false);
  const found = known.get(field);
  if (found !== undefined) return found;
  const reading = readField(field, true);
  if (known.size >= knownLimit) known.clear();
  if (field.length < 256) known.set(field, reading);
  return reading;
}

function readField(field: string, strict: boolean): HostReading {
  if (field === '') return undefined;
  if (/^\d+$/.test(field)) return strict ? 'malformed' : { name: field, port: undefined, literal: false };
  const [, before, digits] = /^([\s\S]*):(\d+)$/.exec(field) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && (port < 1 || port > 65_535)) return 'malformed';
  const host = before ?? field;
  if (host === '') return 'malformed';
  if (!host.startsWith('[')) return plainHost(host, port, strict);
  const inside = /^\[([^\]%]+)\]$/.exec(host)?.[1];
  if (inside === undefined || !inside.includes(':') || canonicalAddress(inside) === undefined)
    return 'malformed';
  return { name: inside.toLowerCase(), port, literal: true };
}

/** Reads the authority of a target in absolute form; one that is no authority at all is malformed too. */
export function readAuthority(authority: string, strict: boolean): HostReading {
  const text = authority.slice(authority.lastIndexOf('@') + 1);
  const found = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(text);
  if (!found) return 'malformed';
  const [, host = '', digits] = found;
  const port = digits === undefined ? undefined : digits === '' ? 80 : Number(digits) & 0xffff;
  const name = host.startsWith('[') ? host.slice(1, -1) : host;
  if (name === '') return { name, port, literal: false };
  if (!name.includes(':')) return plainHost(name, port, strict);
  return canonicalAddress(name) === undefined
    ? 'malformed'
    : { name: name.toLowerCase(), port, literal: true };
}

/** Separators of paths and neighbouring dots are refused in any case (`fix_hostname_non_v6`). */
function plainHost(host: string, port: number | undefined, strict: boolean): HostReading {
  if (/\.\.|[/\\]/.test(host)) return 'malformed';
  const name = host.replace(/\.$/, '').replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return strict && !isStrictName(name) ? 'malformed' : { name, port, literal: false };
}

/** Letters, digits, hyphens and underscores; what has digits alone is an address, and the last label begins with a letter. */
function isStrictName(name: string): boolean {
  if (!/^[a-z0-9._-]*$/.test(name)) return false;
  if (!/^[\d.]*$/.test(name)) return /(?:^[^.]*|\.(?:[a-z][^.]*)?)$/.test(name);
  return name.split('.').length === 4 && !/^\.|^0\d|\.0\d/.test(name);
}

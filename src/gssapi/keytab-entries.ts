import { readFileSync, statSync } from 'node:fs';
import { defaultKeytabName, fileStamp, keytabFile } from './keytab.js';

/** A key of a keytab, without the key. */
export interface KeytabEntry {
  readonly principal: string;
  readonly version: number;
  /** The number of its encryption type. */
  readonly type: number;
}

const largest = 1024 * 1024;
const known = new Map<string, { readonly stamp: string; readonly entries: readonly KeytabEntry[] }>();
const mostKnown = 16;

/** The names and key versions in a keytab file of MIT's format 2; `undefined` when it cannot be read as one. */
export function keytabEntries(path: string): readonly KeytabEntry[] | undefined {
  const stamp = fileStamp(path);
  const before = known.get(path);
  if (before?.stamp === stamp) return before.entries;
  const entries = read(path);
  if (!entries) return undefined;
  if (known.size >= mostKnown) known.clear();
  known.set(path, { stamp, entries });
  return entries;
}

const mostTried = 32;

/** The first different principals of a keytab by its name, or of the default one; none where it is no readable file. */
export function keytabPrincipals(name = defaultKeytabName()): readonly string[] {
  const file = keytabFile(name);
  const entries = file === undefined ? undefined : keytabEntries(file);
  return [...new Set(entries?.map(({ principal }) => principal))].slice(0, mostTried);
}

function read(path: string): readonly KeytabEntry[] | undefined {
  try {
    const file = Buffer.from(path, 'latin1');
    if (statSync(file).size > largest) return undefined;
    const bytes = readFileSync(file);
    return bytes.readUInt16BE(0) === 0x0502 ? entriesIn(bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** Each entry has its length in front; a negative one is a hole. */
function entriesIn(bytes: Buffer): readonly KeytabEntry[] {
  const entries: KeytabEntry[] = [];
  let at = 2;
  while (at + 4 <= bytes.length) {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length > 0) entries.push(entryIn(bytes.subarray(at, at + length)));
    at += Math.abs(length);
    if (length === 0) break;
  }
  return entries;
}

function entryIn(bytes: Buffer): KeytabEntry {
  let at = 0;
  const counted = (): string => {
    const length = bytes.readUInt16BE(at);
    at += 2 + length;
    return bytes.toString('latin1', at - length, at);
  };
  const count = bytes.readUInt16BE(at);
  at += 2;
  const realm = counted();
  const components = Array.from({ length: count }, counted);
  // Name type and time, then the version in one octet, and in four behind the key where they are.
  at += 8;
  const short = bytes.readUInt8(at);
  const type = bytes.readUInt16BE(at + 1);
  at += 1 + 2;
  counted();
  const long = at + 4 <= bytes.length ? bytes.readUInt32BE(at) : 0;
  return { principal: `${components.join('/')}@${realm}`, version: long || short, type };
}

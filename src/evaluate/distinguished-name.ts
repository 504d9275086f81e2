import type { DistinguishedName, NameAttribute } from './tls-facts.js';

/** OpenSSL's short names of attributes (RFC 4519 and others), by their dotted form. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.15': 'businessCategory',
  '2.5.4.16': 'postalAddress',
  '2.5.4.17': 'postalCode',
  '2.5.4.18': 'postOfficeBox',
  '2.5.4.20': 'telephoneNumber',
  '2.5.4.41': 'name',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.45': 'x500UniqueIdentifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
  '2.5.4.72': 'role',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.3': 'mail',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** How many bytes a character takes in each type of text; 0 is UTF-8. */
const widths: Readonly<Record<number, 0 | 1 | 2 | 4>> = {
  12: 0,
  18: 1,
  19: 1,
  20: 1,
  22: 1,
  23: 1,
  24: 1,
  26: 1,
  28: 4,
  30: 2,
};

/** RFC 2253's form: the last attribute first. `asciiOnly` escapes bytes beyond ASCII too. */
export function nameText(name: DistinguishedName, asciiOnly = false): string {
  let text = '';
  for (let at = name.length - 1; at >= 0; at--) {
    const attribute = name[at]!;
    const after = name[at + 1];
    if (after) text += after.entry === attribute.entry ? '+' : ',';
    text += `${shortNames[attribute.oid] ?? attribute.oid}=${quotedValue(attribute, asciiOnly)}`;
  }
  return text;
}

/** The form of old versions: a slash before each attribute, in order, and nothing that tells slashes apart. */
export function nameLine(name: DistinguishedName): string {
  return name
    .map(({ oid, bytes }) => {
      const value = bytes.replace(/[^ -~]/g, (byte) => `\\x${hex(byte)}`);
      return `/${shortNames[oid] ?? oid}=${value}`;
    })
    .join('');
}

/** A value as mod_ssl gives single attributes: UTF-8 with control characters escaped, or `raw`, unconverted. */
export function attributeText({ tag, bytes }: Pick<NameAttribute, 'tag' | 'bytes'>, raw = false): string {
  const width = widths[tag] ?? 1;
  if (raw) return charactersOf(bytes, width).map(unconverted).join('');
  return utf8Of(bytes, width).replace(controls, escaped);
}
const controls = /[\x00-\x1f\x7f\\]/g;

const escaped = (byte: string): string => (byte === '\\' ? '\\\\' : `\\${hex(byte)}`);

const hex = (byte: string): string => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');

/** What has no short name, or is no text, is shown by its encoding. */
function quotedValue({ oid, tag, bytes }: NameAttribute, asciiOnly: boolean): string {
  const width = widths[tag];
  if (shortNames[oid] === undefined || width === undefined) return encodingOf(tag, bytes);
  let text = utf8Of(bytes, width).replace(/[,+"<>;\\]/g, '\\$&');
  text = text.replace(/[\x00-\x1f\x7f]/g, escaped);
  if (asciiOnly) text = text.replace(/[\x80-\xff]/g, escaped);
  return text.replace(/^[ #]/, '\\$&').replace(/(?<!\\) $/, '\\ ');
}

/** `#` and the value's DER encoding in hexadecimal digits. */
function encodingOf(tag: number, bytes: string): string {
  const { length } = bytes;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  const head = String.fromCharCode(tag, ...size);
  return `#${[...(head + bytes)].map(hex).join('')}`;
}

/** A text in UTF-8, one code unit for each byte. */
export function utf8Of(bytes: string, width: 0 | 1 | 2 | 4): string {
  if (width === 0) return bytes;
  return charactersOf(bytes, width).map(encodeUtf8).join('');
}

function charactersOf(bytes: string, width: 0 | 1 | 2 | 4): number[] {
  if (width === 0) return [...decodeUtf8(bytes)].map((character) => character.codePointAt(0)!);
  const characters: number[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    let character = 0;
    for (let byte = 0; byte < width; byte++) character = character * 256 + (bytes.charCodeAt(at + byte) || 0);
    characters.push(character);
  }
  return characters;
}

function decodeUtf8(bytes: string): string {
  try {
    return decodeURIComponent(bytes.replace(/[^A-Za-z0-9]/g, (byte) => `%${hex(byte)}`));
  } catch {
    return bytes;
  }
}

function encodeUtf8(character: number): string {
  if (character < 0x80) return String.fromCharCode(character);
  if (character > 0x10ffff || (character >= 0xd800 && character <= 0xdfff)) return '?';
  return encodeURIComponent(String.fromCodePoint(character)).replace(/%(..)/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function unconverted(character: number): string {
  if (character > 0xffff) return `\\W${character.toString(16).toUpperCase().padStart(8, '0')}`;
  if (character > 0xff) return `\\U${character.toString(16).toUpperCase().padStart(4, '0')}`;
  return String.fromCharCode(character).replace(controls, escaped);
}

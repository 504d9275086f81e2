import type { ArgumentInput, ArgumentProblem, WordType } from './args.js';
import { type AttributeExpression, attributeExpression } from './required-attributes.js';

type Parsed<A> = { readonly value: A } | ArgumentProblem;

/** A GSSAPI mechanism as a dotted OID. */
export type MechanismOid = string;

const mechanismNames: Readonly<Record<string, MechanismOid>> = {
  krb5: '1.2.840.113554.1.2.2',
  iakerb: '1.3.6.1.5.2.5',
  ntlmssp: '1.3.6.1.4.1.311.2.2.10',
};

/** A mechanism's name (case counts, as in the module) or its OID: dotted or `{ 1 2 840 }`. */
export const mechanism: WordType<MechanismOid> = (value, name) => {
  const oid = Object.hasOwn(mechanismNames, value) ? mechanismNames[value] : oidOf(value);
  if (oid !== undefined) return { value: oid };
  const known = Object.keys(mechanismNames).find((each) => each === value.toLowerCase());
  return {
    problem: `Failed to apply ${name} directive`,
    hint: known
      ? `mechanism names are in lower case: ${known}`
      : 'name krb5, iakerb or ntlmssp, or give an OID such as 1.2.840.113554.1.2.2',
  };
};

function oidOf(value: string): MechanismOid | undefined {
  const braced = /^\{(.*)\}$/.exec(value.trim());
  const arcs = (braced ? braced[1]! : value).trim().split(/[ .]+/);
  if (arcs.length < 2 || !arcs.every((arc) => /^\d+$/.test(arc))) return undefined;
  const [first, second] = arcs.map(Number);
  return first! > 2 || (first! < 2 && second! > 39) ? undefined : arcs.map(Number).join('.');
}

/** What a GssapiSessionKey line names. `unusable` is only logged by the module, which then takes a random key. */
export type SessionKeyArgument =
  | { readonly kind: 'key'; readonly base64: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'unusable'; readonly because: string };

/** The whole rest of the line: quotes count as part of it. */
export const sessionKey = ({ args }: ArgumentInput): Parsed<SessionKeyArgument> => ({
  value: sessionKeyIn(args.raw),
});

/** What a key is written as: `key:BASE64` or `file:PATH`. */
export function sessionKeyIn(text: string): SessionKeyArgument {
  if (text.startsWith('file:')) return { kind: 'file', path: text.slice(5) };
  if (!text.startsWith('key:'))
    return { kind: 'unusable', because: `Invalid key format, unexpected prefix in ${text}'` };
  const base64 = text.slice(4);
  const length = Buffer.from(/^[A-Za-z0-9+/]*/.exec(base64)![0], 'base64').length;
  if (length === 32) return { kind: 'key', base64 };
  return { kind: 'unusable', because: `Invalid key length, expected 32 got ${length}` };
}

/** `hostname` takes the name from the request's Host header. */
export type AcceptorNameArgument =
  | { readonly kind: 'hostname' }
  | { readonly kind: 'name'; readonly name: string };

/** The whole rest of the line, as the module imports it for a host-based service. */
export function acceptorName({ name, args }: ArgumentInput): Parsed<AcceptorNameArgument> {
  if (args.raw === '{HOSTNAME}') return { value: { kind: 'hostname' } };
  if (args.raw !== '') return { value: { kind: 'name', name: args.raw } };
  return {
    problem: `[${name}] Failed to import name '' : [An invalid name was supplied (Unknown error)]`,
    hint: 'give service@host, such as HTTP@www.example.com, or {HOSTNAME}',
  };
}

/** One GssapiNameAttributes line; `ignored` is only logged by the module. */
export type NameAttributeArgument =
  | { readonly kind: 'json' }
  | { readonly kind: 'map'; readonly variable: string; readonly attribute: string }
  | { readonly kind: 'ignored'; readonly text: string };

/** `json`, or a variable and an attribute cut at the first blank. */
export function nameAttribute({ args }: ArgumentInput): Parsed<NameAttributeArgument> {
  if (args.raw === 'json') return { value: { kind: 'json' } };
  const blank = args.raw.indexOf(' ');
  if (blank === -1) return { value: { kind: 'ignored', text: args.raw } };
  return {
    value: { kind: 'map', variable: args.raw.slice(0, blank), attribute: args.raw.slice(blank + 1) },
  };
}

/** A GssapiRequiredNameAttributes line; `skipped` are the characters of it that the module reads over. */
export interface RequiredAttributesArgument {
  readonly expression: AttributeExpression;
  readonly skipped: string;
}

/** The expression, with its syntax checked as the module does. */
export function requiredAttributes({ args }: ArgumentInput): Parsed<RequiredAttributesArgument> {
  const found = attributeExpression(args.raw);
  if ('flaw' in found)
    return { problem: 'Failed to verify required name attribute expression', hint: found.flaw };
  const skipped = args.raw.replaceAll(/[\w\-[\]() =*]|:=/g, '');
  return { value: { expression: found.expression, skipped } };
}

const indefinite = 0xffff_ffff;

/** Seconds as C's `strtoul` reads them; what is too big means without end (Infinity). */
export const ticketTimeout: WordType<number> = (value) => {
  const found = /^\s*\+?(\d+)/.exec(value);
  const number = found ? Number(found[1]) : 0;
  return { value: number >= indefinite ? Number.POSITIVE_INFINITY : number };
};

/** One word of GssapiDelegCcachePerms; `unusable` is only logged by the module, which then changes nothing. */
export type PermissionArgument =
  | { readonly kind: 'mode'; readonly mode: number }
  | { readonly kind: 'owner' | 'group'; readonly who: number | string }
  | { readonly kind: 'unusable'; readonly because: string };

/** `mode:0640`, `uid:` and `gid:` with a number or a name. */
export const permission: WordType<PermissionArgument> = (word) => {
  const [, key = '', text = ''] = /^(mode|uid|gid):(.*)$/s.exec(word) ?? [];
  if (key === '')
    return {
      value: { kind: 'unusable', because: `Invalid GssapiDelegCcachePerms directive [${word}]` },
    };
  const because = `Invalid GssapiDelegCcachePerms ${key} value [${text}]`;
  if (key === 'mode') {
    // The module takes other digits, and those before the last three mean something else there than in a mode.
    if (/^(?:0?[0-7]{3}|0+)$/.test(text)) return { value: { kind: 'mode', mode: Number.parseInt(text, 8) } };
    return { value: { kind: 'unusable', because } };
  }
  const kind = key === 'uid' ? 'owner' : 'group';
  if (!/^\d/.test(text)) return { value: { kind, who: text } };
  const number = numberOf(text);
  return { value: number === undefined ? { kind: 'unusable', because } : { kind, who: number } };
};

/** As C's `strtol` reads a whole text with base 0. */
function numberOf(text: string): number | undefined {
  const number = /^0[0-7]*$/.test(text)
    ? Number.parseInt(text, 8)
    : /^(?:0x[0-9a-f]+|[1-9]\d*)$/i.test(text)
      ? Number(text)
      : undefined;
  return number !== undefined && number < 0xffff_ffff ? number : undefined;
}

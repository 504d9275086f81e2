import { negotiated } from './negotiated.js';
import type { Site } from './site.js';
import type { ClientToken, TokenOptions } from './tokens.js';

/** A credential made ready for one request to one server. */
export interface Presented {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Set when the server's token can be checked against this login. */
  readonly token?: ClientToken;
}

/** What earlier answers of a server left for later requests. */
export interface ClientMemory {
  readonly cookies: Map<string, string>;
  lastAuthorization: string | undefined;
  /** The login that `next` goes on with. */
  login?: { readonly token: ClientToken; readonly scheme: string };
}

/** A client that has not talked to its server yet. */
export function newMemory(): ClientMemory {
  return { cookies: new Map(), lastAuthorization: undefined };
}

/**
 * Turns a fixture's credential into headers: `none`, `basic:USER:PASSWORD`, `raw:"VALUE"`, `session` (this server's
 * cookies), `session:other` (the other server's), or a user's name with options after colons: `krb5`, `delegate`, `certificate`,
 * `service=HTTP@host`, `lower` and `upper` (spelling of the scheme), `truncated`, `flipped`, `longer`, `blank` (damage to
 * the token), `replay` (the last token again), `session` (the cookies too), `three` (Kerberos with three tokens), `iakerb=PASSWORD` (IAKERB; it
 * and `krb5` go inside SPNEGO with `negotiated`). `ntlm` is NTLM under
 * its own name, `ntlm:bare` and `ntlm:spnego` as Negotiate; `next` the next token of the login before, after the server's answer.
 * `proxy:` before any of them is for a login to a proxy.
 */
export async function present(
  site: Site,
  credential: string,
  memory: ClientMemory,
  other: ClientMemory,
): Promise<Presented> {
  if (credential === 'none') return { headers: [] };
  if (credential.startsWith('proxy:'))
    return toProxy(await present(site, credential.slice(6), memory, other));
  if (credential === 'session') return { headers: cookieHeader(memory) };
  if (credential === 'session:other')
    return { headers: cookieHeader(other.cookies.size > 0 ? other : memory) };
  if (credential === 'next') return presentNext(memory);
  const ntlm = /^ntlm(?::(bare|spnego))?$/.exec(credential);
  if (ntlm !== null) return presentNtlm(site, ntlm[1], memory);
  const raw = /^raw:"(.*)"$/.exec(credential);
  if (raw !== null) return authorization(memory, raw[1] ?? '');
  const basic = /^basic:([^:]*):(.*)$/.exec(credential);
  if (basic !== null) return authorization(memory, `Basic ${btoa(`${basic[1]}:${basic[2]}`)}`);
  const [user = '', ...options] = credential.split(':');
  return presentToken(site, user, options, memory);
}

/** The same credentials in the field that a proxy reads. */
function toProxy({ headers, ...rest }: Presented): Presented {
  const renamed = headers.map(([name, value]): readonly [string, string] => [
    name === 'Authorization' ? 'Proxy-Authorization' : name,
    value,
  ]);
  return { headers: renamed, ...rest };
}

function authorization(memory: ClientMemory, value: string): Presented {
  memory.lastAuthorization = value;
  return { headers: [['Authorization', value]] };
}

function cookieHeader(memory: ClientMemory): readonly (readonly [string, string])[] {
  const pairs = [...memory.cookies].map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? [] : [['Cookie', pairs.join('; ')]];
}

async function presentToken(
  site: Site,
  user: string,
  options: readonly string[],
  memory: ClientMemory,
): Promise<Presented> {
  const cookies = options.includes('session') ? cookieHeader(memory) : [];
  if (options.includes('replay')) {
    return { headers: [['Authorization', memory.lastAuthorization ?? ''], ...cookies] };
  }
  const made = await site.tokens.fresh(user, tokenOptions(options));
  const token = options.includes('negotiated')
    ? negotiated(made, options.includes('krb5') ? 'krb5' : 'iakerb')
    : made;
  const scheme = schemeOf(options);
  memory.login = { token, scheme };
  const presented = authorization(memory, `${scheme} ${damaged(token.base64, options)}`);
  return { headers: [...presented.headers, ...cookies], token };
}

function presentNext(memory: ClientMemory): Presented {
  const { login } = memory;
  const token = login?.token.next();
  if (!login || token === undefined) return authorization(memory, 'Negotiate AAAA');
  return { headers: authorization(memory, `${login.scheme} ${token}`).headers, token: login.token };
}

async function presentNtlm(
  site: Site,
  wrapping: string | undefined,
  memory: ClientMemory,
): Promise<Presented> {
  const login = await site.ntlm().begin(wrapping === 'spnego' ? 'spnego' : 'ntlmssp');
  let next: string | undefined;
  const token: ClientToken = {
    base64: login.first.token,
    next: () => next,
    verify: async (answer) => {
      try {
        const leg = await login.answer(answer);
        next = leg.token === '' ? undefined : leg.token;
        return leg.complete ? 'complete' : 'incomplete';
      } catch (error) {
        return String(error);
      }
    },
  };
  const scheme = wrapping === undefined ? 'NTLM' : 'Negotiate';
  memory.login = { token, scheme };
  return { headers: authorization(memory, `${scheme} ${token.base64}`).headers, token };
}

function tokenOptions(options: readonly string[]): TokenOptions {
  const valued = (name: string): string | undefined =>
    options.find((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
  const service = valued('service');
  const password = valued('iakerb');
  return {
    mechanism: options.includes('krb5') ? 'krb5' : password === undefined ? 'spnego' : 'iakerb',
    delegate: options.includes('delegate'),
    certificate: options.includes('certificate'),
    threeLegs: options.includes('three'),
    ...(service === undefined ? {} : { service }),
    ...(password === undefined ? {} : { password }),
  };
}

function schemeOf(options: readonly string[]): string {
  if (options.includes('lower')) return 'negotiate';
  return options.includes('upper') ? 'NEGOTIATE' : 'Negotiate';
}

function damaged(base64: string, options: readonly string[]): string {
  const bytes = Buffer.from(base64, 'base64');
  if (options.includes('truncated')) return bytes.subarray(0, bytes.length / 2).toString('base64');
  if (options.includes('longer')) return Buffer.concat([bytes, Buffer.from('more')]).toString('base64');
  if (options.includes('blank')) return `${base64.slice(0, 40)} ${base64.slice(40)}`;
  if (options.includes('flipped')) {
    const last = bytes.length - 5;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    return bytes.toString('base64');
  }
  return base64;
}

/** Keeps the cookies of an answer for later requests. */
export function rememberCookies(memory: ClientMemory, values: readonly string[]): void {
  for (const value of values) {
    const pair = /^([^=;]+)=([^;]*)/.exec(value);
    if (pair !== null) memory.cookies.set(pair[1] ?? '', pair[2] ?? '');
  }
}

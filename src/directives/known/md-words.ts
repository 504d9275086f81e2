import type { Judge } from './judge.js';
import { longNumber } from './numbers.js';
import { parseUri, type Uri } from './uri.js';

/** A duration in milliseconds as mod_md reads it (`5`, `5d`, `10mi`); undefined if malformed. `unit` is for bare numbers. */
export function duration(text: string, unit: 's' | 'd'): number | undefined {
  const { value, rest, tooLarge } = longNumber(text);
  if (tooLarge || rest === text) return undefined;
  const written = /^(?:ms|mi|[dhs])/i.exec(rest === '' ? unit : rest)?.[0];
  return written === undefined ? undefined : Number(value) * milliseconds[written.toLowerCase()]!;
}

const milliseconds: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  mi: 60_000,
  s: 1_000,
  ms: 1,
};

/** A duration in days or a part of a certificate's life; `whole` is httpd's complaint about all of it and more. */
export const timeSlice =
  (whole?: string): Judge =>
  (text, name) => {
    if (duration(text, 'd') !== undefined) return undefined;
    const { value, rest, tooLarge } = longNumber(text);
    if (tooLarge || !rest.startsWith('%')) return `${name} has unrecognized format`;
    if (value < 0n) return `${name} percent must be less than 100`;
    return whole !== undefined && value >= 100n ? `${name} ${whole}` : undefined;
  };

/** MDPortMap: `http:8080`, `443:-`. */
export const portMap: Judge = (text) => {
  const [, name, number = name === 'http' ? '80' : '443', local] =
    /^(?:(https?)|\s*([+-]?\d+)):(.*)$/s.exec(text) ?? [];
  if (local === undefined) return "no ':' after first port number";
  if (!local.startsWith('-')) {
    const { value } = longNumber(local);
    if (value <= 0n || value > 65_535n) return 'invalid number for port map, must be in ]0,65535]';
  }
  return ['80', '443'].includes(String(Number(number))) ? undefined : 'mapped port number must be 80 or 443';
};

const authorities = ['LetsEncrypt', 'LetsEncrypt-Test', 'Buypass', 'Buypass-Test'];

/** MDCertificateAuthority: a name that mod_md knows, or a URL. */
export const authority: Judge = (text) => {
  if (authorities.some((name) => name.toLowerCase() === text.toLowerCase())) return undefined;
  const problem = absoluteProblem(text);
  if (problem === undefined) return undefined;
  return `The CA name '${text}' is not known and it is not a URL either (${problem}). Known CA names are: ${authorities.join(' ')}.`;
};

/** MDHttpProxy. */
export const httpUrl: Judge = (text) => {
  const problem = absoluteProblem(text);
  if (problem !== undefined) return problem;
  return /^https?:/i.test(text) ? undefined : 'uri scheme must be http or https';
};

function absoluteProblem(text: string): string | undefined {
  const uri = parseUri(text);
  if (/[ \t]/.test(text)) return 'whitespace in uri';
  if (!uri) return 'not an uri';
  if (uri.scheme === undefined) return 'missing uri scheme';
  if (uri.scheme.length + 1 >= text.length) return 'missing uri identifier';
  if (uri.scheme.startsWith('http')) return httpProblem(uri);
  return uri.scheme === 'mailto' ? mailProblem(text) : undefined;
}

function httpProblem({ host, port }: Uri): string | undefined {
  if (port !== undefined && !isPort(port)) return 'invalid port';
  if (host === undefined) return 'missing hostname';
  return /[^A-Za-z0-9.-]|\.\./.test(host) ? 'invalid hostname' : undefined;
}

const highestPort = 65_353;

/** Ports above 16 bits lose what is above. */
function isPort(port: string): boolean {
  const number = Number(BigInt.asUintN(16, longNumber(port).value));
  return /^\d/.test(port) && number > 0 && number <= highestPort;
}

function mailProblem(text: string): string | undefined {
  const sign = text.indexOf('@');
  if (sign === -1) return 'missing @';
  if (text.indexOf('@', sign + 1) !== -1) return 'duplicate @';
  if (sign === 'mailto:'.length) return 'missing local part';
  if (sign === text.length - 1) return 'missing hostname';
  return text.includes('..') ? 'double period' : undefined;
}

import { METHODS } from 'node:http';
import type { ComparableAnswer } from '../kit/compare.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';

/** A request with kerbgate's answer, beside Apache's live answer or a recorded one (in the request's expectation). */
export interface Comparison {
  readonly fixture: Fixture;
  readonly request: RequestLine;
  readonly apache: ComparableAnswer | undefined;
  readonly kerbgate: ComparableAnswer;
}

/** A difference from Apache that is meant. It only ever refuses more. */
export interface Deviation {
  readonly id: string;
  readonly apache: string;
  readonly kerbgate: string;
  readonly why: string;
  covers(comparison: Comparison): boolean;
}

/** Every meant difference from Apache's answers; the README prints the list. */
export const deviations: readonly Deviation[] = [
  {
    id: 'malformed-negotiate',
    apache:
      'mod_auth_kerb answers 500 to an empty Negotiate token, and to NTLM tokens in most configurations',
    kerbgate: '401 with the challenge of any failed Negotiate',
    why: 'what a client sends is not an error of the server; nobody is let in either way',
    covers: ({ request, apache, kerbgate }) =>
      apache === undefined &&
      request.expectation?.status === 500 &&
      /^raw:"Negotiate( TlRM|")/.test(request.credential) &&
      kerbgate.status === 401 &&
      !challengesOf(kerbgate).some((challenge) => challenge.startsWith('Negotiate')),
  },
  {
    id: 'ntlm-in-negotiate',
    apache:
      'a bare NTLM token under Negotiate reaches gss-ntlmssp, which crashes the worker; the connection breaks off',
    kerbgate: '401 with the challenge of any failed Negotiate',
    why: 'only krb5 and SPNEGO are ever accepted, and a client must not end a server process',
    covers: ({ request, apache, kerbgate }) =>
      brokeOff(apache) && request.credential.includes('Negotiate TlRM') && kerbgate.status === 401,
  },
  {
    id: 'short-session',
    apache: 'a sealed session shorter than its checksum crashes the worker; the connection breaks off',
    kerbgate: 'the session is ignored, as any other broken one',
    why: 'a cookie must not end a server process',
    covers: ({ request, apache, kerbgate }) =>
      brokeOff(apache) && request.headers.some(([name]) => name === 'Cookie') && kerbgate.status === 401,
  },
  {
    id: 'unknown-method',
    apache:
      'a method of any name is handled like an extension method: by the same sections, then 200, 401, 405 or 501',
    kerbgate: '400 to every method that is not registered, names in lower case among them',
    why: 'the parser of node:http knows the registered methods only; such a request is refused before any decision',
    covers: ({ request, kerbgate }) => !METHODS.includes(request.method) && kerbgate.status === 400,
  },
  {
    id: 'strict-requests',
    apache:
      'folded header lines, HTTP/0.9, later minor versions, and both framings of a body at once are served',
    kerbgate: '400',
    why: 'the parser of node:http refuses them: what two parsers may read differently is how requests are smuggled',
    covers: ({ request, apache, kerbgate }) =>
      request.raw !== undefined && apache?.status !== 400 && kerbgate.status === 400,
  },
  {
    id: 'strict-upstream',
    apache:
      'bytes of an upstream that are not HTTP are passed on as the body of a 200, as if it were HTTP/0.9',
    kerbgate: '502',
    why: 'nobody runs HTTP/0.9 applications; such bytes are a broken answer',
    covers: ({ request, kerbgate }) => request.target === '/app/garbage' && kerbgate.status === 502,
  },
];

/** A directive that Apache serves and kerbgate refuses to start with, telling where it stands. */
export interface RefusedDirective {
  readonly directive: RegExp;
  readonly why: string;
}

/** Configurations with these are refused as a whole: nothing is served that would be decided differently. */
export const refusedDirectives: readonly RefusedDirective[] = [
  { directive: /^KrbVerifyKDC off$/im, why: 'a password is believed only when our own key proves the KDC' },
  { directive: /^KrbSaveCredentials on$/im, why: 'credentials are not stored for CGI programs' },
];

/** The refused directive a configuration holds, if any. */
export function refusedDirective(configuration: string): RefusedDirective | undefined {
  return refusedDirectives.find(({ directive }) => directive.test(configuration));
}

function challengesOf(answer: ComparableAnswer): readonly string[] {
  return answer.headers['www-authenticate'] ?? [];
}

function brokeOff(apache: ComparableAnswer | undefined): boolean {
  return apache?.status === 0 && apache.failure !== 'timeout';
}

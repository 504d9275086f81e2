import { METHODS } from 'node:http';
import { type ComparableAnswer, differences } from '../kit/compare.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import { brokeOff, namesAnother, onlyLessVary } from './deviation-shapes.js';
import { forwardProxyDeviations } from './deviations-forward-proxy.js';
import { gssapiDeviations } from './deviations-gssapi.js';
import { kerbDeviations } from './deviations-kerb.js';
import { memoryDeviations } from './deviations-memory.js';
import { sessionDeviations } from './deviations-sessions.js';
import { upstreamTlsDeviations } from './deviations-upstream-tls.js';

/** A request with kerbgate's answer, beside Apache's live answer or a recorded one (in the request's expectation). */
export interface Comparison {
  readonly fixture: Fixture;
  readonly request: RequestLine;
  readonly apache: ComparableAnswer | undefined;
  readonly kerbgate: ComparableAnswer;
  /** What Apache answers over TLSv1.3 to a client that it can ask for a certificate later, where it refuses the one that it cannot ask. */
  readonly later?: ComparableAnswer | undefined;
}

/** A difference from Apache that is meant. It only ever refuses more. Those seen in answers say which they cover. */
export interface Deviation {
  readonly id: string;
  readonly apache: string;
  readonly kerbgate: string;
  readonly why: string;
  covers?(comparison: Comparison): boolean;
}

/** Every meant difference from Apache's answers; src/reference/pages/deviations.md prints the list. */
export const deviations: readonly Deviation[] = [
  {
    id: 'ntlm-in-negotiate',
    apache:
      'a bare NTLM token under Negotiate reaches gss-ntlmssp, which crashes the worker; the connection breaks off',
    kerbgate: '401 with the challenge of any failed Negotiate',
    why: 'NTLM is taken only where GssapiAllowedMech names it, and a client must not end a server process',
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
    id: 'empty-body-length',
    apache: 'a request without a body goes to the upstream without Content-Length, except for POST',
    kerbgate: 'PUT, PATCH and the like without a body are sent on with Content-Length: 0',
    why: 'RFC 9110 §8.6 asks for it where a method usually has a body',
    covers: ({ request, apache, kerbgate }) =>
      request.body === undefined &&
      apache?.status === kerbgate.status &&
      JSON.stringify(apache.headers) === JSON.stringify(kerbgate.headers) &&
      apache.body !== kerbgate.body &&
      apache.body.replace(/\s/g, '') ===
        kerbgate.body.replace(/\s/g, '').replace('["content-length","0"],', ''),
  },
  {
    id: 'empty-token',
    apache: "an empty Negotiate token beside GssapiUseSessions is answered with SPNEGO's list of mechanisms",
    kerbgate: '401 with the challenge of any failed Negotiate',
    why: 'an empty token is no login; nobody is let in either way',
    covers: ({ request, apache, kerbgate }) =>
      /^raw:"Negotiate( [^A-Za-z0-9+/]*)?"$/.test(request.credential) &&
      apache?.status === 401 &&
      kerbgate.status === 401,
  },
  {
    id: 'vary-before-mapping',
    apache:
      'Vary names fields, too, that conditions looked at before the file was known and did not look at afterwards',
    kerbgate: 'only what was looked at for the decision is named',
    why: 'conditions are judged twice only where that can change what the request leads to; the answer does not depend on the rest',
    covers: ({ apache, kerbgate }) => apache !== undefined && onlyLessVary(apache, kerbgate),
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
  {
    id: 'ntlm-mechanism',
    apache:
      'with gss-ntlmssp installed, NTLM is among the mechanisms unless GssapiAllowedMech says otherwise, so the 401 carries other tokens',
    kerbgate: 'NTLM is tried only where it is named: 401 with the token or challenge of a failed krb5 login',
    why: 'a bare NTLM token crashes gss-ntlmssp 1.2; nobody is let in either way',
    covers: ({ fixture, request, apache, kerbgate }) =>
      !fixture.configuration.includes('GssapiAllowedMech') &&
      apache?.status === 401 &&
      kerbgate.status === 401 &&
      /^(?:raw:"Negotiate Y|alice$)/.test(request.credential),
  },
  {
    id: 'handlers-of-upstreams',
    apache:
      'SetHandler "proxy:URL" has an upstream answer for a file, 503 where it is not there; where no module is loaded for the scheme, the file itself is sent, text of programs and all',
    kerbgate: '500, with a warning at the start; ProxyPass names upstreams',
    why: 'the text of a program is for nobody',
    covers: ({ fixture, request, kerbgate }) =>
      fixture.configuration.includes('SetHandler "proxy:') &&
      request.target.startsWith('/by-handler/') &&
      kerbgate.status === 500,
  },
  {
    id: 'upstream-parameters',
    apache: 'ProxySet, and words behind the URL of <Proxy>, set parameters of an upstream',
    kerbgate:
      'they are refused at the start; ProxyPass takes the parameters, and refuses those that it does not serve',
    why: 'how long an upstream may take, and what is reused, must not be another time than was written',
  },
  {
    id: 'session-ages',
    apache: 'a SessionMaxAge of more seconds than time has is taken for an end long ago',
    kerbgate: 'one over 2^53 is refused at the start; 0 is for sessions without an end',
    why: 'whoever writes it means sessions that last, and would wonder why none does',
  },
  {
    id: 'bytes-for-programs',
    apache:
      'a path, query, field or name of a user with bytes that are not UTF-8 reaches CGI programs as it is, an unescaped byte over 127 is taken',
    kerbgate: '400; a field is left out of what the program gets, with a warning in the log',
    why: 'Node passes only UTF-8 to a program, and its parser takes only ASCII in a request line',
    covers: ({ request, kerbgate }) =>
      /%[89A-F][0-9A-F]|[\x80-\xff]|\\x[89a-f]/i.test(request.target) && kerbgate.status === 400,
  },
  {
    id: 'ranges-of-programs',
    apache:
      'a Range field cuts also what programs and upstreams answer, when they ignore it themselves, lists of folders, and pages of mod_include that have no element',
    kerbgate:
      'the answer of a program or upstream, a list and any such page are sent as they are; files are cut',
    why: 'RFC 9110 §14.2 lets a server ignore Range; nothing is sent that Apache would not send',
    covers: ({ request, apache, kerbgate }) =>
      (apache?.status === 206 || apache?.status === 416) &&
      kerbgate.status === 200 &&
      request.headers.some(([name]) => /^range$/i.test(name)),
  },
  {
    id: 'blanks-in-request-line',
    apache: 'several blanks between method, target and version are answered with 400',
    kerbgate: 'they count as one',
    why: 'the parser of node:http does so and does not tell; the request is decided like the one with single blanks, so nobody gets more than that one gives',
    covers: ({ request, kerbgate }) =>
      request.raw !== undefined && /^[A-Z]+ {2,}/.test(request.raw) && kerbgate.status === 200,
  },
  {
    id: 'certificates-at-first',
    apache:
      'a certificate that a section asks for (SSLVerifyClient) is asked for when a request comes there: TLSv1.2 negotiates anew and breaks off with a wrong one, TLSv1.3 can ask only clients that have offered post-handshake authentication and refuses others',
    kerbgate:
      'it is asked for when the connection begins, counts in that section and where httpd would know it from then on; a wrong or missing one is answered with 403, or with the status whose error document could not be had. a section of another name than the one that the connection began with asks in vain. TLSv1.3 clients without post-handshake authentication get the answer that Apache gives to those with it',
    why: 'node:tls cannot ask later; nobody is let in whom Apache would not let in with the same certificate and a client that can be asked later',
    covers: ({ fixture, request, apache, kerbgate, later }) =>
      /^ +SSLVerifyClient (?!none)/m.test(fixture.configuration) &&
      request.tls !== undefined &&
      (apache?.failure === 'closed' || later?.failure === 'closed'
        ? kerbgate.status >= 400
        : later !== undefined
          ? differences(later, kerbgate).length === 0
          : kerbgate.status === 403 && namesAnother(request)),
  },
  {
    id: 'ldap-remembered-dn',
    apache:
      'with AuthLDAPCompareDNOnServer On, a DN that Require ldap-dn found to be the one of some user is then taken for the DN of every user, until LDAPCacheTTL ends',
    kerbgate: 'each user is compared',
    why: 'who is let in must not let in everybody else',
    covers: ({ fixture, request, apache, kerbgate }) =>
      fixture.configuration.includes('AuthLDAPCompareDNOnServer On') &&
      request.target === '/dn/server' &&
      apache?.status === 200 &&
      kerbgate.status === 401,
  },
  {
    id: 'bad-values',
    apache:
      'bad GssapiCredStore, GssapiSessionKey and other values are only logged, and something else is used',
    kerbgate: 'the configuration is refused, with the place and what to write',
    why: 'what was meant to protect does not protect',
  },
  ...kerbDeviations,
  {
    id: 'named-by-connection',
    apache:
      "a client's Connection field can take away request fields that RequestHeader has set for an upstream",
    kerbgate: 'what the client names is dropped before RequestHeader sets anything',
    why: 'the upstream must learn who the user is',
  },
  {
    id: 'files-late',
    apache: 'a folder that the server may not search is answered with 403 before login',
    kerbgate: 'the file system is asked after login, where no section depends on files',
    why: 'who has not logged in learns less',
  },
  {
    id: 'slow-patterns',
    apache: 'a search that reaches a limit of PCRE counts as no match',
    kerbgate:
      'a search is bounded by the number of its steps, and one that reaches the bound ends the request with 500',
    why: 'what a pattern protects must not open because a text took too long',
  },
  {
    id: 'alias-of-alias',
    apache:
      'an AuthnProviderAlias or AuthzProviderAlias of an alias asks itself until the stack ends; the worker crashes',
    kerbgate: 'the configuration is refused, with the place',
    why: 'a login must not end a server process',
  },
  {
    id: 'file-group-alone',
    apache: 'Require file-group crashes the worker where mod_authz_owner is not loaded',
    kerbgate: 'it denies, with a line in the log',
    why: 'nobody can be in a group that nothing tells',
  },
  {
    id: 'password-checks-are-bounded',
    apache:
      'each check of a password occupies a worker for as long as its hash takes, and requests wait without end',
    kerbgate:
      'hashes are tried beside the requests, two at a time in each worker; 256 may wait, for 30 seconds, then the answer is 500. Passwords over 4,096 bytes fit nothing, files of users over 128 MiB or 4,000,000 lines or members are not read',
    why: 'whoever sends passwords must not keep the others out',
  },
  {
    id: 'unknown-users',
    apache: 'a user who is in no file is refused at once, which tells who has an account',
    kerbgate: 'the password is tried on a hash of the kind that the file has, then refused in the same way',
    why: 'the time of an answer must not tell names',
  },
  {
    id: 'fake-logins-in-logs',
    apache: 'AuthBasicFake writes the made-up password to the log at the level info',
    kerbgate: 'the line is there without it',
    why: 'no secret belongs in a log',
  },
  {
    id: 'text-bombs',
    apache: 'variables, macros and Includes that grow without end are followed until memory ends',
    kerbgate:
      'they are refused: more than 64 MiB of values, 32 MiB of macro text, 256 MiB or 50,000 included files, sections nested 200 deep, 100 nested parentheses or 1,000 operators in an expression',
    why: "no configuration needs them, and a check of a stranger's text must end",
  },
  {
    id: 'folder-file-macros',
    apache:
      'a .htaccess file may use the macros of the configuration, and those that it defines stay known to files that are read later',
    kerbgate: 'it knows its own macros alone: another is undefined, and the answer is 500',
    why: 'what one file says must not depend on which requests came before',
    covers: ({ request, apache, kerbgate }) =>
      request.target.startsWith('/from-server/macro') && apache?.status !== 500 && kerbgate.status === 500,
  },
  {
    id: 'folder-files-are-bounded',
    apache: '.htaccess files of any size are read anew for each request',
    kerbgate:
      'one is looked at for each request and read again when it has changed; one that has more than 256 KiB, 50,000 lines or 1 MiB of values or macro text answers 500',
    why: 'whoever may write such a file must not be able to hold up the server',
  },
  {
    id: 'exec-element',
    apache: 'the exec element of pages starts any command, where Options Includes is on',
    kerbgate: 'the error message stands in its place; programs that are configured can be included',
    why: 'what runs is for the configuration to say, not for whoever writes a page',
    covers: ({ request, apache, kerbgate }) =>
      /exec/.test(request.target) &&
      apache?.status === 200 &&
      kerbgate.body.includes('[an error occurred while processing this directive]') &&
      !kerbgate.body.includes('started'),
  },
  {
    id: 'pages-are-bounded',
    apache: 'pages may include others, set variables and send text without end, lists tell of whole folders',
    kerbgate:
      'one request includes at most 10,000 times, sets 16 MiB of variables, sends 4 GiB from pages; an element has 256 KiB, a text with its variables 1 MiB, an expression of SSILegacyExprParser 1,000 tokens, a list 100,000 entries',
    why: 'a page that includes itself must not end the server',
  },
  {
    id: 'relative-directory',
    apache: '<Directory "foo"> with a relative path means the folder below the one httpd was started in',
    kerbgate: 'it is refused',
    why: 'what a section protects must not depend on where somebody stood',
  },
  {
    id: 'compression',
    apache: 'answers that DEFLATE or BROTLI_COMPRESS are set for are compressed, with Vary: Accept-Encoding',
    kerbgate: 'they are sent as they are',
    why: 'compression decides nothing about who gets an answer; what stands before kerbgate can compress',
  },
  {
    id: 'header-lookups',
    apache: '-F, -U and -A may stand in Header lines',
    kerbgate: 'they are refused there; in conditions, Require and SetEnvIfExpr they are served',
    why: 'a request for another path inside the sending of an answer decides nothing that a section could not',
  },
  {
    id: 'log-programs-by-worker',
    apache: 'a program that logs are piped to runs once',
    kerbgate: 'it runs once in each worker',
    why: 'workers share nothing but their port; programs such as rotatelogs open files for appending',
  },
  {
    id: 'files-late-in-logs',
    apache: '%f and AH01630 name the file that a path leads to',
    kerbgate:
      'where no section depends on files they name the path below DocumentRoot or Alias, however much of it is there',
    why: 'the file system is asked after login there, so a refusal knows of no file',
  },
  {
    id: 'reason-of-bad-path',
    apache: 'AH10244 tells the path that cannot be taken',
    kerbgate: 'the reason stands behind it',
    why: 'whoever reads the log should not have to guess',
  },
  ...gssapiDeviations,
  ...memoryDeviations,
  ...sessionDeviations,
  ...upstreamTlsDeviations,
  ...forwardProxyDeviations,
];

/** A directive that Apache serves and kerbgate refuses to start with, telling where it stands. */
export interface RefusedDirective {
  readonly directive: RegExp;
  readonly why: string;
}

/** Configurations with these are refused as a whole: nothing is served that would be decided differently. */
export const refusedDirectives: readonly RefusedDirective[] = [];

/** The refused directive a configuration holds, if any. */
export function refusedDirective(configuration: string): RefusedDirective | undefined {
  return refusedDirectives.find(({ directive }) => directive.test(configuration));
}

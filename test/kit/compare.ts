import { type Answer, headerValues } from './answer.js';

/** An answer without what may differ between two servers that decide alike. */
export interface ComparableAnswer {
  readonly status: number;
  readonly failure: string | undefined;
  /** The compared headers by lower-case name; values in order. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Text of the body: a built-in error page is reduced to its title. */
  readonly body: string;
  /** What a CGI program of the kit saw, when the body says so. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is known about a request and its server when its answer is normalised. */
export interface AnswerContext {
  readonly port: number;
  /** What the client's library said to the server's token, see ClientToken.verify. */
  readonly tokenVerdict: string | undefined;
}

const compared = [
  'www-authenticate',
  'proxy-authenticate',
  'via',
  'location',
  'set-cookie',
  'content-type',
  'content-encoding',
  'etag',
  'last-modified',
  'accept-ranges',
  'content-range',
  'allow',
  'cache-control',
  'vary',
  'persistent-auth',
];

/** What configurations set to tell something. */
const told = /^x-/i;

/** Reduces an answer to what must be equal. */
export function comparable(answer: Answer, context: AnswerContext): ComparableAnswer {
  const headers: Record<string, readonly string[]> = {};
  const own = answer.headers.map(([name]) => name.toLowerCase()).filter((name) => told.test(name));
  for (const name of new Set([...compared, ...own])) {
    const values = headerValues(answer, name).map((value) => plainValue(name, value, context));
    if (values.length > 0) headers[name] = values;
  }
  const length = headerValues(answer, 'content-length');
  const parts = headers['content-type']?.[0]?.startsWith('multipart/') ?? false;
  if (headers.etag !== undefined && length.length > 0 && !parts) headers['content-length'] = length;
  return { status: answer.status, failure: answer.failure, headers, ...bodyOf(answer, context) };
}

function plainValue(name: string, value: string, context: AnswerContext): string {
  if (name === 'set-cookie') return plainCookie(value);
  if (name.endsWith('authenticate')) {
    const verdict = context.tokenVerdict === undefined ? '<token>' : `<token: ${context.tokenVerdict}>`;
    return value.replace(/\b(Negotiate|NTLM) [A-Za-z0-9+/=]+/, `$1 ${verdict}`);
  }
  if (name.startsWith('x-unique')) return plainId(value);
  if (name === 'content-type') return value.replace(/boundary=.*/, 'boundary=<boundary>');
  // Which of two words is evaluated first is up to the compiler.
  if (name === 'vary') return value.toLowerCase().split(/, */).sort().join(',');
  // Apache's order of methods comes from a hash table with a random seed.
  if (name === 'allow') return value.split(/, */).sort().join(',');
  return plainText(value, context);
}

/** Sealed values and times go, names, attributes and a time's sign stay. */
function plainCookie(value: string): string {
  return value
    .replace(/MagBearerToken=[^&;]+/g, 'MagBearerToken=<sealed>')
    .replace(/expiry=(-?)\d+/g, 'expiry=$1<time>');
}

/** What makes the name of a file of credentials one of its own. */
const uniqueFile = /(FILE:\S*(?:@[A-Z.]+-|krb5cc_apache_))\w{6}\b/g;

/** Ports and the names of the servers' own folders. */
function plainText(text: string, context: AnswerContext): string {
  return text
    .replaceAll(`:${context.port}`, ':<port>')
    .replace(/(apache|kerbgate)-\d+/g, '<server>')
    .replace(uniqueFile, '$1XXXXXX');
}

type BodyParts = Pick<ComparableAnswer, 'body' | 'environment'>;

function bodyOf(answer: Answer, context: AnswerContext): BodyParts {
  const text = plainText(answer.body.toString('latin1'), context);
  const type = headerValues(answer, 'content-type')[0] ?? '';
  if (type === 'application/json') return jsonBody(text, context);
  if (/multipart\/byteranges/.test(type))
    return { body: text.replace(/--[0-9A-Za-z'()+_,./:=?-]+/g, '--<boundary>') };
  if (/message\/http/.test(type))
    return { body: text.replace(/Negotiate [A-Za-z0-9+/=]+/, 'Negotiate <token>') };
  return { body: isBuiltInPage(answer, text) ? builtInPage(text) : text };
}

function isBuiltInPage(answer: Answer, text: string): boolean {
  return (
    answer.status >= 300 &&
    new RegExp(`<title>${answer.status === 0 ? 'x' : '\\d{3}'} [^<]+</title>`, 'i').test(text)
  );
}

/** Built-in pages are in each server's own words: title, and whether the error page failed too. */
function builtInPage(text: string): string {
  const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1] ?? '';
  return `built-in page: ${title}${/\bAdditionally\b/.test(text) ? ', Additionally' : ''}`;
}

interface ReportedBody {
  readonly environment?: Readonly<Record<string, string>>;
  readonly headers?: readonly (readonly [string, string])[];
}

function jsonBody(text: string, context: AnswerContext): BodyParts {
  let report: ReportedBody;
  try {
    report = JSON.parse(text) as ReportedBody;
  } catch {
    return { body: text };
  }
  if (report.environment !== undefined) {
    const environment = plainEnvironment(report.environment, context);
    return { body: JSON.stringify({ ...report, environment }, null, 1), environment };
  }
  if (report.headers !== undefined) {
    return { body: JSON.stringify({ ...report, headers: plainHeaders(report.headers) }, null, 1) };
  }
  return { body: text };
}

/** Says which server it is, which port the client had, or what a shell adds. */
const ownVariables = new Set(
  'PATH SERVER_SOFTWARE SERVER_SIGNATURE REMOTE_PORT PWD OLDPWD SHLVL _ SSL_VERSION_LIBRARY SSL_SESSION_ID'.split(
    ' ',
  ),
);

function plainEnvironment(
  environment: Readonly<Record<string, string>>,
  context: AnswerContext,
): Record<string, string> {
  const entries = Object.entries(environment).filter(
    ([name]) => !ownVariables.has(name.replace(/^(REDIRECT_)+/, '')),
  );
  return Object.fromEntries(
    entries
      .map(([name, value]) => [name, plainVariable(name.replace(/^(REDIRECT_)+/, ''), value, context)])
      .sort(),
  );
}

function plainVariable(name: string, value: string, context: AnswerContext): string {
  if (name === 'SERVER_PORT' || name === 'BACKEND_PORT')
    return value === String(context.port) ? '<port>' : value;
  if (name === 'GSS_SESSION_EXPIRATION') return value === '0' ? '0' : '<time>';
  if (name === 'UNIQUE_ID') return plainId(value);
  if (name === 'KRB5CCNAME') return value.replace(/(krb5cc_apache_|-)\w{6}$/, '$1XXXXXX');
  if (name === 'GSS_ERROR_MIN') return value === '0' ? '0' : '<minor>';
  return plainCookie(value);
}

/** A fresh one for each request, of one form. */
const plainId = (value: string): string => value.replace(/^[A-Za-z0-9_-]{27}$/, '<unique id>');

const connectionHeaders = new Set(['connection', 'keep-alive']);

/** What an application behind the server saw; the order between different names does not matter. */
function plainHeaders(headers: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return headers
    .map(([name, value]) => [name.toLowerCase(), plainProxied(value)] as const)
    .filter(([name]) => !connectionHeaders.has(name))
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}

function plainProxied(value: string): string {
  return plainCookie(value).replace(/^(Negotiate|NTLM) [A-Za-z0-9+/=]{24,}$/i, '$1 <token>');
}

/** Every difference between two answers, each in a line that names both sides; none when they are alike. */
export function differences(apache: ComparableAnswer, kerbgate: ComparableAnswer): readonly string[] {
  const result: string[] = [];
  const note = (what: string, left: unknown, right: unknown): void => {
    if (left !== right)
      result.push(`${what}: apache ${JSON.stringify(left)}, kerbgate ${JSON.stringify(right)}`);
  };
  note('status', apache.status, kerbgate.status);
  note('failure', apache.failure, kerbgate.failure);
  for (const name of new Set([...Object.keys(apache.headers), ...Object.keys(kerbgate.headers)])) {
    note(name, apache.headers[name]?.join(' | '), kerbgate.headers[name]?.join(' | '));
  }
  if (apache.environment === undefined || kerbgate.environment === undefined)
    note('body', apache.body, kerbgate.body);
  else result.push(...environmentDifferences(apache, kerbgate));
  return result;
}

function environmentDifferences(apache: ComparableAnswer, kerbgate: ComparableAnswer): readonly string[] {
  const result: string[] = [];
  const left = apache.environment ?? {};
  const right = kerbgate.environment ?? {};
  for (const name of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
    if (left[name] !== right[name])
      result.push(`CGI ${name}: apache ${show(left[name])}, kerbgate ${show(right[name])}`);
  }
  if (result.length === 0 && apache.body !== kerbgate.body) {
    result.push(`body: apache ${show(apache.body)}, kerbgate ${show(kerbgate.body)}`);
  }
  return result;
}

function show(value: string | undefined): string {
  return value === undefined ? '(not set)' : JSON.stringify(value);
}

/** An answer in a few lines for people. */
export function renderAnswer(answer: ComparableAnswer): string {
  const lines = [`${answer.status}${answer.failure === undefined ? '' : ` (${answer.failure})`}`];
  for (const [name, values] of Object.entries(answer.headers))
    lines.push(...values.map((value) => `${name}: ${value}`));
  const body =
    answer.body.length > 3000 ? `${answer.body.slice(0, 300)}… (${answer.body.length} bytes)` : answer.body;
  return [...lines, '', body].join('\n').trimEnd();
}

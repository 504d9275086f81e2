import fc from 'fast-check';
import type { ExpressionRow } from './expression-table.js';

/** Made-up expressions: the same seed gives the same ones. None depends on time, on ports or on names of hosts. */
export function randomExpressions(seed: number, count: number): readonly ExpressionRow[] {
  const conditions = fc.sample(condition, { seed, numRuns: Math.ceil(count * 0.8) });
  const texts = fc.sample(text, { seed, numRuns: count - conditions.length });
  return [
    // Quotes at both ends would be taken off in a Require line.
    ...conditions.map((written) => ({
      kind: 'condition' as const,
      text: /^".*"$/.test(written) ? `(${written})` : written,
    })),
    ...texts.map((written) => ({ kind: 'text' as const, text: written })),
  ].map((row, at) => ({ ...row, line: at + 1 }));
}

const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const variables = from(
  ...[
    'REQUEST_METHOD',
    'REQUEST_SCHEME',
    'SERVER_PROTOCOL',
    'HTTPS',
    'HTTP2',
    'IPV6',
    'IS_SUBREQ',
    'AUTH_TYPE',
  ],
  ...['REMOTE_ADDR', 'REMOTE_USER', 'QUERY_STRING', 'PATH_INFO', 'HTTP_HOST', 'HTTP_COOKIE', 'HTTP_REFERER'],
  ...['SERVER_NAME', 'SERVER_ADMIN', 'REQUEST_STATUS', 'API_VERSION', 'CONTEXT_PREFIX', 'DOCUMENT_ROOT'],
  // What is not known until the file is found leaves its trace in Vary when httpd asks early.
  ...['DOCUMENT_URI', 'remote_addr'],
);
const functions = from(
  ...['tolower', 'toupper', 'escape', 'unescape', 'base64', 'unbase64', 'md5', 'sha1', 'ldap', 'req', 'http'],
  ...['reqenv', 'env', 'osenv', 'note', 'resp', 'req_novary', 'filesize', 'ToLower'],
);
const fields = from('X-One', 'X-Many', 'X-Empty', 'X-None', 'X-Pat', 'SET', 'NOTED', 'User-Agent', 'x-one');
/** Text that is the same in strings, arguments and plain texts. */
const plain = from(
  '',
  'a',
  'b',
  'abc',
  'GET',
  'uno',
  'u*',
  ' ',
  'a b',
  '10',
  '-3',
  '127.0.0.1',
  '/{ROOT}/plain',
  '%20',
  'a%2fb',
  '%zz',
);
const escapes = from('\\n', '\\t', '\\101.', '\\351.', '\\\\', '\\d', '\\$1', '\\%', '\\0.', '$', '%', '$x');
const groups = from('$0', '$1', '$2', '$9');
const patterns = from(
  ...[
    '/a/',
    '/^a(.)/',
    '/(b)|(c)/',
    '/(a)?(b)/i',
    '/^$/',
    '/(^)/',
    '/\\d+/',
    'm#/(.)#',
    '/[^a-z]/',
    '/(?:x|y)/',
  ],
  ...['/(.*)(.)$/', '/U(N)O/i', 'm|^(\\w+)/(\\d)|', '/\\./', '/(\\xe9)/', '/^(?=.*o)u/'],
);
const wildcards = from('*', 'a*', '?b?', '[a-c]*', 'u[!x]o', '*/*', '', '\\\\*', '{ROOT}/*');
const subnets = from("'10.0.0.0/8'", "'127.0.0.1'", "'127'", "'::1'", "'0.0.0.0/1'", "'fe80::/10'");
const addresses = from("'10.1.2.3'", "'127.0.0.1'", "'::1'", "'fe80::2'", "''", '%{REMOTE_ADDR}');
const paths = from(
  "'{ROOT}'",
  "'{ROOT}/plain'",
  "'{ROOT}/linked'",
  "'{ROOT}/missing'",
  "''",
  '%{DOCUMENT_ROOT}',
  "'{CGI}/env'",
);
const compare = from('==', '=', '!=', '<', '<=', '>', '>=', '-eq', 'ne', '-lt', 'le', '-gt', 'ge', 'eq');
const blank = from('', ' ', '  ');

/** A field without a name is told in Vary by httpd, and by nothing here. */
const named = (name: string) => (name === 'req' || name === 'http' ? "'x' . " : '');

const { part, word } = fc.letrec<{ part: string; string: string; word: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    plain,
    plain,
    escapes,
    groups,
    variables.map((name) => `%{${name}}`),
    fields.map((name) => `%{req:${name}}`),
    fc.tuple(functions, plain, tie('part')).map(([name, first, inner]) => `%{${name}:x${first}${inner}}`),
  ),
  string: fc
    .tuple(from("'", '"'), fc.array(tie('part'), { maxLength: 3 }))
    .map(([quote, parts]) => quote + parts.join('') + quote),
  word: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('string'),
    from('0', '5', '10', '-3', '007'),
    groups,
    variables.map((name) => `%{${name}}`),
    fc.tuple(functions, tie('word')).map(([name, argument]) => `${name}(${named(name)}${argument})`),
    fc.tuple(tie('word'), tie('word')).map(([left, right]) => `${left} . ${right}`),
  ),
}));

const test = fc.oneof(
  fc.tuple(word, blank, compare, word).map(([left, space, operator, right]) => {
    const apart = /^[a-z-]/.test(operator) ? ' ' : space;
    return `${left}${apart}${operator}${apart}${right}`;
  }),
  fc.tuple(word, from('=~', '!~'), patterns).map((parts) => parts.join(' ')),
  fc
    .tuple(word, from('in', '-in'), fc.array(word, { minLength: 1, maxLength: 4 }))
    .map(([needle, operator, words]) => `${needle} ${operator} {${words.join(', ')}}`),
  fc.tuple(from('-n', '-z', '-T'), word).map((parts) => parts.join(' ')),
  fc.tuple(from('-d', '-e', '-f', '-s', '-L', '-h', '-x'), paths).map((parts) => parts.join(' ')),
  fc
    .tuple(
      word,
      from('-strmatch', '-strcmatch', '-fnmatch'),
      fc.oneof(
        wildcards.map((pattern) => `'${pattern}'`),
        word,
      ),
    )
    .map((parts) => parts.join(' ')),
  fc.tuple(addresses, subnets).map(([address, subnet]) => `${address} -ipmatch ${subnet}`),
  subnets.map((subnet) => `-R ${subnet}`),
  from('true', 'false'),
);

const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    test,
    fc
      .tuple(tie('condition'), from('&&', '||', 'and', 'or'), tie('condition'))
      .map((parts) => parts.join(' ')),
    fc.tuple(from('!', 'not '), tie('condition')).map((parts) => parts.join('')),
    tie('condition').map((inner) => `(${inner})`),
  ),
}));

/** What comes out is escaped: header fields hold no control characters. */
const text = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `%{escape:x${parts.join('')}}`);

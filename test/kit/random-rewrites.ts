import fc from 'fast-check';
import type { Fixture, RequestLine } from './fixture.js';

/** Made-up sets of rules, each with requests for it: the same seed gives the same ones. */
export function randomRewrites(seed: number, count: number): readonly Fixture[] {
  return fc
    .sample(ruleSets, { seed, numRuns: count })
    .map((sets, at) => fixtureOf(`random-rewrites-${at + 1}`, sets));
}

const from = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const patterns = from(
  ...[
    '^',
    '^/?a',
    '^/?(a|b)/(.*)$',
    '(.*)',
    '^(.*)a(.*)$',
    'b$',
    '^/?$',
    '(.)/(.)',
    '[ab]+',
    'index',
    '^/?dir/(.*)',
  ],
  ...['!^/?a', '!b', 'plain', '^/?env', 'c(?=/)', '^/(.)', 'x?', '(a)|(b)', '\\.html$', '(?i)A'],
);
const substitutions = from(
  ...[
    '-',
    '/plain',
    '/a/b',
    'b',
    '$1',
    '/$1',
    '/cgi/env/$1?g=$2',
    '/cgi/env?q=%1',
    '/c/$2/$1',
    '/dir/',
    '/page.html?',
  ],
  ...[
    '/missing',
    '/dir/$1',
    'x$0',
    '/cgi/env?u=%{REQUEST_URI}',
    '/cgi/env?$0',
    'http://example.com/$1',
    '/b?$1&x=%{QUERY_STRING}',
  ],
  ...[
    '/cgi/env/%{ENV:ONE}',
    '/cgi/env?m=${table:$1|none}',
    '//double/$1',
    '/a%20b',
    '"/with blank.txt"',
    '/cgi/env?\\$1\\%1',
  ],
);
const flags = from(
  ...[
    'L',
    'L',
    'END',
    'PT',
    'PT',
    'R',
    'R=301',
    'R=404',
    'F',
    'G',
    'C',
    'S=1',
    'S=2',
    'QSA',
    'QSD',
    'QSL',
    'NE',
    'NC',
    'B',
  ],
  ...[
    'E=ONE:$1',
    'E=TWO:%1',
    'E=!ONE',
    'NS',
    'DPI',
    'T=text/x-made',
    'BNP',
    'N=3',
    'UNC',
    'UnsafeAllow3F',
    'CO=n:v:example.com',
  ],
);
const tested = from(
  ...[
    '%{REQUEST_URI}',
    '%{QUERY_STRING}',
    '%{REQUEST_METHOD}',
    '$1',
    '%1',
    '%{ENV:ONE}',
    '%{HTTP:X-One}',
    '%{DOCUMENT_ROOT}$0',
  ],
  ...[
    '%{LA-U:REQUEST_URI}',
    '%{IS_SUBREQ}',
    'x%{PATH_INFO}',
    '%{REQUEST_FILENAME}',
    '${table:$1}',
    '%{HTTPS}',
  ],
);
const tests = from(
  ...[
    'a',
    '^$',
    '(.)',
    '!a',
    '^/(.*)',
    '-f',
    '!-f',
    '-d',
    '!-d',
    '=a',
    '<b',
    '>a',
    '>=/b',
    '-eq1',
    '!-lt2',
    'b(.)?',
    '^GET',
    '-U',
    '-F',
  ],
);
const conditionFlags = from('', '', ' [NC]', ' [OR]', ' [NV]');

const condition = fc.tuple(tested, tests, conditionFlags).map(
  ([text, test, written]) =>
    // The case of letters counts for nothing in tests of files and numbers, which is told.
    `RewriteCond "${text}" ${test}${written === ' [NC]' && /^!?-/.test(test) ? '' : written}`,
);
const rule = fc
  .tuple(fc.array(condition, { maxLength: 2 }), patterns, substitutions, fc.array(flags, { maxLength: 3 }))
  .map(([conditions, pattern, target, chosen]) => {
    const written = chosen.length === 0 ? '' : ` [${[...new Set(chosen)].join(',')}]`;
    return [...conditions, `RewriteRule ${pattern} ${target}${written}`].join('\n');
  });
const rules = fc.array(rule, { minLength: 1, maxLength: 5 }).map((written) => written.join('\n'));

const ruleSets = fc.record({
  server: fc.option(rules, { nil: '', freq: 3 }),
  folder: fc.option(rules, { nil: '', freq: 2 }),
  inner: fc.option(rules, { nil: '', freq: 1 }),
  options: from(
    '',
    '',
    'RewriteOptions Inherit',
    'RewriteOptions InheritBefore',
    'RewriteOptions AllowNoSlash',
  ),
  base: from('', '', 'RewriteBase /', 'RewriteBase /dir/'),
});

const targets = [
  '/',
  '/a',
  '/b/x?q=1',
  '/a/b/c',
  '/plain',
  '/dir/',
  '/dir',
  '/dir/a',
  '/dir/b/a?a=b&c',
  '/dir/index.html',
];
const odd = [
  '/cgi/env/a',
  '/A/b%20c',
  '/private/a',
  '/private/page.txt',
  '/a%3fb',
  '/dir/a%25b',
  '//a//b',
  '/missing.html?',
];

type Sets = typeof ruleSets extends fc.Arbitrary<infer T> ? T : never;

function fixtureOf(name: string, { server, folder, inner, options, base }: Sets): Fixture {
  const configuration = [
    'DocumentRoot {ROOT}',
    'ScriptAlias /cgi {CGI}',
    'LimitInternalRecursion 4',
    'RewriteEngine On',
    'RewriteMap table txt:{FILES}/table.txt',
    server,
    '<Directory {ROOT}>',
    'RewriteEngine On',
    base === 'RewriteBase /' ? base : '',
    folder,
    '</Directory>',
    '<Directory {ROOT}/dir>',
    base === 'RewriteBase /dir/' ? base : '',
    options,
    inner,
    '</Directory>',
    '<Location /private>',
    'Require all denied',
    '</Location>',
    '',
  ].join('\n');
  return {
    name,
    configuration,
    servers: ['apache', 'kerbgate'],
    modules: [],
    files: { 'table.txt': 'a one\nb two\na/b three\n' },
    requests: [...targets, ...odd].map(requestFor),
  };
}

function requestFor(target: string, at: number): RequestLine {
  const method = at % 7 === 5 ? 'POST' : 'GET';
  const headers: RequestLine['headers'] = at % 3 === 1 ? [['X-One', 'a']] : [];
  return {
    text: `${method} ${target}`,
    line: at + 1,
    connection: at + 1,
    method,
    target,
    credential: 'none',
    headers,
    ...(method === 'POST' ? { body: 'a=b' } : {}),
  };
}

import type { Random } from '../kit/random.js';
import { line, type Part } from './part.js';
import { some } from './words.js';

/** A few rules with their conditions; patterns fit paths with a slash at the start and without. */
export function rewriteRules(random: Random): Part[] {
  const options = random.chance(0.15)
    ? [`RewriteOptions ${random.pick(['Inherit', 'InheritBefore', 'AllowAnyURI', 'InheritDown'])}`]
    : [];
  const base = random.chance(0.1) ? [`RewriteBase ${random.pick(['/', '/a/'])}`] : [];
  const rules = some(random, 1, 3, () =>
    withoutStrayGroups([...some(random, 0, 2, () => condition(random)), rule(random)]),
  );
  return ['RewriteEngine On', ...options, ...base, ...rules.flat()].map(line);
}

/** Groups of an expression that searched nothing are what happens to stand in httpd's memory, which ends a process at times. */
function withoutStrayGroups(lines: string[]): string[] {
  if (!lines.some((text) => text.startsWith('RewriteCond expr'))) return lines;
  return lines.map((text) => text.replace('%1', '%{REMOTE_USER}'));
}

const tested = [
  ...[
    '%{REQUEST_URI}',
    '%{HTTP:X-A}',
    '%{REMOTE_USER}',
    '%{LA-U:REMOTE_USER}',
    '%{ENV:SEEN}',
    '%{HTTP:Cookie}',
  ],
  ...['%{REQUEST_METHOD}', '%{QUERY_STRING}', '%{REQUEST_FILENAME}', '%{THE_REQUEST}', '%{IS_SUBREQ}', '$0'],
];
const tests = [
  'page',
  '^$',
  '!^$',
  '1',
  '!1',
  'alice',
  '^/a',
  '!^/a',
  '(.)',
  '-f',
  '!-f',
  '-d',
  '=true',
  '^POST',
];

function condition(random: Random): string {
  if (random.chance(0.2)) {
    const test = random.pick([
      "%{REQUEST_METHOD} == 'GET'",
      '-n %{REMOTE_USER}',
      "%{ENV:SEEN} == '1'",
      'false',
    ]);
    return `RewriteCond expr "${test}"`;
  }
  const test = random.pick(tests);
  const flags = random.chance(0.2)
    ? ` [${test.includes('-') ? 'OR' : random.pick(['OR', 'NC', 'NC,OR'])}]`
    : '';
  return `RewriteCond "${random.pick(tested)}" ${test}${flags}`;
}

const patterns = [
  ...[
    '^',
    '^/?a',
    '^/?old(.*)$',
    'page',
    '\\.bak$',
    '^/?a/(.*)$',
    '!page',
    '^/?env',
    '(.*)',
    '^/?$',
    '^/?b/',
  ],
  ...['^/?nowhere', '^/?up/(.*)', 'html$'],
];
const substitutions = [
  ...[
    '-',
    '-',
    '/page.html',
    '/a/page.html',
    '/a/$1',
    'page.html',
    '/env/$1',
    '/env?u=%{REMOTE_USER}',
    '/nowhere',
  ],
  ...[
    'http://127.0.0.1:{UPSTREAM}/x',
    '/a/',
    '/env?q=%1',
    '/up/$1',
    '/alias/page.html',
    '{SITE}/a/page.html',
  ],
];
const flags = [
  ...[
    'L',
    'L',
    'END',
    'R',
    'R=301',
    'F',
    'G',
    'PT',
    'PT',
    'NE',
    'QSA',
    'C',
    'S=1',
    'NC',
    'NS',
    'QSD',
    'R=404',
    'R=401',
    'N=2',
  ],
  ...['E=SEEN:1', 'E=MARK:red', 'E=NEVER:$1', 'E=!SEEN', 'T=text/x-made', 'H=cgi-script', 'DPI', 'B'],
];

function rule(random: Random): string {
  const target = random.pick(substitutions);
  const passes = target.includes('{UPSTREAM}') && random.chance(0.8) ? ['P'] : [];
  const chosen = [...new Set([...passes, ...some(random, 0, 2, () => random.pick(flags))])];
  return `RewriteRule ${random.pick(patterns)} ${target}${chosen.length === 0 ? '' : ` [${chosen.join(',')}]`}`;
}

import type { Random } from '../kit/random.js';

/** One of several makers, each with how often it is wanted compared with the others. */
export function weighted<T>(
  random: Random,
  choices: readonly (readonly [weight: number, make: () => T])[],
): T {
  let rest = random.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, make] of choices) {
    rest -= weight;
    if (rest < 0) return make();
  }
  return choices.at(-1)![1]();
}

export function some<T>(random: Random, from: number, to: number, make: () => T): T[] {
  return Array.from({ length: from + random.below(to - from + 1) }, make);
}

/** Paths of URLs that sections name and requests ask for. */
export const places = [
  ...[
    '/',
    '/a',
    '/a/',
    '/a/b',
    '/a/b/page.html',
    '/page.html',
    '/a/page.html',
    '/data.txt',
    '/env',
    '/env/more',
  ],
  ...[
    '/inc.shtml',
    '/a/part.shtml',
    '/alias',
    '/alias/page.html',
    '/up',
    '/up/x',
    '/index.html',
    '/nowhere',
    '/a/b/',
    '/old',
  ],
] as const;

export const placePatterns = [
  ...['^/a', '^/a/', 'page', '\\.html$', '^/(?<first>[a-z]+)/', '/b/?$', '^/env(/|$)', '^/(a|alias)/', '.'],
  ...['^/$', '(?i)/PAGE', '^(?!/a)', '^/[^/]*$'],
] as const;

export const placeWildcards = ['/*', '/a/*', '/*/b', '/?', '/[ae]*', '/a*', '/*.html'] as const;

export const folders = [
  '{SITE}',
  '{SITE}/a',
  '{SITE}/a/b',
  '{SITE}/a/',
  '{SITE}/*',
  '{SITE}/?/b',
  '/',
] as const;
export const folderPatterns = ['/a$', 'a/b', '^{SITE}/a', '/(?<folder>[a-z]+)$', '.', '/a/?$'] as const;
export const fileNames = [
  'page.html',
  'index.html',
  '*.html',
  'p*',
  '*.txt',
  '*.shtml',
  '?ata.txt',
  'env',
  'more',
  '*',
] as const;
export const filePatterns = ['\\.html$', '^(?<base>p).*', 'data|env', '^index', '.'] as const;

export const conditions = [
  ...[
    "%{REQUEST_METHOD} == 'POST'",
    "%{REQUEST_METHOD} in { 'GET', 'HEAD' }",
    "%{HTTP:X-A} == '1'",
    '-n %{REMOTE_USER}',
  ],
  ...[
    '%{REQUEST_URI} =~ m#^/a#',
    "-R '127.0.0.0/8'",
    "-R '10.0.0.0/8'",
    "%{QUERY_STRING} -strmatch 'x=*'",
    'true',
    'false',
  ],
  ...[
    "%{ENV:SEEN} == '1'",
    "reqenv('MARK') == 'red'",
    '%{HTTPS} == "off"',
    '! -z %{QUERY_STRING}',
    "%{REQUEST_URI} == '/page.html'",
  ],
  ...[
    '%{HTTP_USER_AGENT} =~ /curl/i',
    "req('X-B') -eq 2",
    '%{REQUEST_FILENAME} =~ /page/',
    '-f %{REQUEST_FILENAME}',
    "%{PATH_INFO} != ''",
    "%{ENV:MATCH_FIRST} == 'a'",
    '-n %{ENV:MATCH_BASE}',
    "%{HANDLER} == 'proxy-server'",
    "%{IS_SUBREQ} == 'true'",
  ],
] as const;

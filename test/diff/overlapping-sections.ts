import type { Fixture, RequestLine } from '../kit/fixture.js';
import type { Random } from '../kit/random.js';

const places = [
  '<Location /app>',
  '<Location /app/docs>',
  '<LocationMatch "^/app">',
  '<LocationMatch "^/(?:app|pub)/docs">',
  '<LocationMatch "^/[^/]+/admin">',
  '<LocationMatch "[.]html$">',
  '<Location "/*/docs">',
  '<Files x.html>',
  '<Files "x*">',
  '<FilesMatch "[.]html$">',
  '<FilesMatch "^(?:x|y)">',
  '<Directory "{ROOT}/app">',
  '<DirectoryMatch "/docs">',
  '<Directory "{FILES}">',
] as const;

const rules = ['all granted', 'all denied', 'ip 10.0.0.0/8', 'method GET', 'not ip 10.0.1.0/24'] as const;

const bases = ['', '/app', '/app/docs', '/pub', '/pub/docs', '/app/admin', '/pub/admin', '/pub/admin/docs'];
const names = ['', '/', '/x.html', '/y.txt', '/xa.html', '/z.html'];

/** Configurations whose sections lie over each other, so that some requests come to several at once; with requests for all of these. */
export function overlappingSections(random: Random, count: number, like: Fixture): readonly Fixture[] {
  const requests = bases
    .flatMap((base) => names.map((name) => base + name))
    .filter((target) => target !== '')
    .map(
      (target): RequestLine => ({
        ...{ text: target, line: 1, connection: 1, method: 'GET', target, credential: 'nobody', headers: [] },
      }),
    );
  return Array.from({ length: count }, (_, at) => ({
    ...like,
    name: `overlapping-${at + 1}`,
    configuration: configuration(random),
    files: {},
    modules: [],
    servers: ['kerbgate'] as const,
    requests,
  }));
}

function configuration(random: Random): string {
  const sections = Array.from({ length: 2 + random.below(3) }, () => section(random));
  return ['Alias /pub "{FILES}"', ...sections].join('\n');
}

function section(random: Random): string {
  const open = random.pick(places);
  const [, kind] = /^<(\w+)/.exec(open)!;
  const merging = random.chance(0.6) ? [`  AuthMerging ${random.pick(['And', 'Or', 'Off'])}`] : [];
  const rule = random.pick(rules);
  const lines = rule.startsWith('not ')
    ? ['  <RequireAll>', '    Require all granted', `    Require ${rule}`, '  </RequireAll>']
    : [`  Require ${rule}`];
  return [open, ...merging, ...lines, `</${kind}>`].join('\n');
}

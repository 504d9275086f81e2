import { describe, expect, test } from '@jest/globals';
import { Allowance } from '../../src/lint/allowance.js';
import { loadPart } from '../../src/lint/part.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { siteOf } from '../../src/lint/site.js';
import { UrlRoots } from '../../src/lint/url-roots.js';
import { positionAt } from '../../src/source/file.js';
import { findingsIn } from './lint-text.js';

const repeated = (times: number, text: (at: number) => string): string =>
  Array.from({ length: times }, (_, at) => text(at)).join('');

const location = (at: number): string => `<Location /a${at}>\nRequire valid-user\n</Location>\n`;
const host = (at: number): string =>
  `<VirtualHost *:80>\nServerName h${at}.example.test\n<Location /own>\nRequire all denied\n</Location>\n</VirtualHost>\n`;
const condition = (at: number): string => `<If "%{HTTP_HOST} == 'h${at}'">\nRequire all denied\n</If>\n`;

const loaded = (text: string) =>
  loadPart(
    { path: '/etc/a.conf', text },
    { defines: [], before: [], after: [], environment: {}, mayBePart: true },
  );

/** What is not judged where so much is allowed, with its lines. */
function notJudged(text: string, bounds: Partial<Pick<Allowance, 'tries' | 'tried' | 'inherited'>>) {
  const allowance = Object.assign(new Allowance(), bounds);
  const site = siteOf(loaded(text), allowance);
  return findingsIn(site, lintRules)
    .filter(({ id }) => id === 'not-judged')
    .map(({ message, span }) => [
      /^too many [\w ]+/.exec(message)?.[0],
      positionAt(span.file, span.start).line,
    ]);
}

describe('what is too much to judge is told', () => {
  const servers = `Listen 80\n${repeated(4, location)}${repeated(3, host)}`;
  const conditions = `Listen 80\n${repeated(10, condition)}`;

  test.each([
    ['conditions', conditions, { tries: 3 }, [['too many conditions', 11]]],
    ['the last requests that are allowed are enough', conditions, {}, []],
    ['sections in each virtual host', servers, { tried: 5 }, [['too many virtual hosts and sections', 26]]],
    [
      'sections that no path is known to lead to',
      servers,
      { tried: 0, inherited: 6 },
      [['too many virtual hosts and sections', 14]],
    ],
    ['as many as are allowed', servers, {}, []],
  ])('%s', (_, text, bounds, told) => expect(notJudged(text, bounds)).toEqual(told));
});

describe('the paths that lead to a file', () => {
  const { host } = loaded(
    'DocumentRoot /srv/www\nAlias /b /srv/data/b\nAlias /a /srv/data/a\nAlias /all /srv\n',
  ).ruleset!;
  const roots = new UrlRoots(host);

  test.each([
    ['/srv/data/b/x', ['/b/x', '/all/data/b/x']],
    ['/srv/www/x', ['/all/www/x', '/x']],
    // A folder above aliases stands for what they hold.
    ['/srv/data/x', ['/b/x', '/a/x', '/all/data/x']],
    ['/elsewhere/x', []],
  ])('%s', (file, paths) => expect(roots.urlsOf(file)).toEqual(paths));
});

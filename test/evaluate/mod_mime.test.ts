import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/evaluate/exchange.js';
import { contentOf, resolveType } from '../../src/evaluate/mod_mime.js';
import type { CoreSettings } from '../../src/ruleset/core.js';
import type { MimeSettings } from '../../src/ruleset/mod_mime.js';
import { parseStringExpression } from '../../src/syntax/parse-expression.js';
import { sketch } from './build.js';

const types = new Map([
  ['html', 'text/html'],
  ['txt', 'text/plain'],
  ['tar', 'application/x-tar'],
]);
const typeOf = (extension: string) => types.get(extension);

const settings: MimeSettings = {
  extensions: {
    de: { language: 'de' },
    fr: { language: 'fr' },
    gz: { encoding: 'x-gzip' },
    z: { encoding: 'x-compress' },
    u8: { charset: 'utf-8' },
    cgi: { handler: 'cgi-script' },
    off: { handler: null, encoding: null },
    txt: { type: null },
    ours: { type: 'a/b' },
    both: { type: 'a/b', charset: 'utf-8' },
    param: { type: 'a/b;charset=x; y="z"' },
    odd: { type: 'nonsense', charset: 'utf-8' },
  },
};

const nothing = { type: undefined, encoding: undefined, handler: undefined, languages: [] };

describe('names', () => {
  test.each<readonly [string, object]>([
    ['/d/page.html', { type: 'text/html' }],
    ['/d.txt/page', {}],
    ['/d/html', {}],
    ['/d/.html', {}],
    ['/d/..html', {}],
    ['/d/.x.html', { type: 'text/html' }],
    ['/d/page.', {}],
    ['/d/', {}],
    ['page.HTML', { type: 'text/html' }],
    ['page..html', { type: 'text/html' }],
    ['page.html.de', { type: 'text/html', languages: ['de'] }],
    ['page.de.html.fr', { type: 'text/html', languages: ['de', 'fr'] }],
    ['page.html.ours', { type: 'a/b' }],
    ['page.ours.html', { type: 'text/html' }],
    ['page.tar.gz', { type: 'application/x-tar', encoding: 'x-gzip' }],
    ['page.gz.z', { encoding: 'x-gzip, x-compress' }],
    ['page.html.u8', { type: 'text/html; charset=utf-8' }],
    ['page.u8.html', { type: 'text/html; charset=utf-8' }],
    ['page.u8', {}],
    ['page.cgi', { handler: 'cgi-script' }],
    ['page.cgi.html', { type: 'text/html', handler: 'cgi-script' }],
    ['page.off', {}],
    ['page.txt', {}],
    ['page.both', { type: 'a/b; charset=utf-8' }],
    ['page.param', { type: 'a/b; charset=x; y="z"' }],
    ['page.param.u8', { type: 'a/b; charset=utf-8; y="z"' }],
    ['page.odd', { type: 'nonsense' }],
    ['page.unknown.html', { type: 'text/html' }],
    ['page.constructor', {}],
  ])('%s', (name, meaning) => {
    expect(contentOf(name, settings, typeOf)).toEqual({ ...nothing, ...meaning });
  });

  test('a default language stands in where the name has none', () => {
    const defaults = { ...settings, defaultLanguage: 'en' };
    expect(contentOf('page.html', defaults, typeOf).languages).toEqual(['en']);
    expect(contentOf('page.html.de', defaults, typeOf).languages).toEqual(['de']);
  });

  test('without settings the types of TypesConfig count', () => {
    expect(contentOf('page.html', undefined, typeOf)).toEqual({ ...nothing, type: 'text/html' });
  });
});

describe('a request', () => {
  const computed = (text: string) => ({ expression: parseStringExpression(text).value! });
  function resolved(core: CoreSettings, exchange: Partial<Exchange> = {}, modules = ['mod_mime']) {
    const sketched = sketch({
      settings: { core, mod_mime: settings },
      modules,
      surroundings: { typeOf },
      exchange: { filename: '/srv/page.html', fileKind: 'file', ...exchange },
    });
    return { status: resolveType(sketched.exchange), ...sketched };
  }

  test.each<readonly [string, CoreSettings, Partial<Exchange>, Partial<Exchange>]>([
    ['has the type of its name', {}, {}, { contentType: 'text/html' }],
    ['ForceType overrides', { forceType: 'A/B' }, {}, { contentType: 'a/b' }],
    ['ForceType None does not', { forceType: 'None' }, {}, { contentType: 'text/html' }],
    ['SetHandler', { setHandler: 'CGI-Script' }, {}, { handler: 'cgi-script' }],
    [
      'SetHandler overrides AddHandler',
      { setHandler: 'server-status' },
      { filename: '/srv/x.cgi' },
      { handler: 'server-status' },
    ],
    [
      'SetHandler None keeps it',
      { setHandler: 'None' },
      { filename: '/srv/x.cgi' },
      { handler: 'cgi-script' },
    ],
    ['SetHandler computed', { setHandler: computed('X%{REQUEST_METHOD}') }, {}, { handler: 'xget' }],
    [
      'a socket keeps its case',
      { setHandler: 'proxy:unix:/Run/A.sock|fcgi://H/' },
      {},
      { handler: 'proxy:unix:/Run/A.sock|fcgi://H/' },
    ],
    [
      'a directory',
      {},
      { filename: '/srv', fileKind: 'directory' },
      { contentType: 'httpd/unix-directory', handler: undefined },
    ],
    [
      'a proxied request takes no handler from its name',
      {},
      {
        filename: 'proxy:http://h/x.cgi',
        proxy: { target: 'http://h/x.cgi', name: 'http://h/x.cgi', options: {} },
      },
      { handler: undefined },
    ],
    ['encoding', {}, { filename: '/srv/x.html.gz' }, { contentEncoding: 'x-gzip' }],
    ['without a file', {}, { filename: undefined }, { contentType: undefined }],
  ])('%s', (_title, core, exchange, result) => {
    const found = resolved(core, exchange);
    expect(found.status).toBe(0);
    expect(found.exchange).toMatchObject(result);
  });

  test('languages become a field of the answer', () => {
    const { exchange } = resolved({}, { filename: '/srv/x.html.de.fr' });
    expect(exchange.responseFields.get('Content-Language')).toBe('de, fr');
  });

  test('without mod_mime the name says nothing', () => {
    const { exchange } = resolved({ setHandler: 'x' }, {}, []);
    expect([exchange.contentType, exchange.handler]).toEqual([undefined, 'x']);
  });

  test('a handler that cannot be computed is an error', () => {
    const { status, lines } = resolved({ setHandler: computed('%{file:/x}') });
    expect(status).toBe(500);
    expect(lines).toEqual([expect.objectContaining({ level: 'error', code: 'AH03154' })]);
  });
});

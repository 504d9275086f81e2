import { afterAll, describe, expect, test } from '@jest/globals';
import type { Definition, ModuleDefinition } from '../../src/directives/define.js';
import { modules } from '../../src/directives/index.js';
import { bindText, loadModules, Place } from '../bind/apache.js';

const cases = (modules as readonly ModuleDefinition[]).flatMap((module) =>
  Object.entries(module.directives).map(([name, definition]) => ({ module: module.name, name, definition })),
);

/** The example where its definition allows it. */
function inPlace({ in: scopes, example, kind }: Definition): string {
  const top = kind === 'section' && scopes.includes('server');
  const atServer = ['server', 'FileInfo', 'Indexes', 'Options'].some((scope) =>
    scopes.includes(scope as never),
  );
  return top || atServer || example.startsWith('<Directory')
    ? example
    : `<Location /x>\n${example}\n</Location>`;
}

/** A name that another MPM's directives need. */
const prefork = 'LoadModule mpm_prefork_module modules/mod_mpm_prefork.so\n';

describe('examples', () => {
  const more = ['ssl', 'proxy_connect'];
  const place = new Place([
    ...loadModules,
    ...more.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
  ]);
  afterAll(() => place.remove());

  test.each(cases)('of $module: $name bind', ({ name, definition }) => {
    const text = `${/SpareServers/.test(name) ? prefork : ''}${inPlace(definition)}`;
    const { diagnostics } = bindText(text);
    const wrong = diagnostics.filter(({ severity, code }) => severity === 'error' && code !== 'not-served');
    expect(wrong.map(({ message }) => message)).toEqual([]);
    expect(definition.example).toContain(name);
  });

  const shipped = cases.filter(
    ({ module, name }) => module !== 'mod_auth_kerb' && !/SpareServers|ServerAlias/.test(name),
  );

  test.each(shipped)('of $module: $name are taken by httpd', ({ module, definition }) => {
    const text = inPlace(definition);
    place.write(
      module === 'mod_kerbgate' ? `<IfModule mod_kerbgate.c>\n${text}\n</IfModule>\n` : `${text}\n`,
    );
    expect(place.apache()).toBe('OK');
  });

  test.each(cases.filter(({ definition }) => definition.support.level === 'refused'))(
    'of $module: $name are reported as not served',
    ({ name, definition }) => {
      const { diagnostics } = bindText(inPlace(definition));
      const refusals = diagnostics.filter(({ code }) => code === 'not-served');
      const unread = definition.example.includes('NEVER');
      expect(refusals.some(({ message }) => message === `${name} is not served`)).toBe(!unread);
    },
  );
});

import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { knownDirectives } from '../../src/directives/index.js';
import { compiledInText, directivesText, loadedModulesText } from '../../src/reference/modules.js';
import { supportMarkdown, supportTable, supportText } from '../../src/reference/support.js';

test('the table has every directive that is known once, with its level and note', () => {
  const table = supportTable();
  const names = table.map(({ module, directive }) => `${module} ${directive}`);
  expect(names.length).toBe(knownDirectives().length);
  expect(new Set(names).size).toBe(names.length);
  const of = (name: string) => table.find(({ directive }) => directive === name);
  expect(of('Require')).toMatchObject({ module: 'mod_authz_core', level: 'full', note: '', known: false });
  expect(of('<VirtualHost>')?.level).toBe('full');
  expect(of('Krb4Srvtab')?.note).toContain('Kerberos 4');
  expect(of('SSLOCSPEnable')).toMatchObject({ module: 'mod_ssl', level: 'refused', known: true });
  expect(of('CacheRoot')).toMatchObject({ module: 'mod_cache_disk', level: 'refused', known: true });
  expect(table.filter(({ level, note }) => (level === 'full') !== (note === ''))).toEqual([]);
});

test('nothing is served of which only the facts are known', () => {
  const known = supportTable().filter((row) => row.known);
  expect(known.length).toBeGreaterThan(300);
  expect(known.filter(({ level }) => level === 'full')).toEqual([]);
});

test('it is rendered as Markdown and for a terminal', () => {
  expect(supportMarkdown()).toContain(
    '### mod_auth_kerb\n\n| directive | support | |\n| --- | --- | --- |\n',
  );
  expect(supportMarkdown()).toContain('| `GssapiCredStore` | full |  |');
  expect(supportText()).toMatch(/^mod_auth_gssapi$/m);
  expect(supportMarkdown()).toMatch(/^\| mod_actions \| `Action` `Script` \| +\|$/m);
  expect(supportMarkdown()).toMatch(
    /^\| mod_deflate \| .*`DeflateAlterEtag`.* \| .*`DeflateBufferSize`.* \|$/m,
  );
  expect(supportText()).toMatch(/^ {2}GssapiCredStore +full$/m);
  expect(supportText('mod_expires')).toMatch(
    /^mod_expires\n {2}ExpiresActive +full\n {2}ExpiresByType .*\n {2}ExpiresDefault .*\n$/,
  );
});

/** Debian's httpd has no MPM built in. */
const byApache = (flag: string) => spawnSync('apache2', [flag], { encoding: 'latin1' }).stdout;

test('modules are listed as httpd lists them', () => {
  const choice = { loaded: new Set(['mod_auth_gssapi']), mpm: 'worker' } as const;
  expect(compiledInText()).toBe(`${byApache('-l')}  event.c\n`);
  expect(loadedModulesText(choice)).toContain(' core_module (static)\n');
  expect(loadedModulesText(choice)).toContain(' mpm_worker_module (static)\n');
  expect(loadedModulesText(choice)).toContain(' auth_gssapi_module (shared)\n');
  expect(loadedModulesText(choice)).not.toContain('alias_module');
  expect(directivesText(choice)).toContain('ThreadLimit (worker.c)\n');
  expect(directivesText(choice)).not.toContain('KrbServiceName');
});

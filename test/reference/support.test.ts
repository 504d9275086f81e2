import { expect, test } from '@jest/globals';
import { modules } from '../../src/directives/index.js';
import { compiledInText, directivesText, loadedModulesText } from '../../src/reference/modules.js';
import { supportMarkdown, supportTable, supportText } from '../../src/reference/support.js';

test('the table has every definition once, with its level and note', () => {
  const table = supportTable();
  const count = modules.reduce((sum, { directives }) => sum + Object.keys(directives).length, 0);
  expect(new Set(table.map(({ module, directive }) => `${module} ${directive}`)).size).toBe(count);
  const of = (name: string) => table.find(({ directive }) => directive === name);
  expect(of('Require')).toEqual({ module: 'mod_authz_core', directive: 'Require', level: 'full', note: '' });
  expect(of('<VirtualHost>')?.level).toBe('refused');
  expect(of('Krb4Srvtab')?.note).toContain('Kerberos 4');
  expect(table.filter(({ level, note }) => (level === 'full') !== (note === ''))).toEqual([]);
});

test('it is rendered for the README and for a terminal', () => {
  expect(supportMarkdown()).toContain(
    '### mod_auth_kerb\n\n| directive | support | |\n| --- | --- | --- |\n',
  );
  expect(supportMarkdown()).toContain('| `GssapiCredStore` | full |  |');
  expect(supportText()).toMatch(/^mod_auth_gssapi$/m);
  expect(supportText()).toMatch(/^ {2}GssapiCredStore +full$/m);
});

test('modules are listed as httpd lists them', () => {
  const choice = { loaded: new Set(['mod_auth_gssapi']), mpm: 'worker' } as const;
  expect(compiledInText()).toMatch(/^Compiled in modules:\n {2}core\.c\n {2}mod_so\.c\n {2}http_core\.c\n/);
  expect(loadedModulesText(choice)).toContain(' core_module (static)\n');
  expect(loadedModulesText(choice)).toContain(' mpm_worker_module (static)\n');
  expect(loadedModulesText(choice)).toContain(' auth_gssapi_module (shared)\n');
  expect(loadedModulesText(choice)).not.toContain('alias_module');
  expect(directivesText(choice)).toContain('ThreadLimit (worker.c)\n');
  expect(directivesText(choice)).not.toContain('KrbServiceName');
});

import { knownModules } from '../../directives/index.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Names in IfModule that no module has. */
export const ifmoduleName = lintRule({
  id: 'ifmodule-name',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: '<IfModule> asks for a name that no module has.',
  why: 'IfModule compares with the source name (mod_auth_gssapi.c) or the identifier (auth_gssapi_module): any other name is never there, so what is inside is skipped without a word, and with ! always read.',
  remedy: 'Write the identifier of LoadModule, such as auth_gssapi_module.',
  messages: {
    never: 'no module is called {name}: {effect}; write {right}',
  },
  examples: {
    bad: [
      {
        config:
          '<IfModule mod_auth_gssapi.so>\n<Location /a>\nRequire valid-user\n</Location>\n</IfModule>\n',
      },
      { config: '<IfModule !mod_auth_kerb.so>\nDefine gone\n</IfModule>\n' },
    ],
    ok: [
      { config: '<IfModule mod_auth_gssapi.c>\nDefine here\n</IfModule>\n' },
      { config: '<IfModule auth_gssapi_module>\nDefine here\n</IfModule>\n' },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#ifmodule'],
  on: {
    lines: {
      '<IfModule'(line, report) {
        const [word = ''] = valuesOf(line);
        const name = word.replace(/^!/, '');
        const right = rightName(name);
        if (right === undefined) return;
        const effect = word.startsWith('!')
          ? 'what is inside is always read'
          : 'what is inside is never read';
        report({ message: 'never', at: line, fill: { name, effect, right } });
      },
    },
  },
});

/** The source name of a module that is called something like it; `undefined` where the name is right or unknown altogether. */
function rightName(name: string): string | undefined {
  const bare = name
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/\.(?:so|c|cpp|dll)$/, '');
  const all = knownModules();
  if (all.some((module) => `${module.name}.c` === name || module.identifier === name)) return undefined;
  const found = all.find(
    (module) =>
      module.name === bare ||
      module.identifier === bare ||
      module.name === `mod_${bare}` ||
      `${module.identifier}s` === bare,
  );
  return found && `${found.name}.c`;
}

import { type Line, rawOf, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import { insertAfter } from '../../syntax/edit-insert.js';
import type { NewItem } from '../../syntax/edit-render.js';
import { oldNames } from '../access/old-line.js';
import type { MigrationChange } from '../migration.js';
import { everyAspect, gone, itemOf, type Leftover, replaced } from './leftover.js';

const without: Readonly<Record<string, string>> = {
  authn_default_module: 'Logins that no module knows are refused by httpd 2.4 itself.',
  authz_default_module: 'Requests that no module lets in are refused by httpd 2.4 itself.',
  authn_alias_module: 'AuthnProviderAlias is in mod_authn_core.',
  mem_cache_module: 'httpd 2.4 does not have it; mod_cache_disk or mod_cache_socache keep what is cached.',
};

/** LoadModule of a module that is gone or has another name. */
export const moduleLine: Leftover = (line, site) => {
  const [name = '', path = ''] = valuesOf(line);
  const why = without[name];
  if (why !== undefined) return gone(line, 'module-gone', why);
  if (name === 'disk_cache_module') {
    const text = `LoadModule cache_disk_module ${path.replace('disk_cache', 'cache_disk')}`;
    return replaced(line, 'module-renamed', [text], 'The module has another name in httpd 2.4.');
  }
  if (name === 'access_compat_module' && !site.lines.some((each) => oldNames.has(each.name)))
    return gone(
      line,
      'module-gone',
      'No line that was read needs it any more; a .htaccess file with Order or Allow answers 500 without it.',
    );
  return name === 'authz_host_module' ? addMissing(line, path, site) : undefined;
};

/** Other ways to balance than the usual one. */
const balancing = ({ lines }: Site): readonly string[] => [
  ...new Set(
    lines.flatMap((line) =>
      [...rawOf(line).matchAll(/\blbmethod=(bytraffic|bybusyness)\b/g)].map(([, name]) => `lbmethod_${name}`),
    ),
  ),
];

/** What was in the core of 2.2, or built in, and is a module of its own in 2.4. */
function addMissing(line: Line, path: string, site: Site): MigrationChange | undefined {
  const loaded = site.named('LoadModule').map((each) => valuesOf(each)[0] ?? '');
  if (loaded.includes('authz_core_module')) return undefined;
  const uses = (name: string): boolean => site.named(name).length > 0;
  const wanted = [
    ...(loaded.some((name) => name.startsWith('mpm_')) ? [] : ['mpm_prefork']),
    ...['authn_core', 'authz_core'],
    ...(uses('User') || uses('Group') ? ['unixd'] : []),
    ...(uses('AddOutputFilterByType') ? ['filter'] : []),
    ...(loaded.includes('proxy_balancer_module') ? ['slotmem_shm', 'lbmethod_byrequests'] : []),
    ...balancing(site),
    ...(uses('SSLSessionCache') ? ['socache_shmcb'] : []),
  ];
  const missing = wanted.filter((name) => !loaded.includes(`${name}_module`));
  const lines = missing.map((name) => `LoadModule ${name}_module ${path.replace('authz_host', name)}`);
  const { edits } = insertAfter(
    line.at,
    lines.flatMap((text): readonly NewItem[] =>
      // Some builds have this one in the server itself.
      text.includes('unixd_module')
        ? [{ kind: 'section', name: 'IfModule', args: '!mod_unixd.c', items: [itemOf(text)] }]
        : [itemOf(text)],
    ),
  );
  const message = 'These are modules of their own in httpd 2.4.';
  return (
    edits && {
      at: line,
      edits,
      entry: { kind: 'added', mapping: 'module-missing', after: lines, message, mayChange: everyAspect },
    }
  );
}

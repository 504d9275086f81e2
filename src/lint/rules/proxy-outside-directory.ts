import { location, section } from '../example.js';
import { demandsUser } from '../requirements.js';
import { lintRule } from '../rule.js';

/** A request that is passed on is for no folder. */
export const proxyOutsideDirectory = lintRule({
  id: 'proxy-outside-directory',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'A Directory asks for a login, but ProxyPass takes the URL before any folder counts.',
  why: 'Requests that are passed to an upstream are for no file, so Directory and Files sections do not apply to them.',
  remedy: 'Write the login into a Location for the same URL.',
  messages: { open: '{target} is passed on without a login: {directory} counts for files only' },
  examples: {
    bad: [
      {
        config: `DocumentRoot /srv/www\nProxyPass /app http://127.0.0.1:8080/app\n${section('Directory /srv/www', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}`,
      },
    ],
    ok: [
      {
        config: `DocumentRoot /srv/www\nProxyPass /app http://127.0.0.1:8080/app\n${section('Directory /srv/www', 'Require all granted')}${location('/app', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}`,
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/sections.html#proxy'],
  on: {
    server({ host, ask, request }, report, site) {
      for (const { match, target: upstream, from } of host.mod_proxy.passes) {
        if (match.kind !== 'prefix' || upstream === undefined) continue;
        const file = `${host.core.documentRoot.replace(/\/+$/, '')}${match.prefix}/`;
        const directory = host.directories.findLast(
          ({ match: folder }) =>
            folder.kind === 'prefix' && file.startsWith(folder.prefix.replace(/\/?$/, '/')),
        );
        const { rule } = directory?.settings.mod_authz_core ?? {};
        const at = site.lineAt(from);
        if (!directory || !rule || !demandsUser(rule) || !at) continue;
        const target = match.prefix.endsWith('/') ? `${match.prefix}x` : match.prefix;
        const seen = ask({ target });
        if (seen.run !== 'proxy' || seen.user !== undefined) continue;
        const proof = { request: request({ target }), consequence: { kind: 'open' } as const };
        report({ message: 'open', at, fill: { target, directory: directory.title }, proof });
      }
    },
  },
});

import type { Origin } from '../../ruleset/origin.js';
import type { Host } from '../../ruleset/ruleset.js';
import { location, section } from '../example.js';
import { demandsUser } from '../requirements.js';
import { lintRule } from '../rule.js';
import { regexSamples } from '../samples.js';

/** A request that is passed on is for no folder. */
export const proxyOutsideDirectory = lintRule({
  id: 'proxy-outside-directory',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary:
    'A Directory asks for a login, but ProxyPass or a RewriteRule with P takes the URL before any folder counts.',
  why: 'Requests that are passed to an upstream are for no file, so Directory and Files sections do not apply to them.',
  remedy: 'Write the login into a Location for the same URL.',
  messages: { open: '{target} is passed on without a login: {directory} counts for files only' },
  examples: {
    bad: [
      {
        config: `DocumentRoot /srv/www\nProxyPass /app http://127.0.0.1:8080/app\n${section('Directory /srv/www', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}`,
      },
      {
        config: `DocumentRoot /srv/www\nRewriteEngine On\nRewriteRule ^/app/(.*)$ http://127.0.0.1:8080/$1 [P]\n${section('Directory /srv/www', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user')}`,
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
      for (const question of passedOn(host)) {
        const { target, from, files } = question;
        const file = `${host.core.documentRoot.replace(/\/+$/, '')}${target.replace(/\/?$/, '/')}`;
        const directory = host.directories.findLast(
          ({ match: folder }) =>
            folder.kind === 'prefix' && file.startsWith(folder.prefix.replace(/\/?$/, '/')),
        );
        const { rule } = directory?.settings.mod_authz_core ?? {};
        const at = site.lineAt(from);
        if (!directory || !rule || !demandsUser(rule) || !at) continue;
        const asked = { target, ...(files && { files }) };
        const seen = ask(asked);
        if (seen.run !== 'proxy' || seen.user !== undefined) continue;
        const proof = { request: request(asked), consequence: { kind: 'open' } as const };
        report({ message: 'open', at, fill: { target, directory: directory.title }, proof });
      }
    },
  },
});

/** A request that a line of the server hands to an upstream. */
interface PassedOn {
  readonly target: string;
  readonly from: Origin;
  readonly files?: 'missing';
}

function passedOn({ mod_proxy, mod_rewrite }: Host): readonly PassedOn[] {
  const passes = mod_proxy.passes.flatMap(({ match, target: upstream, from }): PassedOn[] => {
    if (match.kind !== 'prefix' || upstream === undefined) return [];
    return [{ target: match.prefix.endsWith('/') ? `${match.prefix}x` : match.prefix, from }];
  });
  const rewritten = mod_rewrite.rules.flatMap(({ pattern, negated, flags, conditions, from }): PassedOn[] => {
    if (negated || !flags.includes('proxy')) return [];
    // A condition is most often that no file is there.
    const files = conditions.length > 0 ? { files: 'missing' as const } : {};
    return regexSamples(pattern).map((target) => ({ target, from, ...files }));
  });
  return [...passes, ...rewritten];
}

import type { Site } from '../lint/site.js';
import type { Migration } from './migration.js';

/** What is left to do on the machine once the files are there, in order. */
export function nextStepsFor(
  migrations: readonly Migration[],
  pairs: readonly (readonly [Site, Site])[],
): readonly string[] {
  const targets = new Set(migrations.map(({ target }) => target));
  return [
    ...(targets.has('gssapi') ? gssapiSteps(pairs) : []),
    'apachectl configtest, then restart httpd (a reload is not enough where modules change)',
    ...(targets.has('gssapi')
      ? ['ask with a ticket: curl --negotiate -u : -i URL, or kerbgate probe URL; and once without']
      : []),
  ];
}

function gssapiSteps(pairs: readonly (readonly [Site, Site])[]): readonly string[] {
  const keytabs = new Set(
    pairs.flatMap(([, now]) =>
      now.named('GssapiCredStore').flatMap(({ at }) => {
        const [, path] = /^(?:client_)?keytab:(?:FILE:)?(\/\S+)$/.exec(at.args.raw.trim()) ?? [];
        return path === undefined ? [] : [path];
      }),
    ),
  );
  return [
    'install mod_auth_gssapi (Debian: apt install libapache2-mod-auth-gssapi; Red Hat: dnf install mod_auth_gssapi)',
    'on Debian: a2dismod auth_kerb; a2enmod auth_gssapi',
    ...[...keytabs].map(
      (path) => `${path} must be readable by the user that httpd runs as, and by nobody else`,
    ),
  ];
}

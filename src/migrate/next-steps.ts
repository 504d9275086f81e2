import { valuesOf } from '../lint/line.js';
import type { Site } from '../lint/site.js';
import type { Migration } from './migration.js';

/** What is left to do on the machine once the files are there, in order. */
export function nextStepsFor(
  migrations: readonly Migration[],
  pairs: readonly (readonly [Site, Site])[],
): readonly string[] {
  const isNew = migrations.some(({ target }) => target === 'gssapi') && pairs.some(([old]) => usesKrb(old));
  return [
    ...(isNew ? gssapiSteps(pairs) : []),
    ...(pairs.some(([old, now]) => loadsCompat(old) && !loadsCompat(now))
      ? ['on Debian: a2dismod access_compat']
      : []),
    'apachectl configtest, then restart httpd (a reload is not enough where modules change)',
    ...(isNew
      ? ['ask with a ticket: curl --negotiate -u : -i URL, or kerbgate probe URL; and once without']
      : []),
  ];
}

const usesKrb = ({ lines }: Site): boolean =>
  lines.some(
    (each) =>
      /^Krb/i.test(each.name) ||
      valuesOf(each).some((value) => /^(?:Kerberos|auth_kerb_module)/i.test(value)),
  );

const loadsCompat = (site: Site): boolean =>
  site.named('LoadModule').some((each) => valuesOf(each)[0] === 'access_compat_module');

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
    ...(keytabs.size > 0
      ? [`let the user that httpd runs as read ${listed([...keytabs])}, and nobody else`]
      : []),
  ];
}

const mostListed = 4;

function listed(paths: readonly string[]): string {
  const more = paths.length - mostListed;
  return paths.slice(0, mostListed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

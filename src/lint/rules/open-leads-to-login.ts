import { gssapiLocation, location, section } from '../example.js';
import { demandsUser } from '../requirements.js';
import { lintRule } from '../rule.js';
import type { Supposed } from '../supposed.js';

/** An open page that is made by a protected one. */
export const openLeadsToLogin = lintRule({
  id: 'open-leads-to-login',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'An open place is led on inside the server to one that asks for a login.',
  why: 'FallbackResource, rewrite rules and index files lead a request on to another path, where access control runs again: a login page that is made by a protected script cannot be had without a login.',
  remedy: 'Open the path that the request ends at, too.',
  messages: {
    absent:
      '{target} is open, but where no file is there it leads on to a path that asks for a login: it is answered with 401',
    closed: '{target} is open, but leads on to a path that asks for a login: it is answered with 401',
  },
  examples: {
    bad: [
      {
        config: `DocumentRoot /srv/www\n${section('Directory /srv/www', 'Require all granted', 'FallbackResource /index.php')}${gssapiLocation('/')}${location('/login', 'Require all granted')}`,
      },
      {
        config: `${gssapiLocation('/')}${location('/login', 'AuthType None', 'Require all granted', 'RewriteEngine On', 'RewriteRule ^ /index.php [L]')}`,
      },
    ],
    ok: [
      {
        config: `${gssapiLocation('/')}${location('/login', 'AuthType None', 'Require all granted', 'RewriteEngine On', 'RewriteRule ^ /index.php [L]')}${location('/index.php', 'AuthType None', 'Require all granted')}`,
      },
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nErrorDocument 401 /pages/401.html\nRequire ip 192.0.2.1\nRequire user a@EXAMPLE.COM\n</Location>\n<Location /pages>\nRequire all granted\n</Location>\n',
      },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/211'],
  on: {
    place(place, report, site) {
      const { rule } = place.settings.mod_authz_core ?? {};
      const at = site.lineAt(place.from);
      if (!rule || demandsUser(rule) || !at || place.target === undefined) return;
      const { target } = place;
      if (isLedToLogin(place.ask())) {
        const proof = place.prove({ kind: 'status', status: 401 });
        report({ message: 'closed', at, fill: { target }, proof });
      } else if (isPage(target)) {
        const isOpen = place.ask()?.decision.kind === 'accept';
        const proof = isOpen && place.prove({ kind: 'status', status: 401 }, { files: 'missing' });
        if (proof) report({ message: 'absent', at, fill: { target }, proof });
      }
    },
  },
});

/** A 401 of its own goes on to ErrorDocument: that one is not open. */
const isLedToLogin = (seen: Supposed | undefined): boolean =>
  seen?.status === 401 && seen.exchange.next !== undefined && seen.exchange.status !== 401;

/** Whether a path is likely to be that of a page which an application makes, and not of files, which are there. */
const isPage = (target: string): boolean =>
  /\/[^/.?]+$/.test(target) && !fileFolders.test(target) && !/\/x$/.test(target);

const fileFolders =
  /\/(?:assets?|static|media|css|js|fonts?|icons?|images?|img|pub(?:lic)?|scripts?|styles?|themes?|uploads?|files|downloads?|docs?|error\w*|pages?|lib|vendor)(?:\/|$)/i;

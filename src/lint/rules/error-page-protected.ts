import { valuesOf } from '../line.js';
import { asksForLogin } from '../place.js';
import { lintRule } from '../rule.js';

/** The page for 401 asks for a login itself. */
export const errorPageProtected = lintRule({
  id: 'error-page-protected',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'The page of ErrorDocument 401 is protected itself, so that the built-in page is sent.',
  why: 'httpd gets the page by an internal redirect, which goes through access control again: where other sections apply to the page than to the request, it asks for a login, and nobody has one.',
  remedy:
    'Let everybody have the page and what it needs: a section with "AuthType None" and "Require all granted" behind the protected one.',
  messages: {
    protected: '{page} cannot be had without a login: {target} is answered with the built-in page',
  },
  examples: {
    bad: [
      {
        config:
          '<Location /a>\nAuthType GSSAPI\nAuthName a\nErrorDocument 401 /pages/401.html\nRequire valid-user\n</Location>\n<Location /pages>\nAuthType GSSAPI\nAuthName a\nRequire valid-user\n</Location>\n',
      },
    ],
    ok: [
      {
        config:
          '<Location />\nAuthType GSSAPI\nAuthName a\nErrorDocument 401 /pages/401.html\nRequire valid-user\n</Location>\n<Location /pages>\nAuthType None\nRequire all granted\n</Location>\n',
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/303',
    'https://httpd.apache.org/docs/2.4/custom-error.html',
  ],
  on: {
    place(place, report, site) {
      const document = place.settings.core?.errorDocuments?.['401'];
      if (document?.kind !== 'local' || !asksForLogin(place)) return;
      const proof = place.prove({ kind: 'built-in-page' });
      const at = place
        .originsOf('core', 'ErrorDocument')
        .map(site.lineAt)
        .findLast((line) => line && valuesOf(line)[0] === '401');
      if (!proof || !at) return;
      report({
        message: 'protected',
        at,
        fill: { page: valuesOf(at)[1] ?? '', target: place.target! },
        proof,
      });
    },
  },
});

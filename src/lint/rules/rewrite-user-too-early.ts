import { gssapiLocation } from '../example.js';
import { rawOf, roomOf } from '../line.js';
import { lintRule } from '../rule.js';
import { oncePerSite } from '../site.js';

/** Rules of the server run before the login. */
export const rewriteUserTooEarly = lintRule({
  id: 'rewrite-user-too-early',
  group: 'headers',
  severity: 'error',
  since: '0.1',
  summary: 'A rewrite rule of the server reads the user before anybody has logged in.',
  why: 'Rules outside of sections run before the login, where REMOTE_USER is empty; looking ahead with LA-U: asks by a request of its own, in which mod_auth_gssapi lets nobody log in.',
  remedy:
    'Move the rules into the Location, or send the user by "RequestHeader set X-User expr=%{REMOTE_USER}".',
  messages: { empty: '{variable} is empty here: this rule runs before the login' },
  examples: {
    bad: [
      {
        config: `RewriteEngine On\nRewriteRule .* - [E=RU:%{REMOTE_USER}]\n${gssapiLocation('/a')}`,
      },
      {
        config: `RewriteEngine On\nRewriteCond %{LA-U:REMOTE_USER} (.+)\nRewriteRule .* - [E=RU:%1]\n${gssapiLocation('/a')}`,
      },
    ],
    ok: [
      {
        config: gssapiLocation('/a', 'RewriteEngine On', 'RewriteRule .* - [E=RU:%{REMOTE_USER}]'),
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewritecond'],
  on: {
    named: {
      names: ['RewriteRule', 'RewriteCond'],
      line(line, report, site) {
        const room = roomOf(line);
        // Rules of a per-directory file run behind the login.
        if (!room && site.loaded.isPerDirectory) return;
        if ((room && room.name !== '<VirtualHost') || (!room && site.bare.length > 0)) return;
        const [, ahead, name] = /%\{(LA-U:)?(REMOTE_USER)\}/.exec(rawOf(line)) ?? [];
        // mod_auth_kerb logs in for a request that looks ahead, too.
        const isKerb = ahead !== undefined && withoutGssapi(site);
        if (name === undefined || isKerb) return;
        report({ message: 'empty', at: line, fill: { variable: `%{${ahead ?? ''}${name}}` } });
      },
    },
  },
});

const withoutGssapi = oncePerSite((site) =>
  site.named('AuthType').every((line) => !/gssapi/i.test(rawOf(line))),
);

import { location } from '../example.js';
import { lintRule } from '../rule.js';

/** Browsers send no credentials with preflights. */
export const preflightNeedsLogin = lintRule({
  id: 'preflight-needs-login',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'A place for other origins refuses the OPTIONS requests that browsers send ahead.',
  why: 'Before a request from another origin browsers ask with OPTIONS and never send credentials with it: the 401 ends the request before it is made.',
  remedy: 'Let OPTIONS pass: "Require method OPTIONS" and "Require valid-user" inside <RequireAny>.',
  messages: { refused: '{target} is for other origins ({field}), but their OPTIONS requests are refused' },
  examples: {
    bad: [
      {
        config: location(
          '/api',
          'AuthType GSSAPI',
          'AuthName a',
          'Header always set Access-Control-Allow-Origin https://a.test',
          'Require valid-user',
        ),
      },
    ],
    ok: [
      {
        config: location(
          '/api',
          'AuthType GSSAPI',
          'AuthName a',
          'Header always set Access-Control-Allow-Origin https://a.test',
          '<RequireAny>',
          'Require method OPTIONS',
          'Require valid-user',
          '</RequireAny>',
        ),
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/221',
    'https://fetch.spec.whatwg.org/#cors-preflight-fetch',
  ],
  on: {
    place(place, report, site) {
      const { response = [], responseAlways = [] } = place.settings.mod_headers ?? {};
      const edit = [...response, ...responseAlways].find(({ name }) => /^access-control-allow-/i.test(name));
      const at = site.lineAt(edit?.from);
      if (!edit || !at) return;
      const fields = ['Origin', 'https://other.example', 'Access-Control-Request-Method', 'POST'];
      const proof = place.prove({ kind: 'status', status: 401 }, { method: 'OPTIONS', fields });
      if (proof) report({ message: 'refused', at, fill: { target: place.target!, field: edit.name }, proof });
    },
  },
});

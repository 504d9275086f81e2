import type { HeaderEdit } from '../../ruleset/mod_headers.js';
import { gssapiLocation, location } from '../example.js';
import type { Place } from '../place.js';
import { lintRule } from '../rule.js';
import { placesAt } from '../site.js';

/** A field that tells an application who the user is, and that clients can send themselves. */
export const identityHeaderSpoofed = lintRule({
  id: 'identity-header-spoofed',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'Clients can send the field that tells an application who the user is.',
  why: 'The application behind the proxy believes the field. Where some URL that reaches it does not set it, and nothing takes away what the client sends, anybody is whoever they say.',
  remedy:
    'Write "RequestHeader unset FIELD early" for the whole server, and set it where users have logged in.',
  messages: {
    passes:
      'what a client sends as {field} reaches the application at {target}, which {setter} tells the user by it',
  },
  examples: {
    bad: [
      {
        config: `ProxyPass / http://127.0.0.1:8080/\n${gssapiLocation('/a', 'RequestHeader set X-Remote-User "expr=%{REMOTE_USER}"')}`,
      },
    ],
    ok: [
      {
        config: `RequestHeader unset X-Remote-User\nProxyPass / http://127.0.0.1:8080/\n${gssapiLocation('/a', 'RequestHeader set X-Remote-User "expr=%{REMOTE_USER}"')}`,
      },
      { config: location('/a', 'ProxyPass http://127.0.0.1:8080/') },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#requestheader'],
  on: {
    server(server, report, site) {
      const places = placesAt(site, server);
      for (const [place, edit] of places.flatMap(identityEdits)) {
        const at = site.lineAt(edit.from);
        const question = { fields: [edit.name, 'mallory'] };
        const other = places.find(
          (each) =>
            each.target !== undefined &&
            each.ask(question)?.run === 'proxy' &&
            each.ask(question)?.user === undefined,
        );
        const proof = other?.prove({ kind: 'request-field', name: edit.name, value: 'mallory' }, question);
        if (!at || !proof) continue;
        report({
          message: 'passes',
          at,
          fill: { field: edit.name, target: other!.target!, setter: place.title },
          proof,
        });
      }
    },
  },
});

/** Lines that set a field to the user. */
function identityEdits(place: Place): readonly (readonly [Place, HeaderEdit])[] {
  return (place.settings.mod_headers?.request ?? []).flatMap((edit) =>
    edit.action === 'set' && /REMOTE_USER|GSS_NAME/.test(JSON.stringify(edit.value ?? ''))
      ? [[place, edit] as const]
      : [],
  );
}

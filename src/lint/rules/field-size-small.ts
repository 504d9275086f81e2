import { gssapiLocation } from '../example.js';
import { authTypeOf } from '../place.js';
import { lintRule } from '../rule.js';

/** Tickets of users in many groups are long. */
export const fieldSizeSmall = lintRule({
  id: 'field-size-small',
  group: 'breaks-site',
  severity: 'note',
  since: '0.1',
  strict: true,
  judges: 'server',
  summary: 'A field of a request may have 8,190 bytes, which tickets of users in many groups exceed.',
  why: 'Active Directory writes the groups of a user into the ticket: who is in some hundred of them gets 400 before any login.',
  remedy: 'Write "LimitRequestFieldSize 65536" at server level.',
  messages: { small: '{server} takes fields of {bytes} bytes: longer tickets are answered with 400' },
  examples: {
    bad: [{ config: gssapiLocation('/a') }],
    ok: [{ config: `LimitRequestFieldSize 65536\n${gssapiLocation('/a')}` }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestfieldsize'],
  on: {
    place(place, report, site) {
      const at = site.lineAt(place.originOf('mod_authn_core', 'AuthType'));
      const bytes = place.server.host.core.limitRequestFieldSize;
      if (!at || bytes > 16_384 || !/^(?:gssapi|kerberos)/.test(authTypeOf(place) ?? '')) return;
      report({ message: 'small', at, fill: { server: place.server.title, bytes: String(bytes) } });
    },
  },
});

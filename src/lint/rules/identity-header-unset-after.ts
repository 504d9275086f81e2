import type { HeaderEdit } from '../../ruleset/mod_headers.js';
import { gssapiLocation, location } from '../example.js';
import { roomOf } from '../line.js';
import { asksForLogin } from '../place.js';
import { lintRule } from '../rule.js';

/** Set, then unset. */
export const identityHeaderUnsetAfter = lintRule({
  id: 'identity-header-unset-after',
  group: 'headers',
  severity: 'error',
  since: '0.1',
  summary: 'A field is set for the application and then taken away again.',
  why: 'RequestHeader lines of a section run in their order: an unset that is meant to drop what clients send also drops what a line above it has set.',
  remedy: 'Write the unset above the line that sets the field.',
  messages: { gone: '{field} never reaches the application: this line takes away what was set before it' },
  examples: {
    bad: [
      {
        config: gssapiLocation(
          '/a',
          'RequestHeader set X-User "expr=%{REMOTE_USER}"',
          'RequestHeader unset X-User',
        ),
      },
    ],
    ok: [
      {
        config: gssapiLocation(
          '/a',
          'RequestHeader unset X-User',
          'RequestHeader set X-User "expr=%{REMOTE_USER}"',
        ),
      },
      {
        config: `${gssapiLocation('/', 'RequestHeader set X-User "expr=%{REMOTE_USER}"')}${location('/open', 'AuthType None', 'Require all granted', 'RequestHeader unset X-User')}`,
      },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#order'],
  on: {
    place(place, report, site) {
      const edits = (place.settings.mod_headers?.request ?? []).filter(({ early }) => !early);
      const setBefore = new Map<string, HeaderEdit>();
      const last = new Map(edits.map((edit) => [edit.name.toLowerCase(), edit]));
      for (const edit of edits) {
        const name = edit.name.toLowerCase();
        if (edit.action === 'set') setBefore.set(name, edit);
        if (edit.action !== 'unset' || edit.when || last.get(name) !== edit) continue;
        const at = site.lineAt(edit.from);
        const set = site.lineAt(setBefore.get(name)?.from);
        if (!at || !set) continue;
        // Where nobody logs in, an unset of an inner section takes away a name that is nobody's.
        if (roomOf(at) !== roomOf(set) && !asksForLogin(place)) continue;
        report({
          message: 'gone',
          at,
          fill: { field: edit.name },
          related: [{ at: set, message: 'it is set here' }],
        });
      }
    },
  },
});

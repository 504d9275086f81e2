import { gssapiLocation } from '../example.js';
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
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/mod_headers.html#order'],
  on: {
    place(place, report, site) {
      const edits = (place.settings.mod_headers?.request ?? []).filter(({ early }) => !early);
      edits.forEach((edit, index) => {
        if (edit.action !== 'unset' || edit.when) return;
        const same = (each: (typeof edits)[number]): boolean =>
          each.name.toLowerCase() === edit.name.toLowerCase();
        const before = edits.slice(0, index).findLast((each) => same(each) && each.action === 'set');
        const [at, set] = [site.lineAt(edit.from), site.lineAt(before?.from)];
        if (!before || !at || !set || edits.slice(index + 1).some(same)) return;
        report({
          message: 'gone',
          at,
          fill: { field: edit.name },
          related: [{ at: set, message: 'it is set here' }],
        });
      });
    },
  },
});

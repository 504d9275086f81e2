import { removeItem } from '../../syntax/edit-remove.js';
import { gssapiLocation, kerbLocation } from '../example.js';
import { type Line, rawOf, roomLines } from '../line.js';
import { lintRule } from '../rule.js';

/** The last of several lines counts. */
export const directiveRepeated = lintRule({
  id: 'directive-repeated',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'A login directive stands twice in a section: the last one counts.',
  why: 'httpd takes the last of several lines of one name without a word: a second Krb5Keytab or KrbServiceName adds nothing, it replaces.',
  remedy: 'Keep the line that is meant.',
  messages: { last: 'this line counts for nothing: {name} stands again below' },
  examples: {
    bad: [
      {
        config: kerbLocation(
          '/a',
          'KrbMethodK5Passwd Off',
          'Krb5Keytab /etc/a.keytab',
          'Krb5Keytab /etc/b.keytab',
        ),
      },
    ],
    ok: [
      { config: kerbLocation('/a', 'KrbMethodK5Passwd Off', 'Krb5Keytab /etc/a.keytab') },
      { config: gssapiLocation('/a', 'GssapiNameAttributes A a', 'GssapiNameAttributes B b') },
    ],
  },
  fixes: { last: { safety: 'safe', title: 'take the line out', edit: (line) => removeItem(line.at) } },
  sources: ['https://httpd.apache.org/docs/2.4/configuring.html'],
  on: {
    everyLine(line, report) {
      if (!counts(line)) return;
      const others = roomLines(line).filter((each) => each.name === line.name && counts(each));
      const last = others.at(-1);
      if (!last || last === line || line.bound!.limits.length !== last.bound!.limits.length) return;
      report({
        message: 'last',
        at: line,
        fill: { name: line.name },
        related: [{ at: last, message: rawOf(last) === rawOf(line) ? 'the same again' : 'this line counts' }],
      });
    },
  },
});

const modules: ReadonlySet<string> = new Set([
  'mod_auth_gssapi',
  'mod_auth_kerb',
  'mod_authn_core',
  'mod_session_cookie',
]);

function counts({ bound }: Line): boolean {
  if (bound?.kind !== 'directive' || !modules.has(bound.module)) return false;
  return bound.definition.kind === 'directive' && bound.definition.repeat === 'last';
}

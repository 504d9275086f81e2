import { location } from '../example.js';
import type { Line } from '../line.js';
import { lintRule } from '../rule.js';

/** Only access rules heed Limit and Require containers. */
export const settingsInLimit = lintRule({
  id: 'settings-in-limit',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'A setting stands inside <Limit> or a Require container, but counts for the whole section.',
  why: 'httpd heeds the methods of <Limit> for Require, Order, Allow, Deny and Satisfy alone, and <RequireAll> groups Require lines alone: everything else counts for all requests of the section.',
  remedy: 'Write the line outside of it, where it is plain that it always counts.',
  messages: { whole: '{name} inside {container}: counts for all requests of {section}' },
  examples: {
    bad: [
      {
        config: location(
          '/a',
          '<RequireAll>',
          'AuthType GSSAPI',
          'AuthName a',
          'GssapiLocalName On',
          'Require valid-user',
          '</RequireAll>',
        ),
      },
    ],
    ok: [
      {
        config: location(
          '/a',
          'AuthType GSSAPI',
          'AuthName a',
          '<RequireAll>',
          'Require valid-user',
          '</RequireAll>',
        ),
      },
    ],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/253',
    'https://httpd.apache.org/docs/2.4/mod/core.html#limit',
  ],
  on: {
    everyLine(line, report) {
      const container = line.around.at(-1);
      if (!container || !isGroup(container) || !settings.test(line.name)) return;
      const alike = container.inner.filter(({ name }) => settings.test(name));
      // One finding for each container, at the first of them.
      if (alike[0] !== line) return;
      const section = line.around.findLast((each) => !isGroup(each) && !isSwitch(each));
      const fill = {
        name: [...new Set(alike.map(({ name }) => name))].join(', '),
        container: `${container.name}>`,
        section: section ? `${section.name}>` : 'the server',
      };
      report({ message: 'whole', at: line, fill });
    },
  },
});

const isGroup = ({ name }: Line): boolean => /^<(?:Limit|LimitExcept|Require\w+)$/.test(name);

/** Read once at the start, and no section of requests, as <If> is. */
const isSwitch = ({ name }: Line): boolean => /^<If\w+$/.test(name);

const settings =
  /^(?:Auth(?:Type|Name|BasicProvider|UserFile|GroupFile|LDAP\w+)|Gssapi\w+|Krb\w+|ErrorDocument|Header|RequestHeader|Options|Session\w*|SSL\w+)$/;

import { readFileSync, statSync } from 'node:fs';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** Users of several realms with one name. */
export const realmsMappedAlike = lintRule({
  id: 'realms-mapped-alike',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  summary: 'Names are mapped, and a rule in krb5.conf maps users of every realm to the same short name.',
  why: 'GssapiLocalName and KrbLocalUserMapping go by auth_to_local: a rule that does not look at the realm makes alice of a realm that is merely trusted the local alice.',
  remedy:
    'Have the rule look at the realm: RULE:[1:$1@$0](.*@EXAMPLE\\.COM)s/@.*//, or keep the realm in names.',
  messages: { alike: '{rule} in {file} maps users of every trusted realm to the same names' },
  examples: {
    bad: [
      {
        config: gssapiLocation('/a', 'GssapiLocalName On'),
        files: { 'krb5.conf': '[realms]\n EXAMPLE.COM = {\n  auth_to_local = RULE:[1:$1]\n }\n' },
      },
    ],
    ok: [
      {
        config: gssapiLocation('/a', 'GssapiLocalName On'),
        files: {
          'krb5.conf':
            '[realms]\n EXAMPLE.COM = {\n  auth_to_local = RULE:[1:$1@$0](.*@EXAMPLE.COM)s/@.*//\n }\n',
        },
      },
    ],
  },
  sources: ['https://web.mit.edu/kerberos/krb5-latest/doc/admin/conf_files/krb5_conf.html#realms'],
  on: {
    place(place, report, site) {
      const local = place.settings.mod_auth_gssapi?.localName;
      const mapped = place.settings.mod_auth_kerb?.localUserMapping;
      const at = local
        ? site.lineAt(place.originOf('mod_auth_gssapi', 'GssapiLocalName'))
        : mapped
          ? site.lineAt(place.originOf('mod_auth_kerb', 'KrbLocalUserMapping'))
          : undefined;
      const file = process.env.KRB5_CONFIG ?? '/etc/krb5.conf';
      const rule = at && broadRule(file);
      if (at && rule !== undefined) report({ message: 'alike', at, fill: { rule, file } });
    },
  },
});

const mostBytes = 1_000_000;

/** The first rule of a krb5.conf that takes names without a look at their realm. */
function broadRule(path: string): string | undefined {
  try {
    if (statSync(path).size > mostBytes) return undefined;
    const rules = readFileSync(path, 'latin1').matchAll(/^[ \t]*auth_to_local[ \t]*=[ \t]*(RULE:\S+)/gm);
    return [...rules].map(([, rule]) => rule!).find((rule) => !/^RULE:\[\d+:[^\]]*\$0/.test(rule));
  } catch {
    return undefined;
  }
}

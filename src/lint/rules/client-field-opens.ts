import type { EnvironmentTest } from '../../ruleset/mod_setenvif.js';
import { toldValue } from '../../source/secret-text.js';
import { location } from '../example.js';
import { environmentTests, isLoginAsked, openingVariables } from '../opening-variables.js';
import { lintRule } from '../rule.js';
import { regexSamples } from '../samples.js';

/** What a client says of itself decides. */
export const clientFieldOpens = lintRule({
  id: 'client-field-opens',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  summary: 'A field that clients choose, such as User-Agent, opens a place.',
  why: 'BrowserMatch and SetEnvIf set variables by what the client sends: anybody can send it, so "Require env" or "Allow from env=" on such a variable lets in anybody who knows how.',
  remedy: 'Take the line out; let programs in by address, or give them a ticket or password.',
  messages: { open: 'a client that sends "{field}: {value}" needs no login at {target}' },
  examples: {
    bad: [
      {
        config: `BrowserMatch MyRobot robot\n${location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require env robot', 'Require valid-user')}`,
      },
      {
        config: `SetEnvIf X-Secret "^letmein$" inside\n${location('/a', 'AuthType GSSAPI', 'AuthName a', 'Order deny,allow', 'Deny from all', 'Allow from env=inside', 'Satisfy Any', 'Require valid-user')}`,
      },
      {
        config: `SetEnvIf X-Token "^abc$" let_in\n${token('AuthType Basic', 'AuthBasicProvider PAM')}`,
        also: ['not-judged'],
      },
      {
        config: `SetEnvIf X-Token "^abc$" let_in\n${location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require env let_in', 'Require pam-account web', 'Require valid-user')}`,
        also: ['not-judged'],
      },
      { config: `SetEnvIfNoCase ^X-.*-Token$ . let_in\n${token('AuthType GSSAPI')}` },
    ],
    ok: [
      {
        config: `SetEnvIf X-Token "^abc$" let_in\n${location('/a', 'AuthType GSSAPI', 'AuthName a', '<RequireAll>', 'Require env let_in', 'Require pam-account web', '</RequireAll>', 'Require valid-user')}`,
        also: ['not-judged'],
      },
      { config: `SetEnvIf Referer "^https://a\\.test/" near\n${location('/a', 'Require env near')}` },
      {
        config: `SetEnvIf Remote_Addr "^10\\." inside\n${location('/a', 'AuthType GSSAPI', 'AuthName a', 'Require env inside', 'Require valid-user')}`,
      },
    ],
  },
  sources: [
    'https://httpd.apache.org/docs/2.4/mod/mod_setenvif.html',
    'https://httpd.apache.org/docs/2.4/env.html#examples',
  ],
  on: {
    place(place, report, site) {
      if (!isLoginAsked(place)) return;
      for (const { name, from } of openingVariables(place, site)) {
        for (const test of environmentTests(place)) {
          const sent = fieldFor(test, name);
          const proof = sent && place.prove({ kind: 'open' }, { fields: sent });
          const at = proof && (from ?? site.lineAt(place.originOf('mod_access_compat', 'Allow')));
          if (!proof || !at) continue;
          const fill = { field: sent[0], value: toldValue(...sent), target: place.target! };
          report({ message: 'open', at, fill, proof });
        }
      }
    },
  },
});

/** What no client can send as a value, or not as it is. */
const unsendable = /[^\x20-\x7e]|^ | $/;

function fieldFor({ test, variables }: EnvironmentTest, name: string): readonly [string, string] | undefined {
  if (!variables.some((each) => each.name === name && each.value !== null)) return undefined;
  if (test.kind !== 'header' && test.kind !== 'headers') return undefined;
  const [field] = test.kind === 'header' ? [test.header] : regexSamples(test.name, '');
  const [value] = regexSamples(test.regex, '', unsendable);
  return field === undefined || value === undefined ? undefined : [field, value];
}

function token(...login: readonly string[]): string {
  return location(
    '/a',
    ...login,
    'AuthName a',
    'Require valid-user',
    'Order allow,deny',
    'Allow from env=let_in',
    'Satisfy Any',
  );
}

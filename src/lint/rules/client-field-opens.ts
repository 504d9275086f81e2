import type { EnvironmentTest } from '../../ruleset/mod_setenvif.js';
import { location } from '../example.js';
import type { Place } from '../place.js';
import { requiresIn } from '../requirements.js';
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
    ],
    ok: [
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
      if (place.ask()?.decision.kind !== 'challenge') return;
      for (const { name, from } of openers(place)) {
        for (const test of testsOf(place)) {
          const sent = fieldFor(test, name);
          const at = site.lineAt(from);
          const proof = sent && place.prove({ kind: 'open' }, { fields: sent });
          if (!proof || !at) continue;
          const fill = { field: sent[0], value: sent[1], target: place.target! };
          report({ message: 'open', at, fill, proof });
        }
      }
    },
  },
});

interface Opener {
  readonly name: string;
  readonly from: EnvironmentTest['from'] | undefined;
}

/** Variables that Require env and Allow from env= ask for. */
function openers(place: Place): readonly Opener[] {
  const required = requiresIn(place.settings.mod_authz_core?.rule).flatMap(({ test, negated, from }) =>
    test.provider === 'env' && !negated ? test.names.map((name) => ({ name, from })) : [],
  );
  const allowed = (place.settings.mod_access_compat?.allow ?? []).flatMap(({ operand }) =>
    operand.kind === 'env' && !operand.negated
      ? [{ name: operand.name, from: place.originOf('mod_access_compat', 'Allow') }]
      : [],
  );
  return [...required, ...allowed];
}

const testsOf = ({ server, settings }: Place): readonly EnvironmentTest[] => [
  ...server.host.mod_setenvif,
  ...(settings.mod_setenvif?.tests ?? []),
];

function fieldFor({ test, variables }: EnvironmentTest, name: string): readonly [string, string] | undefined {
  if (test.kind !== 'header' || !variables.some((each) => each.name === name && each.value !== null))
    return undefined;
  const [value] = regexSamples(test.regex, '');
  return value === undefined ? undefined : [test.header, value];
}

import type { EnvironmentTest } from '../../ruleset/mod_setenvif.js';
import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';
import { regexSamples } from '../samples.js';

/** Neither Negotiate nor a password. */
export const noNegotiateWithoutBasic = lintRule({
  id: 'no-negotiate-without-basic',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  judges: 'absence',
  summary: 'Some clients are not offered Negotiate, and no password either: they can never log in.',
  why: 'gssapi-no-negotiate takes Negotiate out of the challenge. With GssapiBasicAuth Off nothing is left in it, so that the client gets a 401 it cannot answer.',
  remedy: 'Switch GssapiBasicAuth on (over TLS), or send these clients a page that tells what to do.',
  messages: { nothing: 'for clients with "{field}: {value}" the 401 of {target} asks for nothing' },
  examples: {
    bad: [{ config: `BrowserMatch Windows gssapi-no-negotiate\n${gssapiLocation('/a')}` }],
    ok: [
      { config: `BrowserMatch Windows gssapi-no-negotiate\n${gssapiLocation('/a', 'GssapiBasicAuth On')}` },
    ],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/297'],
  on: {
    place(place, report, site) {
      const tests = [...place.server.host.mod_setenvif, ...(place.settings.mod_setenvif?.tests ?? [])];
      for (const test of tests) {
        const sent = fieldFor(test);
        const at = sent && site.lineAt(test.from);
        const proof = at && place.prove({ kind: 'no-challenge' }, { fields: sent });
        if (!proof || place.settings.core?.errorDocuments?.['401']) continue;
        report({
          message: 'nothing',
          at,
          fill: { field: sent[0], value: sent[1], target: place.target! },
          proof,
        });
      }
    },
  },
});

function fieldFor({ test, variables }: EnvironmentTest): readonly [string, string] | undefined {
  if (!variables.some(({ name, value }) => name === 'gssapi-no-negotiate' && value !== null))
    return undefined;
  if (test.kind === 'attribute') return ['Accept', '*/*'];
  const [value] = test.kind === 'header' ? regexSamples(test.regex, '') : [];
  return test.kind === 'header' && value !== undefined ? [test.header, value] : undefined;
}

import { setRawArguments } from '../../syntax/edit-change.js';
import { gssapiLocation } from '../example.js';
import { rawOf } from '../line.js';
import { lintRule } from '../rule.js';

/** Directives that take the rest of the line as it is. */
const raw = ['GssapiAcceptorName', 'GssapiDelegCcacheDir', 'GssapiSessionKey', 'KrbAuthRealms'] as const;

/** Quotes that become part of a value. */
export const quotesKept = lintRule({
  id: 'quotes-kept',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'Quotes around a value become part of it.',
  why: 'GssapiAcceptorName, GssapiDelegCcacheDir, GssapiSessionKey and KrbAuthRealms take the rest of the line as it is written: a quoted path is another path, a quoted name no name that any key has.',
  remedy: 'Write the value without quotes.',
  messages: { kept: 'the quotes are part of the value of {name}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiAcceptorName "HTTP@www.example.com"') },
      { config: gssapiLocation('/a', 'GssapiDelegCcacheDir "/run/ccaches"'), also: ['value-unusable'] },
    ],
    ok: [{ config: gssapiLocation('/a', 'GssapiAcceptorName HTTP@www.example.com') }],
  },
  fixes: {
    kept: {
      safety: 'unsafe',
      title: 'take the quotes away',
      edit: (line) => setRawArguments(line.at, rawOf(line).replaceAll('"', '')),
    },
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/blob/master/src/mod_auth_gssapi.c'],
  on: {
    named: {
      names: raw,
      line(line, report) {
        const { name } = line;
        if (/^["'].*["']$/.test(rawOf(line))) report({ message: 'kept', at: line, fill: { name } });
      },
    },
  },
});

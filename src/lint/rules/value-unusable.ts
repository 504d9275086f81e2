import { gssapiLocation } from '../example.js';
import { holeAt } from '../gaps.js';
import { lintRule } from '../rule.js';

/** Values that httpd takes and its modules only log. */
export const valueUnusable = lintRule({
  id: 'value-unusable',
  group: 'kerberos-setup',
  severity: 'error',
  since: '0.1',
  summary: 'A value is accepted at the start, cannot be used, and is only told in the error log.',
  why: 'mod_auth_gssapi logs a store without a key, a session key of the wrong length and the like, and goes on with something else: "httpd -t" says Syntax OK, and logins fail or sessions die.',
  remedy: 'Write what the message asks for.',
  messages: { unusable: '{message}{hint}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiCredStore /etc/a.keytab') },
      { config: gssapiLocation('/a', 'GssapiSessionKey key:AAAA') },
    ],
    ok: [{ config: gssapiLocation('/a', 'GssapiCredStore keytab:/etc/a.keytab') }],
  },
  sources: [
    'https://github.com/gssapi/mod_auth_gssapi/issues/223',
    'https://github.com/gssapi/mod_auth_gssapi/issues/228',
  ],
  on: {
    site({ diagnostics }, report) {
      for (const diagnostic of diagnostics) {
        const { severity, stage, code, span, message, hint, missingHere } = diagnostic;
        if (severity !== 'error' || stage !== 'compile' || code === 'not-served' || missingHere || !span)
          continue;
        // What a template will put there is not known.
        if (holeAt(diagnostic) !== undefined) continue;
        report({
          message: 'unusable',
          at: span,
          fill: { message, hint: hint === undefined ? '' : `: ${hint}` },
        });
      }
    },
  },
});

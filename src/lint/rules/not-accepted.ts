import { gssapiLocation, section } from '../example.js';
import { lintRule } from '../rule.js';
import { isBeside, refusesReading } from '../site.js';

/** What httpd itself refuses. */
export const notAccepted = lintRule({
  id: 'not-accepted',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'httpd refuses the line, and does not start.',
  why: 'A misspelt directive, an argument that is none, a line in the wrong place: httpd names the first one and stops. As long as there is one, nothing is said here about what is in force.',
  remedy: 'Correct the line; "kerbgate check" tells more of it.',
  messages: { refused: '{message}{hint}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiDelegCcache /run/ccaches') },
      { config: gssapiLocation('/a', 'GssapiBasicAuth forward') },
      { config: 'GssapiSSLonly On\n' },
      { config: section('Location /a', 'AuthName ""') },
      { config: section('Location /a', '<RequireNone>', 'Require ip 192.0.2.1', '</RequireNone>') },
      { config: gssapiLocation('/a', 'KrbMethodK5Password On') },
    ],
    ok: [
      { config: gssapiLocation('/a', 'GssapiBasicAuth Off') },
      { config: `WSGIScriptAlias /a /srv/a.wsgi\n${gssapiLocation('/a')}` },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/programs/httpd.html'],
  on: {
    site({ diagnostics, loaded }, report) {
      for (const diagnostic of diagnostics) {
        if (!refusesReading(diagnostic) || isBeside(diagnostic)) continue;
        const { span, message, hint } = diagnostic;
        const fill = {
          message: message.replace(/\n\t*/g, ': '),
          hint: hint === undefined ? '' : `: ${hint}`,
        };
        report({ message: 'refused', at: span ?? { file: loaded.file, start: 0, end: 0 }, fill });
      }
    },
  },
});

import type { Diagnostic } from '../../source/diagnostic.js';
import { gssapiLocation, section } from '../example.js';
import { holeAt, isBeside, isDots, isForeignProvider, namesMissing, refusesReading } from '../gaps.js';
import { lintRule } from '../rule.js';
import type { Site } from '../site.js';

/** What httpd itself refuses. */
export const notAccepted = lintRule({
  id: 'not-accepted',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'httpd refuses the line, and does not start.',
  why: 'A misspelt directive, an argument that is none, a line in the wrong place: httpd names the first one and stops. What is in force is judged without such lines.',
  remedy: 'Correct the line; "kerbgate check" tells more of it.',
  messages: { refused: '{message}{hint}' },
  examples: {
    bad: [
      { config: gssapiLocation('/a', 'GssapiDelegCcache /run/ccaches') },
      { config: gssapiLocation('/a', 'GssapiBasicAuth forward') },
      { config: 'Listen 80\nGssapiSSLonly On\n' },
      { config: section('Location /a', 'AuthName ""') },
      { config: section('Location /a', '<RequireNone>', 'Require ip 192.0.2.1', '</RequireNone>') },
      { config: gssapiLocation('/a', 'KrbMethodK5Password On') },
    ],
    ok: [
      { config: gssapiLocation('/a', 'GssapiBasicAuth Off') },
      { config: `WSGIScriptAlias /a /srv/a.wsgi\n${gssapiLocation('/a')}` },
      { config: `Listen 80\n${gssapiLocation('/a', 'DAV svn', 'SVNPath /srv/svn')}` },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/programs/httpd.html'],
  on: {
    site(site, report) {
      for (const diagnostic of site.diagnostics) {
        if (!refusesReading(diagnostic) || isToldElsewhere(diagnostic, site)) continue;
        const { span, message, hint } = diagnostic;
        const fill = {
          message: message.replace(/\n\t*/g, ': '),
          hint: hint === undefined ? '' : `: ${hint}`,
        };
        const at = span ?? { file: site.loaded.file, start: 0, end: 0 };
        report({ message: 'refused', at, fill, remedy: hint === undefined ? undefined : sentence(hint) });
      }
    },
  },
});

const sentence = (hint: string): string =>
  `${hint.charAt(0).toUpperCase()}${hint.slice(1)}${/[.?]$/.test(hint) ? '' : '.'}`;

/** Lines of modules of others are taken where those are loaded; what templates leave open and what is not here has rules of its own. */
function isToldElsewhere(diagnostic: Diagnostic, { bare, isAtHome }: Site): boolean {
  if (isBeside(diagnostic) || isForeignProvider(diagnostic)) return true;
  if (namesMissing(diagnostic) && !isAtHome) return true;
  const { span } = diagnostic;
  if (span && isDots(span.file.text.slice(span.start, span.end))) return true;
  return (
    holeAt(diagnostic) !== undefined ||
    bare.some(({ start, file }) => start === span?.start && file === span.file)
  );
}

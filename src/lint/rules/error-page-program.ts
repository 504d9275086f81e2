import { gssapiLocation } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** A program may send challenges of its own. */
export const errorPageProgram = lintRule({
  id: 'error-page-program',
  group: 'breaks-site',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'The page for 401 is made by a program.',
  why: 'A program that sets header fields itself may merge the challenges into one field, which some clients cannot read; it also runs for everybody who has not logged in.',
  remedy: 'Send a page that is a file, or the text itself.',
  messages: { program: '{page} looks like a program: its fields may hide the challenge' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'ErrorDocument 401 /cgi-bin/unauthorized.cgi') }],
    ok: [{ config: gssapiLocation('/a', 'ErrorDocument 401 "Log in with your ticket."') }],
  },
  sources: ['https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1'],
  on: {
    lines: {
      ErrorDocument(line, report) {
        const [status, page = ''] = valuesOf(line);
        const isProgram = /^\/(?:.*\/)?(?:cgi-bin\/|[^?]*\.(?:cgi|php|pl|py|fcgi)(?:[?/]|$))/.test(page);
        if (status === '401' && isProgram)
          report({ message: 'program', at: wordSpan(line, 1), fill: { page } });
      },
    },
  },
});

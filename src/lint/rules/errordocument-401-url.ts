import { gssapiLocation } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** A redirect in place of a challenge. */
export const errordocument401Url = lintRule({
  id: 'errordocument-401-url',
  group: 'breaks-site',
  severity: 'error',
  since: '0.1',
  summary: 'ErrorDocument 401 names a whole URL, which httpd ignores.',
  why: 'A redirect would take the challenge away, so that nobody could log in: httpd ignores the line, tells so in a notice, and sends its own page.',
  remedy: 'Name a path of this server, or the text of the page.',
  messages: { ignored: 'httpd ignores this page: for 401 it must be on this server' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'ErrorDocument 401 https://www.example.com/login.html') }],
    ok: [{ config: gssapiLocation('/a', 'ErrorDocument 401 "Log in with your ticket."') }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/custom-error.html'],
  on: {
    lines: {
      ErrorDocument(line, report) {
        const [status, document = ''] = valuesOf(line);
        if (status === '401' && /^[a-z]+:\/\//i.test(document))
          report({ message: 'ignored', at: wordSpan(line, 1) });
      },
    },
  },
});

import { gssapiLocation } from '../example.js';
import { wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** A quoted word that never ends. */
export const quoteNotClosed = lintRule({
  id: 'quote-not-closed',
  group: 'style',
  severity: 'warning',
  since: '0.1',
  summary: 'A quoted value has no quote at its end.',
  why: 'httpd takes everything up to the end of the line as the value: what was meant to be a second argument becomes part of the first.',
  remedy: 'Close the quote where the value ends.',
  messages: { open: 'this value has no quote at its end: it goes on to the end of the line' },
  examples: {
    bad: [{ config: gssapiLocation('/a', 'ErrorDocument 403 "Not for you'), also: [] }],
    ok: [{ config: gssapiLocation('/a', 'ErrorDocument 403 "Not for you"') }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/configuring.html#syntax'],
  on: {
    everyLine(line, report) {
      // A text of ErrorDocument that begins with a quote was ended by nothing in the first versions of httpd.
      const index = line.at.args.words.findIndex(({ quote, closed }) => quote !== '' && !closed);
      if (index >= 0) report({ message: 'open', at: wordSpan(line, index) });
    },
  },
});

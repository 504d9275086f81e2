import { gssapiLocation, section } from '../example.js';
import { valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';

/** A pattern that may begin anywhere. */
export const patternUnanchored = lintRule({
  id: 'pattern-unanchored',
  group: 'style',
  severity: 'note',
  since: '0.1',
  strict: true,
  summary: 'The pattern of a section is not tied to the beginning of the path.',
  why: 'A pattern without ^ fits anywhere in the path, so that the section counts for paths that nobody has thought of.',
  remedy: 'Begin the pattern with ^, and end it with $ or (/|$).',
  messages: { loose: 'the pattern {pattern} fits anywhere in a path' },
  examples: {
    bad: [
      { config: section('LocationMatch "/login"', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user') },
    ],
    ok: [
      { config: section('LocationMatch "^/login$"', 'AuthType GSSAPI', 'AuthName a', 'Require valid-user') },
      { config: gssapiLocation('/a') },
    ],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#locationmatch'],
  on: {
    named: {
      names: ['<LocationMatch', '<Location', '<DirectoryMatch'],
      line(line, report) {
        const values = valuesOf(line);
        const index = line.name === '<Location' ? 1 : 0;
        if (index === 1 && values[0] !== '~') return;
        const pattern = values[index] ?? '';
        if (pattern === '' || (/^\(*(?:\?[\w-]+[:)])?\(*\^/.test(pattern) && !/^\^?\.\*/.test(pattern)))
          return;
        report({ message: 'loose', at: wordSpan(line, index), fill: { pattern } });
      },
    },
  },
});

import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** The inside of a section alone. */
export const sectionMissing = lintRule({
  id: 'section-missing',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'Lines of a section stand alone: httpd refuses them outside of one.',
  why: 'Directives about logins and access count for paths, so httpd takes them in sections such as Location and in .htaccess files only. Such a text is judged as if a Location for all paths stood around it.',
  remedy: 'Write a section such as <Location "/private"> around the lines.',
  messages: { alone: '{name} belongs into a section such as <Location>{others}' },
  examples: {
    bad: [{ config: 'AuthType GSSAPI\nAuthName a\nRequire valid-user\n' }],
    ok: [{ config: gssapiLocation('/a') }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/sections.html'],
  on: {
    site({ bare }, report) {
      const [first] = bare;
      if (!first) return;
      const name = first.file.text.slice(first.start, first.end);
      const more = bare.length - 1;
      const others = more === 0 ? '' : `, and so do ${more} more lines`;
      report({ message: 'alone', at: first, fill: { name, others } });
    },
  },
});

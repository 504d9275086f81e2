import { gssapiLocation } from '../example.js';
import { lintRule } from '../rule.js';

/** A star does not go past a slash. */
export const locationWildcard = lintRule({
  id: 'location-wildcard',
  group: 'opens',
  severity: 'error',
  since: '0.1',
  judges: 'server',
  summary: 'A Location with a * at the end covers one level only.',
  why: 'In the path of a Location * and ? do not match a slash: what lies deeper needs no login.',
  remedy: 'Write the plain path, which covers all below it, or a LocationMatch.',
  messages: { open: '{path} needs no login: the * of {section} covers one level only' },
  examples: {
    bad: [{ config: gssapiLocation('"/app/*"') }],
    ok: [{ config: gssapiLocation('/app') }],
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#location'],
  on: {
    place({ server, sections, ask, target }, report, site) {
      const section = sections.at(-1);
      if (!section || !('match' in section) || section.match.kind !== 'wildcard' || target === undefined)
        return;
      const at = site.lineAt(section.from);
      if (at?.name !== '<Location' || !section.match.pattern.endsWith('*')) return;
      if (ask()?.decision.kind !== 'challenge') return;
      const deeper = `${target}/deeper`;
      const seen = server.ask({ target: deeper });
      if (seen.decision.kind !== 'accept' || seen.user !== undefined) return;
      const proof = { request: server.request({ target: deeper }), consequence: { kind: 'open' } as const };
      report({ message: 'open', at, fill: { path: deeper, section: section.title }, proof });
    },
  },
});

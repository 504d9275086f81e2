import { setArguments } from '../../syntax/edit-change.js';
import { gssapiLocation } from '../example.js';
import { valuesOf } from '../line.js';
import { lintRule } from '../rule.js';
import type { ServerView } from '../server-view.js';
import type { Supposed } from '../supposed.js';

/** A slash at the end leaves out the path without it. */
export const locationTrailingSlash = lintRule({
  id: 'location-trailing-slash',
  group: 'opens',
  severity: 'warning',
  since: '0.1',
  judges: 'server',
  summary: '<Location /app/> does not cover /app.',
  why: 'A Location whose path ends in a slash covers what lies below it only: the path without the slash is decided by what stands around, and may reach an application or script without a login.',
  remedy: 'Write the path without the slash at the end: it covers both.',
  messages: { open: '{path} needs no login: <Location {written}> covers only what is below it' },
  examples: {
    bad: [{ config: gssapiLocation('/app/') }],
    ok: [
      { config: gssapiLocation('/app') },
      { config: gssapiLocation('/') },
      { config: gssapiLocation('/app/', 'ProxyPass http://127.0.0.1:8080/') },
    ],
  },
  fixes: {
    open: {
      safety: 'unsafe',
      title: 'drop the slash, so that the path itself is covered, too',
      edit: (line) => setArguments(line.at, [valuesOf(line)[0]!.replace(/\/+$/, '')]),
    },
  },
  sources: ['https://httpd.apache.org/docs/2.4/mod/core.html#location'],
  on: {
    place({ server, sections, ask }, report, site) {
      const section = sections.at(-1);
      if (!section || !('match' in section) || section.match.kind !== 'prefix') return;
      const { prefix } = section.match;
      const at = site.lineAt(section.from);
      if (at?.name !== '<Location' || !/.\/$/.test(prefix) || ask()?.decision.kind !== 'challenge') return;
      const target = prefix.replace(/\/+$/, '');
      const seen = server.ask({ target });
      if (seen.decision.kind !== 'accept' || seen.user !== undefined) return;
      // What only this section hands on is not behind the other path.
      if (section.settings.mod_proxy?.pass && !isProxied(seen, server)) return;
      const proof = { request: server.request({ target }), consequence: { kind: 'open' } as const };
      report({ message: 'open', at, fill: { path: target, written: prefix }, proof });
    },
  },
});

const isProxied = ({ exchange }: Supposed, { host }: ServerView): boolean =>
  exchange.node.settings.mod_proxy?.pass !== undefined || host.mod_proxy.passes.length > 0;

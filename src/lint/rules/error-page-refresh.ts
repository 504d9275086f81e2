import { readFileSync, statSync } from 'node:fs';
import { gssapiLocation } from '../example.js';
import { type Line, valuesOf, wordSpan } from '../line.js';
import { lintRule } from '../rule.js';
import type { Site } from '../site.js';

/** A page for 401 that sends people on. */
export const errorPageRefresh = lintRule({
  id: 'error-page-refresh',
  group: 'breaks-site',
  severity: 'warning',
  since: '0.1',
  summary: 'The page for 401 sends browsers on by a meta refresh.',
  why: 'Browsers of machines in a domain answer the challenge themselves, and some of them show nothing of the page that came with it: who has no ticket is not sent on, and sees an empty page.',
  remedy: 'Put the form for the other login into the page itself.',
  messages: {
    refresh: 'the page for 401 sends browsers on by a meta refresh, which some of them do not follow',
  },
  examples: {
    bad: [
      {
        config: gssapiLocation(
          '/a',
          `ErrorDocument 401 '<html><meta http-equiv="refresh" content="0; URL=/form"></html>'`,
        ),
      },
      {
        config: `DocumentRoot {ROOT}/www\n${gssapiLocation('/a', 'ErrorDocument 401 /pages/401.html')}`,
        files: { 'www/pages/401.html': '<html><head><META HTTP-EQUIV=refresh content="0"></head></html>' },
      },
    ],
    ok: [{ config: gssapiLocation('/a', `ErrorDocument 401 '<html><form action="/form">…</form></html>'`) }],
  },
  sources: ['https://github.com/gssapi/mod_auth_gssapi/issues/269'],
  on: {
    lines: {
      ErrorDocument(line, report, site) {
        if (valuesOf(line)[0] !== '401' || !refresh.test(textOf(line, site))) return;
        report({ message: 'refresh', at: wordSpan(line, 1) });
      },
    },
  },
});

const refresh = /<meta\b[^>]{0,200}http-equiv\s*=\s*\\?["']?refresh/i;

/** What is sent, as far as it can be read here: the text itself, or a file below a DocumentRoot. */
function textOf(line: Line, { servers }: Site): string {
  const [, page = ''] = valuesOf(line);
  if (!page.startsWith('/')) return line.at.args.raw;
  const path = page.replace(/[?#].*/, '');
  for (const { host } of servers) {
    const text = smallFile(`${host.core.documentRoot.replace(/\/+$/, '')}${path}`);
    if (text !== undefined) return text;
  }
  return '';
}

const mostBytes = 1_000_000;

function smallFile(path: string): string | undefined {
  try {
    const bytes = Buffer.from(path, 'latin1');
    const status = statSync(bytes);
    return status.isFile() && status.size <= mostBytes ? readFileSync(bytes, 'latin1') : undefined;
  } catch {
    return undefined;
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../src/lint/finding.js';
import { inspect } from '../../src/lint/inspect.js';
import { loadPerDirectory } from '../../src/lint/per-directory.js';
import type { Example, LintRule } from '../../src/lint/rule.js';
import { type Site, siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';

/** A text as a site. Files of an example are written below `folder`, which is the ServerRoot. */
export function siteOfExample({ config, files = {}, htaccess }: Example, folder: string): Site {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(text, 'latin1'), { mode: 0o600 });
  }
  process.env.KRB5_CONFIG = join(folder, 'krb5.conf' in files ? 'krb5.conf' : 'none');
  if (htaccess) return siteOf(loadPerDirectory({ path: join(folder, '.htaccess'), text: config }, folder));
  return siteOf(
    loadSnippet(config.replaceAll('{ROOT}', folder), { path: 'example.conf', serverRoot: folder }),
  );
}

/** What rules find in an example, each with the severity of its own. */
export function findingsIn(site: Site, rules: readonly LintRule[]): readonly Finding[] {
  const active = rules.map((rule) => ({ rule, severity: rule.severity }));
  return inspect(site, active, new Set(rules.map(({ id }) => id))).findings;
}

/** The ids of rules that found something, each once. */
export function idsOf(findings: readonly Finding[]): readonly string[] {
  return [...new Set(findings.map(({ id }) => id))].sort();
}

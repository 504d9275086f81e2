import { relative, resolve } from 'node:path';
import { textOf } from '../source/decode.js';
import type { Severity } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { type Inspection, inspect } from './inspect.js';
import { lintRules } from './rules/index.js';
import type { ActiveRule } from './run.js';
import { activeRules } from './settings.js';
import type { LoadedSettings } from './settings-file.js';
import type { Site } from './site.js';

/** Looks at a site with the rules that settings turn on; one that is on for some of its files alone is told for those. */
export function inspectFiles(site: Site, { settings, folder }: LoadedSettings): Inspection {
  const levels = new Map<string, ReadonlyMap<string, Severity>>();
  const rulesFor = (file: SourceFile): ReadonlyMap<string, Severity> => {
    const known = levels.get(file.path);
    if (known) return known;
    const active = activeRules(lintRules, settings, relative(folder, resolve(textOf(file.path))));
    const made = new Map(active.map(({ rule, severity }) => [rule.id, severity]));
    levels.set(file.path, made);
    return made;
  };
  const wanted = new Set(site.files.flatMap((file) => [...rulesFor(file).keys()]));
  const active: readonly ActiveRule[] = lintRules
    .filter(({ id }) => wanted.has(id))
    .map((rule) => ({ rule, severity: rule.severity }));
  const { findings, ignored } = inspect(site, active, new Set(lintRules.map(({ id }) => id)));
  const told = findings.flatMap((finding) => {
    const severity = rulesFor(writtenAt(finding.span).file).get(finding.id);
    return severity ? [{ ...finding, severity }] : [];
  });
  return { findings: told, ignored };
}

import { type FixLevel, fixRound, mostRounds } from '../lint/fix.js';
import type { LoadedSettings } from '../lint/settings-file.js';
import type { Site } from '../lint/site.js';
import type { FixDecisions } from '../report/lint-report.js';
import { textOf } from '../source/decode.js';
import { decisionsOfFix } from './fix-decisions.js';
import type { LintTarget } from './lint-input.js';
import { inspectSite, type LintOptions, nameFrom, realNameFrom, siteOfTarget } from './lint-target.js';
import { type ChangedFile, unifiedDiff } from './unified-diff.js';

/** What fixes change, and what comes of it. */
export interface Fixed {
  readonly changed: readonly ChangedFile[];
  readonly decisions: readonly FixDecisions[];
}

/** Makes changes until none is left to make, in memory: each round reads what the last one has made. */
export function fixTargets(
  targets: readonly LintTarget[],
  options: LintOptions,
  loaded: LoadedSettings,
): Fixed {
  const level: FixLevel = options.fixUnsafe ? 'unsafe' : 'safe';
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const originals: [LintTarget, Site][] = [];
  for (const target of targets) {
    for (let round = 0; round < mostRounds; round += 1) {
      const site = siteOfTarget(target, options, after);
      const { findings } = inspectSite(site, options, loaded);
      const { texts } = fixRound(findings, site, level);
      if (texts.size === 0) break;
      if (round === 0) originals.push([target, site]);
      for (const { path, text } of site.files) if (!before.has(path)) before.set(path, text);
      for (const [path, text] of texts) after.set(path, text);
    }
  }
  const changed = [...after].flatMap(([path, text]) => {
    const old = before.get(path) ?? '';
    return old === text ? [] : [{ path, before: old, after: text }];
  });
  const named = nameFrom();
  const decisions = originals.flatMap(([target, site]) => {
    const told = decisionsOfFix([site, siteOfTarget(target, options, after)], named);
    // Of safe changes there is something to tell only where they are not.
    return told && (level === 'unsafe' || told.result?.changed !== false) ? [told] : [];
  });
  return { changed, decisions };
}

/** What a dry run has to tell, for programs. */
export function dryRunJson({ changed, decisions }: Fixed, named: (path: string) => string): string {
  const changes = changed.map((each) => ({
    file: textOf(named(each.path)),
    diff: unifiedDiff([each], realNameFrom()),
  }));
  return `${JSON.stringify({ changes, decisions }, undefined, 2)}\n`;
}

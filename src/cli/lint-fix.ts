import { createTwoFilesPatch } from 'diff';
import { type FixLevel, fixRound, mostRounds } from '../lint/fix.js';
import type { LoadedSettings } from '../lint/settings-file.js';
import { textOf } from '../source/decode.js';
import type { LintTarget } from './lint-input.js';
import { inspectSite, type LintOptions, siteOfTarget } from './lint-target.js';

/** A file that fixes change; texts are byte strings. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Makes changes until none is left to make, in memory: each round reads what the last one has made. */
export function fixTargets(
  targets: readonly LintTarget[],
  options: LintOptions,
  loaded: LoadedSettings,
): readonly ChangedFile[] {
  const level: FixLevel = options.fixUnsafe ? 'unsafe' : 'safe';
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const target of targets) {
    for (let round = 0; round < mostRounds; round += 1) {
      const site = siteOfTarget(target, options, after);
      const { findings } = inspectSite(site, options, loaded);
      const { texts } = fixRound(findings, site, level);
      if (texts.size === 0) break;
      for (const { path, text } of site.files) if (!before.has(path)) before.set(path, text);
      for (const [path, text] of texts) after.set(path, text);
    }
  }
  return [...after].flatMap(([path, text]) => {
    const old = before.get(path) ?? '';
    return old === text ? [] : [{ path, before: old, after: text }];
  });
}

/** The changes as a unified diff. */
export function unifiedDiff(changed: readonly ChangedFile[], named: (path: string) => string): string {
  return changed
    .map(({ path, before, after }) => {
      const name = textOf(named(path));
      return createTwoFilesPatch(`a/${name}`, `b/${name}`, textOf(before), textOf(after), '', '', {
        context: 3,
      }).replace(/^=+\n/, '');
    })
    .join('');
}

import { compile } from '../compile/compile.js';
import { diffRulesets } from '../diff/diff.js';
import { renderDiffText } from '../diff/render-text.js';
import type { Site } from '../lint/site.js';
import { asUsual } from '../lint/supposed-ruleset.js';
import { display } from '../report/display.js';
import type { FixDecisions } from '../report/lint-report.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { thisMachine } from '../serve/machine.js';
import { textOf } from '../source/decode.js';

/** Which requests changes decide otherwise; `undefined` where they leave all rules as they are. */
export function decisionsOfFix(
  [before, after]: readonly [Site, Site],
  named: (path: string) => string,
): FixDecisions | undefined {
  const file = textOf(named(before.loaded.file.path));
  const [old, now] = [comparable(before), comparable(after)];
  if (!old || !now) return { file, impossible: 'nothing in it can be read as a configuration' };
  const machine = thisMachine('');
  const result = diffRulesets(old, now, {
    names: { old: file, new: file },
    readFile: (path) => machine.read(path).text,
    surroundings: { environment: process.env },
  });
  return result.effort.requests === 0 ? undefined : { file, result };
}

/** What is in force as far as it can be read. */
function comparable({ ruleset, bound }: Site): Ruleset | undefined {
  const whole = ruleset ?? (bound && compile(bound).value);
  return whole && asUsual(whole, bound);
}

/** The same for people. */
export function fixDecisionsText(decisions: readonly FixDecisions[]): string {
  return decisions
    .map(({ file, result, impossible }) =>
      result
        ? renderDiffText(result, { old: `${file} as it was`, new: 'as it is changed' })
        : `What changes in ${file} cannot be compared by its decisions: ${impossible}.\n`,
    )
    .join('\n')
    .split('\n')
    .map(display)
    .join('\n');
}

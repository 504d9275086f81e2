import type { Section } from '../syntax/tree.js';
import type { BoundDirective } from './bound.js';
import type { ReadItem } from './read-item.js';
import { type Run, report } from './run.js';
import type { Surroundings } from './surroundings.js';

const hint = 'put it into <RequireAll> together with what lets users in';

/** Refuses `Require not …` where nothing could come of it. */
export function checkNegated(run: Run, { at }: BoundDirective, around: Surroundings): void {
  const outer = containerAround(around);
  if (outer === 'RequireAll') return;
  report(run, 'bad-value', at.nameSpan, `negative Require directive has no effect in <${outer}> directive`, {
    hint,
  });
}

/** Refuses a container without any Require line, and a `<RequireNone>` of which nothing could come. */
export function checkContainer(
  run: Run,
  at: Section,
  name: string,
  items: readonly ReadItem[],
  around: Surroundings,
): void {
  const outer = containerAround(around);
  if (!items.some(isRequirement))
    report(run, 'bad-value', at.nameSpan, `<${name}> directive contains no authorization directives`);
  else if (name === 'RequireNone' && outer !== 'RequireAll')
    report(run, 'bad-value', at.nameSpan, `<RequireNone> directive has no effect in <${outer}> directive`, {
      hint,
    });
}

/** The container a line counts in; a section's bare Require lines are in a RequireAny. */
function containerAround({ sections }: Surroundings): string {
  const innermost = sections.find((name) => !/^Limit(?:Except)?$/.test(name)) ?? '';
  return /^Require/.test(innermost) ? innermost : 'RequireAny';
}

/** By name: a wrong one has been told of already. */
function isRequirement(item: ReadItem): boolean {
  if (item.kind === 'done') return false;
  const name = item.at.name.toLowerCase();
  if (item.kind === 'directive') return name === 'require';
  return /^require(?:all|any|none)$/.test(name) || item.items.some(isRequirement);
}

import type { MergedNode } from '../evaluate/sections.js';
import type { PathDifference } from './compare-paths.js';
import type { PlacedLine, Verdict } from './decision-diff.js';
import { isRefusedWithin, linesOf } from './origins.js';
import type { SupposedWorld } from './supposed-world.js';

/** The lines that a request's verdicts rest on, old and new. */
export interface Rests {
  readonly before: {
    readonly verdict: Verdict;
    readonly origins: readonly PlacedLine[];
    /** Whether only a request within the server was refused. */
    readonly isRefusedWithin: boolean;
  };
  readonly after: { readonly verdict: Verdict; readonly origins: readonly PlacedLine[] };
}

/** Finds reasons for each difference by the lines that it rests on, once for all that come to the same sections in the same way. */
export function reasonsByPlace(
  world: SupposedWorld,
  reasonsFor: (rests: Rests) => readonly number[],
): (difference: PathDifference) => readonly number[] {
  const numbers = new Map<MergedNode, number>();
  const numberOf = (node: MergedNode): number => {
    const known = numbers.get(node);
    if (known !== undefined) return known;
    numbers.set(node, numbers.size);
    return numbers.size - 1;
  };
  const found = new Map<string, readonly number[]>();
  return (difference) => {
    const { nodes, cube } = difference;
    if (restsOnPath(difference)) return reasonsFor(restsOf(difference, world));
    const key = JSON.stringify([nodes.old.map(numberOf), nodes.new.map(numberOf), cube.sign, cube.example]);
    const reasons = found.get(key) ?? reasonsFor(restsOf(difference, world));
    found.set(key, reasons);
    return reasons;
  };
}

/** Rules for paths and redirects tell paths of one place apart. */
const restsOnPath = ({ pair, nodes, verdicts }: PathDifference): boolean =>
  [verdicts.before, verdicts.after].some(({ kind }) => kind === 'redirect') ||
  [pair.old, pair.new].some(({ host }) => host.mod_rewrite.rules.length > 0) ||
  [...nodes.old, ...nodes.new].some(({ settings }) => settings.mod_rewrite?.rules !== undefined);

function restsOf(
  { pair, entry, path, circumstances, verdicts }: PathDifference,
  world: SupposedWorld,
): Rests {
  const asked = { entry, path, circumstances };
  const { before, after } = verdicts;
  return {
    before: {
      verdict: before,
      origins: linesOf(pair.old, asked, world, before),
      isRefusedWithin: isRefusedWithin(pair.old, asked, world),
    },
    after: { verdict: after, origins: linesOf(pair.new, asked, world, after) },
  };
}

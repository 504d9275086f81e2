import type { Severity } from '../source/diagnostic.js';
import { writtenAt } from '../source/written.js';
import type { Placed } from './reports.js';

const weight: Readonly<Record<Severity, number>> = { error: 2, warning: 1, note: 0 };

/**
 * Leaves out what says the same of the same place: uses of a macro bring its lines up each time, and some rules of the linter repeat what
 * `check` tells with more words. The most severe one stays.
 */
export function withoutRepeats(found: readonly Placed[]): readonly Placed[] {
  const kept = new Set<Placed>();
  const byPlace = new Map<string, Placed[]>();
  for (const each of found.toSorted((left, right) => weight[right.severity] - weight[left.severity])) {
    const { file, start, end } = writtenAt(each.span);
    const key = `${start} ${end} ${file.path}`;
    const here = byPlace.get(key) ?? [];
    if (here.some(({ message }) => saysThis(message, each.message))) continue;
    kept.add(each);
    if (here.length < mostCompared) byPlace.set(key, [...here, each]);
  }
  return found.filter((each) => kept.has(each));
}

/** A finding is compared with so many others at its place. */
const mostCompared = 50;

const saysThis = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);

import { readdirSync, readFileSync } from 'node:fs';

/** Microseconds of one tick of proc(5): Linux has a hundred a second on all its usual machines. */
const tick = 10_000;

/** Microseconds of processor time that a process and everything below it have used, in the system and out of it. */
export function processorTime(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + processorTime(child), ownTime(pid));
}

function ownTime(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  // The name in front of these may hold anything, blanks and parentheses too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tick;
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** A process may end at any moment; it then has nothing to tell. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

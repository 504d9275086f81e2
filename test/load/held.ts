import { readdirSync, readFileSync } from 'node:fs';

/** What a server's processes hold of the machine. */
export interface Held {
  readonly processes: number;
  /** Octets of memory that are resident in all processes, shared pages counted for each. */
  readonly resident: number;
  /** Open file descriptors of all processes. */
  readonly descriptors: number;
}

/** What a process and everything below it hold now (proc(5)). */
export function heldBy(pid: number): Held {
  const own = {
    processes: 1,
    resident: residentOf(pid),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
  return childrenOf(pid).map(heldBy).reduce(sum, own);
}

function sum(one: Held, other: Held): Held {
  return {
    processes: one.processes + other.processes,
    resident: one.resident + other.resident,
    descriptors: one.descriptors + other.descriptors,
  };
}

function residentOf(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

/** Every thread of a process may have children of its own. */
function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
  );
}

import type { ArgumentInput } from '../directives/args.js';
import type { Machine } from '../directives/machine.js';
import { findGroup, findUser } from '../source/accounts.js';
import type { Arguments } from '../syntax/tree.js';
import { isLoaded } from './modules.js';
import { belowRoot, kindOf } from './paths.js';
import type { Run } from './run.js';

/** What a shape gets to see of a directive. */
export function argumentInput(
  run: Run,
  name: string,
  args: Arguments,
  place: ArgumentInput['place'] = 'server',
  enclosing: readonly string[] = [],
): ArgumentInput {
  return {
    name,
    args,
    place,
    enclosing,
    machine: thisMachine(run),
    isLoaded: (module) => isLoaded(run.loaded, `${module}.c`),
  };
}

const machines = new WeakMap<Run, Machine>();

function thisMachine(run: Run): Machine {
  const known = machines.get(run);
  if (known) return known;
  const machine: Machine = {
    resolve: (path) => belowRoot(run.serverRoot, path),
    kindOf: (path) => kindOf(run.serverRoot, path),
    isUser: (name) => findUser(name) !== undefined,
    isGroup: (name) => findGroup(name) !== undefined,
  };
  machines.set(run, machine);
  return machine;
}

import type { ArgumentInput, Home } from '../directives/args.js';
import { addAuthnProvider, authnProvider } from '../directives/authn-providers.js';
import { addedAuthz } from '../directives/authz-aliases.js';
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
  home: Home = { server: {} },
): ArgumentInput {
  return { name, args, place, enclosing, home, ...outside(run) };
}

type Outside = Pick<ArgumentInput, 'machine' | 'isLoaded'>;

const outsides = new WeakMap<Run, Outside>();

/** Made once for a run, since every directive asks for it. */
function outside(run: Run): Outside {
  const known = outsides.get(run);
  if (known) return known;
  const made: Outside = {
    machine: thisMachine(run),
    isLoaded: (module) => isLoaded(run.loaded, `${module}.c`),
  };
  outsides.set(run, made);
  return made;
}

/** Providers under the names that a configuration gave them, for lines that are read later. */
export function makeAliasesKnown(
  run: Run,
  { authn, authz }: { readonly authn: ReadonlyMap<string, string>; readonly authz: readonly string[] },
): void {
  const lookup = outside(run);
  for (const [name, base] of authn) {
    const provider = authnProvider(base, lookup);
    if (provider) addAuthnProvider(name, provider, lookup);
  }
  for (const name of authz) addedAuthz(lookup.machine).set(name, 'alias');
}

function thisMachine(run: Run): Machine {
  return {
    resolve: (path) => belowRoot(run.serverRoot, path),
    kindOf: (path) => kindOf(run.serverRoot, path),
    isUser: (name) => findUser(name) !== undefined,
    isGroup: (name) => findGroup(name) !== undefined,
  };
}

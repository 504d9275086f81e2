import { modEnv } from '../directives/mod_env.js';
import { appendAll, put } from './draft.js';
import { lowerings } from './lowering.js';

export const env = lowerings(modEnv, {
  PassEnv(names, to) {
    to.settings.pass = appendAll(to.settings.pass, names);
  },
  SetEnv([name, value], to) {
    to.settings.set ??= {};
    // A name that is in both is passed on: its PassEnv stands behind.
    if (to.settings.pass) to.settings.pass = without(to.settings.pass, [name]);
    put(to.settings.set, name, value ?? '');
  },
  UnsetEnv(names, to) {
    for (const name of names) delete to.settings.set?.[name];
    if (to.settings.pass) to.settings.pass = without(to.settings.pass, names);
    to.settings.unset = appendAll(to.settings.unset, names);
  },
});

function without(names: readonly string[], dropped: readonly string[]): string[] {
  const lower = dropped.map((name) => name.toLowerCase());
  return names.filter((name) => !lower.includes(name.toLowerCase()));
}

import { modEnv } from '../directives/mod_env.js';
import { appendAll, put } from './draft.js';
import { lowerings } from './lowering.js';

export const env = lowerings(modEnv, {
  PassEnv(names, to) {
    to.settings.pass = appendAll(to.settings.pass, names);
  },
  SetEnv([name, value], to) {
    to.settings.set ??= {};
    put(to.settings.set, name, value ?? '');
  },
  UnsetEnv(names, to) {
    for (const name of names) delete to.settings.set?.[name];
    to.settings.unset = appendAll(to.settings.unset, names);
  },
});

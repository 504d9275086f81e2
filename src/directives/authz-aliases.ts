import { earlier } from './known/earlier.js';
import type { Machine } from './machine.js';

/** What a configuration names for Require: a Require line with its arguments, or an application that decides. */
export type AddedAuthz = 'alias' | 'application';

/** The providers that the lines so far have named, by name, whose case counts. */
export const addedAuthz: (machine: Machine) => Map<string, AddedAuthz> = earlier(
  () => new Map<string, AddedAuthz>(),
);

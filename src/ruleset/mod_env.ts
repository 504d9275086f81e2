import type { Origins } from './origin.js';

/** SetEnv and PassEnv make `set`; UnsetEnv makes `unset`. */
export interface EnvSettings {
  readonly set?: Readonly<Record<string, string>>;
  /** Names passed on from the server's environment at start; one that is in `set`, too, where there is such a variable. */
  readonly pass?: readonly string[];
  readonly unset?: readonly string[];
  readonly from?: Origins;
}

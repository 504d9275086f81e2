import type { Origins } from './origin.js';

/** SetEnv and PassEnv make `set`; UnsetEnv makes `unset`. */
export interface EnvSettings {
  readonly set?: Readonly<Record<string, string>>;
  /** Names passed on from the server's environment at start. */
  readonly pass?: readonly string[];
  readonly unset?: readonly string[];
  readonly from?: Origins;
}

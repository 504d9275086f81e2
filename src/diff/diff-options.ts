import type { Surroundings } from '../evaluate/program.js';

/** What a diff is told besides the two rulesets. */
export interface DiffOptions {
  /** The text of a file as a byte string, for files of users and groups; `undefined` where it cannot be read. */
  readonly readFile?: (path: string) => string | undefined;
  /** What of the machine is asked: names of virtual hosts, media types, the environment. */
  readonly surroundings?: Partial<Pick<Surroundings, 'names' | 'typeOf' | 'environment'>>;
  /** Paths and methods to try besides those that the rulesets give. */
  readonly paths?: readonly string[];
  readonly methods?: readonly string[];
  readonly limits?: Partial<DiffLimits>;
  /** Names of the two configurations for command lines; else those of their first files. */
  readonly names?: { readonly old: string; readonly new: string };
}

/** How much is tried at most. */
export interface DiffLimits {
  /** Paths of one server. */
  readonly paths: number;
  /** Requests for one path. */
  readonly requestsPerPath: number;
  /** Requests of one diff. */
  readonly requests: number;
}

export const usualLimits: DiffLimits = { paths: 30_000, requestsPerPath: 400, requests: 1_000_000 };

import type { RequestLine } from '../kit/fixture.js';
import type { Part } from './part.js';

/** A made-up configuration of one server with what is asked of it. The same seed gives the same case. */
export interface Case {
  /** Unique among the cases that are served together, and part of a host name. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** Files of its own site by name, beyond the usual ones; configuration files of folders are parts. */
  readonly folders: Readonly<Record<string, readonly Part[]>>;
  readonly requests: readonly RequestLine[];
}

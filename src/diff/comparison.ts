import type { AppliedSection, MergedNode } from '../evaluate/sections.js';
import type { DiffLimits } from './diff-options.js';
import type { Identities } from './identities.js';
import type { ServerPair } from './servers.js';
import type { KnownFiles } from './supposed-files.js';
import type { SupposedWorld } from './supposed-world.js';

/** What a comparison works with, and what it gathers. */
export interface Comparison {
  readonly world: SupposedWorld;
  readonly files: KnownFiles;
  readonly identities: Identities;
  readonly limits: DiffLimits;
  readonly methods: readonly string[];
  requests: number;
  readonly cutOff: Set<string>;
  /** Paths that the limits left out. */
  readonly untried: UntriedPaths[];
  /** All sections that requests came to, for the report of what was never reached. */
  readonly reached: { readonly old: Set<AppliedSection>; readonly new: Set<AppliedSection> };
  /** Sets of sections that say different things and of which no request was decided differently. */
  readonly silent: Map<string, SilentNodes>;
  readonly unread: { readonly old: Set<string>; readonly new: Set<string> };
}

/** Which limit left a path out. */
export type UntriedReason = 'paths' | 'requests' | 'combinations';

export interface UntriedPaths {
  readonly pair: ServerPair;
  readonly path: string;
  readonly why: UntriedReason;
}

/** So many paths that were left out are kept, so that many servers with many places have room. */
const mostUntried = 200_000;

/** Keeps that a path was left out, or that more were than are kept. */
export function leaveOut({ untried, cutOff }: Comparison, left: UntriedPaths): void {
  if (untried.length < mostUntried) untried.push(left);
  else cutOff.add(`only ${mostUntried} of the paths that were left out are told of`);
}

export interface SilentNodes {
  readonly old: MergedNode;
  readonly new: MergedNode;
  readonly path: string;
  /** Whether all combinations were tried. */
  readonly whole: boolean;
}

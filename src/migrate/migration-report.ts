import type { DecisionClass, DiffEffort, Undecided } from '../diff/decision-diff.js';
import type { Place } from '../explain/explanation.js';
import type { MigrationEntry } from './migration.js';

/** Requests that are decided otherwise than before, and why. */
export interface Difference {
  readonly requests: DecisionClass;
  /** The entries (from 0) that say why, those of its example first: each of its requests has one among them. None: nothing explains any. */
  readonly explainedBy: readonly number[];
}

/** A line that takes no part in the comparison, since httpd refuses it, or nobody knows here what it does. */
export interface LeftOut {
  readonly side: 'old' | 'new' | 'both';
  readonly place: Place | undefined;
  readonly why: string;
}

/** What became of the decisions of what begins with one file. */
export interface Proof {
  readonly main: string;
  /** What opens first, then what nothing explains. */
  readonly differences: readonly Difference[];
  readonly leftOut: readonly LeftOut[];
  readonly undecided: readonly Undecided[];
  readonly effort: DiffEffort;
  /** Why nothing could be compared. */
  readonly impossible?: string;
  /** That httpd refused a line before and still does: it is left out, and what it was meant to do is not compared. */
  readonly refused?: string;
}

/** A line that httpd would refuse now, where it took what stood there before. */
export interface Refused {
  /** Whether httpd took the old text as a whole: then the migration is wrong. What was broken before may break elsewhere. */
  readonly isMistake: boolean;
  readonly place?: Place;
  readonly message: string;
}

/** A per-directory file below a folder that takes such files, which was not named and holds lines to migrate. */
export interface Unnamed {
  readonly file: string;
  readonly lines: number;
}

/** All that a migration has to tell; plain data. */
export interface MigrationReport {
  readonly targets: readonly string[];
  /** The files that change. */
  readonly changed: readonly string[];
  /** Files that were not named and are included by those that were. */
  readonly alsoChanged: readonly string[];
  /** Choices that this run took and nobody made. */
  readonly openChoices: readonly string[];
  readonly unnamed: readonly Unnamed[];
  /** By file and line. */
  readonly entries: readonly MigrationEntry[];
  readonly refused: readonly Refused[];
  readonly proofs: readonly Proof[];
  /** What to do next on the machine. */
  readonly nextSteps: readonly string[];
}

import type { ComparableAnswer } from '../kit/compare.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';

/** A request with the answers of both servers. */
export interface Comparison {
  readonly fixture: Fixture;
  readonly request: RequestLine;
  readonly apache: ComparableAnswer;
  readonly kerbgate: ComparableAnswer;
}

/** A difference from Apache that is meant. It must only ever refuse more. */
export interface Deviation {
  readonly id: string;
  readonly apache: string;
  readonly kerbgate: string;
  readonly why: string;
  covers(comparison: Comparison): boolean;
}

/** Every meant difference from Apache's answers; the README prints the list. */
export const deviations: readonly Deviation[] = [];

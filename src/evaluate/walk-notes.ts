import type { ConditionSection } from '../ruleset/ruleset.js';
import type { Configuration, WalkCaches } from './walk-caches.js';

/** How far a request has come: whether its sections were looked for before translation, are to be, or are merged. */
export type WalkMoment = 'read' | 'translating' | 'mapping' | 'merged';

/** The conditions that held, level by level: those inside of others come behind all of the level around them. */
export type Levels = readonly (readonly ConditionSection[])[];

/** What is remembered of a request's looks for sections. */
export interface WalkNotes {
  /** A look-up of a file begins where the file is known. */
  isFileLookUp?: boolean;
  /** The path before rules of the server changed it. */
  pathBefore?: string;
  /** The conditions that held before the file was known, and behind that. */
  early?: Levels;
  late?: Levels;
  caches?: WalkCaches;
  /** The looks at conditions that are under way, or were. */
  looks?: { follow(): boolean };
  /** Up to where the caches tell. */
  told?: 'early' | 'late';
  /** That of the inner request whose result became the request's own. */
  adopted?: Configuration;
}

/** The notes of a request, made when they are first wanted. */
export function notesOf(exchange: { walks: WalkNotes | undefined }): WalkNotes {
  exchange.walks ??= {};
  return exchange.walks;
}

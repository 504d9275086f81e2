import type { Origin } from '../ruleset/origin.js';

/** What was too much to judge: conditions, sets of sections, or sections of the main server in each virtual host. */
export type CutKind = 'conditions' | 'sections' | 'inherited';

/** Where judging came to a bound: what stands from there on is not judged in that respect. */
export interface Cut {
  readonly kind: CutKind;
  /** Absent for the main server as a whole. */
  readonly from: Origin | undefined;
}

/** How much is looked for in a whole site, which none of the usual size comes near to. */
export class Allowance {
  /** Requests to find those for which conditions hold. */
  tries = 20_000;
  /** Places of the main server to try in virtual hosts: each counts for each of them. */
  tried = 10_000;
  /** Sections of the main server that no path of a virtual host leads to: each counts for each of them. */
  inherited = 20_000;
  readonly #cuts = new Map<CutKind, Cut>();

  /** The first of each kind. */
  get cuts(): readonly Cut[] {
    return [...this.#cuts.values()];
  }

  /** Says that something from a place on is not judged. */
  cut(kind: CutKind, from: Origin | undefined): void {
    if (!this.#cuts.has(kind)) this.#cuts.set(kind, { kind, from });
  }
}

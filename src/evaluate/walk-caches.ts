import type { AppliedSection } from './sections.js';

/** Merged settings as httpd tells them from others: by where they are in memory, so that what is merged twice is two. */
export type Configuration = symbol;

/** What is looked for by itself, one after another. */
export type WalkKind = 'folders' | 'files' | 'locations' | 'conditions';

/** What one look for sections came to (`walk_cache_t`). */
interface Kept {
  /** How many looks of the kind the request had before. */
  readonly count: number;
  readonly before: Kept | undefined;
  readonly path: string | undefined;
  readonly sections: readonly AppliedSection[];
  /** The configuration that the sections were merged over, and what that gave. */
  readonly base: Configuration | undefined;
  readonly result: Configuration | undefined;
}

/** The requests around one: the one that it takes the place of, and the one on whose behalf it is made. */
export interface Around {
  readonly previous: WalkCaches | undefined;
  readonly main: WalkCaches | undefined;
}

/**
 * What httpd keeps of each look for the sections of a request, and which configuration the request has. A look takes over what
 * the look of the same number came to in a request around it, or else the one before: only then the configuration is the same.
 */
export class WalkCaches {
  readonly #root: Configuration;
  readonly #around: Around;
  readonly #perConfiguration: boolean;
  readonly #kept: Partial<Record<WalkKind, Kept>> = {};
  configuration: Configuration;

  /** `perConfiguration`: no module checks access in the old way. */
  constructor(root: Configuration, around: Around, perConfiguration: boolean) {
    this.#root = root;
    this.#around = around;
    this.#perConfiguration = perConfiguration;
    this.configuration = root;
  }

  #outer(kind: WalkKind): Kept | undefined {
    const { previous, main } = this.#around;
    const kept = previous ? previous.#kept[kind] : undefined;
    return kept ?? (main ? main.#kept[kind] : undefined);
  }

  /** Begins again with what the server says. */
  startOver(): void {
    this.configuration = this.#root;
  }

  /** Merges sections that are found anew each time. */
  mergeAfresh(sections: readonly AppliedSection[]): void {
    if (sections.length > 0) this.configuration = Symbol();
  }

  /**
   * Merges what a look found. `path` is what was looked for, where the same path makes the same look, and `reached` where it led.
   * Tells whether all of it was there already.
   */
  walk(
    kind: WalkKind,
    sections: readonly AppliedSection[],
    path: string | undefined,
    reached: string | undefined = path,
  ): boolean {
    const own = this.#kept[kind];
    const count = own ? own.count + 1 : 0;
    const from = earlier(this.#outer(kind), count) ?? own;
    const base = this.configuration;
    const isSamePath = from?.path !== undefined && path !== undefined && from.path === path;
    if (isSamePath && base === from.result) {
      this.#kept[kind] = { ...from, count, before: own };
      return true;
    }
    const isKnown =
      isSamePath || (from?.path !== undefined && this.#perConfiguration && areSame(from.sections, sections));
    if (isKnown && from?.base === base && from.result !== undefined) this.configuration = from.result;
    else this.mergeAfresh(sections);
    this.#kept[kind] = {
      count,
      before: own,
      path: isSamePath ? from.path : (reached ?? ''),
      sections,
      base,
      result: this.configuration,
    };
    return isKnown && from?.base === base;
  }
}

/** The look with that number. */
function earlier(last: Kept | undefined, count: number): Kept | undefined {
  let at = last;
  while (at && at.count > count) at = at.before;
  return at?.count === count ? at : undefined;
}

function areSame(left: readonly AppliedSection[], right: readonly AppliedSection[]): boolean {
  return left.length === right.length && left.every((section, at) => section === right[at]);
}

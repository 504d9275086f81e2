import { deleteContext } from './contexts.js';
import { type ContextHandle, none } from './memory.js';

/** Half-done contexts are a stranger's to open, so their number is bounded; the oldest gives way. */
const limit = 1024;
const live = new Set<AcceptContext>();

/**
 * Where a login of several tokens is kept between them, such as with one client connection. Give the same one to each `accept`
 * of that login, and release it when the connection ends.
 */
export class AcceptContext {
  #handle = none as ContextHandle;
  #settings = '';

  /** The half-done context begun under the same settings, or GSS_C_NO_CONTEXT; it is the taker's from now on. */
  take(settings: string): ContextHandle {
    if (this.#settings !== settings) this.release();
    const handle = this.#handle;
    this.#handle = none as ContextHandle;
    live.delete(this);
    return handle;
  }

  /** Keeps a half-done context for the next token. */
  keep(handle: ContextHandle, settings: string): void {
    this.release();
    this.#handle = handle;
    this.#settings = settings;
    live.add(this);
    const oldest = live.values().next().value;
    if (live.size > limit) oldest?.release();
  }

  /** Whether a login is half done. */
  get pending(): boolean {
    return this.#handle !== none;
  }

  /** Whether a login is half done that was begun under these settings. */
  isUnder(settings: string): boolean {
    return this.pending && this.#settings === settings;
  }

  /** Deletes what is half done; may be called again, and the object may be used again. */
  release(): void {
    deleteContext(this.#handle);
    this.#handle = none as ContextHandle;
    live.delete(this);
  }
}

/** How many logins are half done in this thread. */
export const pendingContexts = (): number => live.size;

/** Deletes all half-done logins of this thread. */
export function releasePendingContexts(): void {
  for (const context of [...live]) context.release();
}

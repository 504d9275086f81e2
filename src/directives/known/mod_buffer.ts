import type { ModuleChecks } from './check.js';
import { first } from './judge.js';
import { longWithin } from './numbers.js';

/** What mod_buffer refuses. */
export const bufferChecks: ModuleChecks = {
  BufferSize: first(longWithin(1n, 'BufferSize must be a size in bytes, and greater than zero')),
};

import type { ModuleChecks } from './check.js';
import { between, first, oneOf } from './judge.js';
import { noteKind } from './notes.js';

/** What mod_brotli refuses. */
export const brotliChecks: ModuleChecks = {
  BrotliFilterNote: noteKind((kind) => `Unknown BrotliFilterNote type '${kind}'`),
  BrotliCompressionQuality: first(between(0, 11, 'BrotliCompressionQuality must be between 0 and 11')),
  BrotliCompressionWindow: first(between(10, 24, 'BrotliCompressionWindow must be between 10 and 24')),
  BrotliCompressionMaxInputBlock: first(
    between(16, 24, 'BrotliCompressionMaxInputBlock must be between 16 and 24'),
  ),
  BrotliAlterETag: first(
    oneOf(
      ['AddSuffix', 'NoChange', 'Remove'],
      "BrotliAlterETag accepts only 'AddSuffix', 'NoChange' and 'Remove'",
    ),
  ),
};

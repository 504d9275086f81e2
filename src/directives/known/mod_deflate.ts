import type { ModuleChecks } from './check.js';
import { atLeast, between, first, type Judge, oneOf } from './judge.js';
import { noteKind } from './notes.js';
import { longNumber } from './numbers.js';

const inflated: Judge = (text, name) => {
  const { value, rest, tooLarge } = longNumber(text);
  if (tooLarge) return `${name} is not parsable.`;
  return rest !== '' || value < 0n ? `${name} requires a non-negative integer.` : undefined;
};

const positive: Judge = (value, name) => atLeast(1, `${name} must be positive`)(value, name);

/** What mod_deflate refuses. */
export const deflateChecks: ModuleChecks = {
  DeflateFilterNote: noteKind((kind) => `Unknown note type ${kind}`),
  DeflateWindowSize: first(between(1, 15, 'DeflateWindowSize must be between 1 and 15')),
  DeflateBufferSize: first(atLeast(1, 'DeflateBufferSize should be positive')),
  DeflateMemLevel: first(between(1, 9, 'DeflateMemLevel must be between 1 and 9')),
  DeflateCompressionLevel: first(between(1, 9, 'Compression Level must be between 1 and 9')),
  DeflateInflateLimitRequestBody: first(inflated),
  DeflateInflateRatioLimit: first(positive),
  DeflateInflateRatioBurst: first(positive),
  DeflateAlterEtag: first(
    oneOf(
      ['NoChange', 'AddSuffix', 'Remove'],
      "DeflateAlterETAG accepts only 'NoChange', 'AddSuffix', and 'Remove'",
    ),
  ),
};

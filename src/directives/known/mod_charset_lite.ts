import type { ModuleChecks } from './check.js';
import { each, oneOf } from './judge.js';

/** What mod_charset_lite refuses. */
export const charsetLiteChecks: ModuleChecks = {
  CharsetOptions: each(
    oneOf(
      ['ImplicitAdd', 'NoImplicitAdd', 'TranslateAllMimeTypes', 'NoTranslateAllMimeTypes'],
      (value) => `Invalid CharsetOptions option: ${value}`,
    ),
  ),
};

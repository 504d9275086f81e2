import type { ModuleChecks } from './check.js';
import { unreadable } from './judge.js';

/** What mod_session_crypto checks of its directives' arguments. */
export const sessionCryptoChecks: ModuleChecks = {
  SessionCryptoPassphraseFile: unreadable,
};

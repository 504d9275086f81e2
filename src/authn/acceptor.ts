import { accept } from '../gssapi/accept.js';
import type { AcceptOutcome, AcceptorSettings } from '../gssapi/acceptor.js';
import { releaseAcceptorCredentials } from '../gssapi/acceptor-credentials.js';
import { GssapiUnavailable } from '../gssapi/library.js';
import { AcceptContext, releasePendingContexts } from '../gssapi/pending.js';
import { noCredential } from '../gssapi/status.js';

/** The acceptors of this thread. */
export interface Acceptors {
  /** One token in, one outcome out, also when the library is missing. Give the login's context where a mechanism may need several tokens. */
  accept(settings: AcceptorSettings, token: Uint8Array, context?: AcceptContext): AcceptOutcome;
  /** A place for one login of several tokens; release it when its connection ends. */
  context(): AcceptContext;
  /** Releases all credentials and half-done logins; acceptors may be used again. */
  close(): void;
}

/** The service that logs Negotiate tokens in; the library is loaded at the first token. */
export function createAcceptors(): Acceptors {
  return {
    accept: acceptOrTell,
    context: () => new AcceptContext(),
    close() {
      releasePendingContexts();
      releaseAcceptorCredentials();
    },
  };
}

/** Without the library there is no credential: the server goes on and says why in its log. */
function acceptOrTell(settings: AcceptorSettings, token: Uint8Array, context?: AcceptContext): AcceptOutcome {
  try {
    return accept(settings, token, context);
  } catch (error) {
    if (!(error instanceof GssapiUnavailable)) throw error;
    const failure = { call: 'gss_acquire_cred_from', major: noCredential, minor: 0, text: error.message };
    return { kind: 'no-credential', failure };
  }
}

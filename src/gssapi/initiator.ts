import type { GssFailure } from './acceptor.js';
import { contextFlags, deleteContext, initiateStep } from './contexts.js';
import { acquireInitiator, releaseCredential } from './credentials.js';
import { mechanismOids } from './mechanisms.js';
import { type ContextHandle, type CredentialHandle, type NameHandle, none } from './memory.js';
import { importName, type NameText, releaseName } from './names.js';
import { continueNeeded } from './status.js';

/** What came of one step of an initiator; `done` when the context stands. */
export type InitiateOutcome =
  | { readonly kind: 'token'; readonly token: Uint8Array; readonly done: boolean }
  | { readonly kind: 'failure'; readonly failure: GssFailure };

/** The client's side of a login, for tests and probes. Release it when done. */
export interface Initiator {
  /** The next token for the acceptor; `token` is the acceptor's last one, absent at first. */
  step(token?: Uint8Array): InitiateOutcome;
  release(): void;
}

/**
 * An initiator with the tickets of a credential cache, `ccache` or KRB5CCNAME. `mechanism` is a dotted OID, SPNEGO if absent;
 * `flags` as in RFC 2744, mutual authentication if absent. Throws GssError without tickets.
 */
export function createInitiator(
  target: NameText,
  options: { readonly ccache?: string; readonly mechanism?: string; readonly flags?: number } = {},
): Initiator {
  const mechanism = options.mechanism ?? mechanismOids.spnego;
  const store: Record<string, string> = options.ccache === undefined ? {} : { ccache: options.ccache };
  const name = importName(target);
  const credential = acquireOrRelease(name, () => acquireInitiator([mechanism], store));
  const request = {
    credential,
    target: name,
    mechanism,
    flags: options.flags ?? contextFlags.mutual,
    lifetime: 0,
  };
  let context = none as ContextHandle;
  return {
    step(token = new Uint8Array(0)) {
      const result = initiateStep(request, token, context);
      context = result.context;
      if (result.failure) return { kind: 'failure', failure: result.failure };
      return { kind: 'token', token: result.token, done: (result.major & continueNeeded) === 0 };
    },
    release() {
      deleteContext(context);
      context = none as ContextHandle;
      releaseName(name);
      releaseCredential(credential);
    },
  };
}

function acquireOrRelease(name: NameHandle, acquire: () => CredentialHandle): CredentialHandle {
  try {
    return acquire();
  } catch (error) {
    releaseName(name);
    throw error;
  }
}

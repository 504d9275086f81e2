import { completion } from './accept.js';
import type { AcceptOutcome, AcceptorSettings } from './acceptor.js';
import { type AcceptStep, acceptStep, contextFlags, deleteContext, initiateStep } from './contexts.js';
import { inquireCredential, releaseCredential } from './credentials.js';
import { type ContextHandle, type CredentialHandle, none } from './memory.js';
import { releaseName } from './names.js';
import { continueNeeded, GssError, generalFailure, ownFailure } from './status.js';

/** A login that has been accepted. */
export type CompleteLogin = Extract<AcceptOutcome, { kind: 'complete' }>;

/** More legs than any mechanism needs. */
const mostLegs = 10;

/**
 * Logs in to our own acceptor with tickets just got, which proves that they are of the KDC that knows our key. Throws GssError. With
 * `wants.delegated` the user's credential is handed over as a client would.
 */
export function loginToOneself(
  initiator: CredentialHandle,
  acceptor: CredentialHandle,
  mechanism: string,
  settings: AcceptorSettings,
  lifetime = 0,
): CompleteLogin {
  const target = inquireCredential(acceptor, mechanism).name;
  const flags = settings.wants.delegated ? contextFlags.delegation : 0;
  const request = { credential: initiator, target, mechanism, flags, lifetime };
  let initiating = none as ContextHandle;
  let accepting = none as ContextHandle;
  let answer: Uint8Array = new Uint8Array(0);
  try {
    for (let leg = 0; leg < mostLegs; leg++) {
      const sent = initiateStep(request, answer, initiating);
      initiating = sent.context;
      if (sent.failure) throw new GssError(sent.failure);
      const step = acceptStep(acceptor, sent.token, accepting, null);
      accepting = step.context;
      const outcome = finishLeg(step, mechanism, settings);
      if (outcome) return outcome;
      answer = step.token;
    }
    throw new GssError(
      ownFailure('gss_accept_sec_context', generalFailure, 'the login to our own acceptor does not end'),
    );
  } finally {
    deleteContext(initiating);
    deleteContext(accepting);
    releaseName(target);
  }
}

/** The outcome of the acceptor's last leg, undefined before it. */
function finishLeg(
  step: AcceptStep,
  mechanism: string,
  settings: AcceptorSettings,
): CompleteLogin | undefined {
  try {
    if (step.failure) throw new GssError(step.failure);
    if (step.major & continueNeeded) return undefined;
    return completion(step, mechanism, settings.wants);
  } finally {
    releaseName(step.source);
    releaseCredential(step.delegated);
  }
}

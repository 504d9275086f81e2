import { localNameOf } from './accept.js';
import type { AcceptorSettings, GssFailure, PasswordOutcome, PasswordSettings } from './acceptor.js';
import { acceptorName, allowedMechanisms } from './acceptor-credentials.js';
import {
  type AcceptStep,
  acceptStep,
  deleteContext,
  type InitiateRequest,
  initiateStep,
} from './contexts.js';
import { acquireAcceptor, acquireWithPassword, inquireCredential, releaseCredential } from './credentials.js';
import { keytabPrincipals } from './keytab-entries.js';
import { deprecatedKrb5Oids, mechanismOids } from './mechanisms.js';
import { type ContextHandle, type CredentialHandle, type NameHandle, none } from './memory.js';
import { nameAttributes } from './name-attributes.js';
import { displayName, importName, releaseName } from './names.js';
import { nameTypes, oidPointer } from './oids.js';
import { badName, continueNeeded, failureIn, GssError, generalFailure, ownFailure } from './status.js';

/** Seconds a ticket got by password shall live when the settings do not tell (GssapiBasicTicketTimeout's default). */
export const defaultTicketLifetime = 300;

/** More legs than any mechanism needs. */
const mostLegs = 10;

/** SPNEGO and the doubles of krb5 would send the same password to the KDC again; IAKERB has no use here. */
const unwanted: ReadonlySet<string> = new Set([
  mechanismOids.spnego,
  mechanismOids.iakerb,
  ...deprecatedKrb5Oids,
]);

/**
 * Minor codes of krb5 (krb5_err.et). They keep their numbers only as long as this process never uses SPNEGO, through which the
 * library gives the same codes numbers of the moment.
 */
const krb5Codes = {
  clientUnknown: -1765328378,
  kdcUnreachable: -1765328228,
  serviceUnavailable: -1765328355,
} as const;

const isCode = (failure: GssFailure, code: number): boolean => failure.minor === code >>> 0;

/** The outcome a failure means; only krb5's own code tells that the KDC does not know the user. */
function outcomeOf(failure: GssFailure): PasswordOutcome {
  if (isCode(failure, krb5Codes.kdcUnreachable) || isCode(failure, krb5Codes.serviceUnavailable)) {
    return { kind: 'unavailable', failure };
  }
  return { kind: 'failure', unknownUser: isCode(failure, krb5Codes.clientUnknown), failure };
}

/**
 * Checks a password as mod_auth_gssapi does: tickets from the KDC into a memory cache of this check alone, then a login with them to
 * our own acceptor, which a false KDC cannot forge. `user` is a principal, with or without realm, as a byte string. Talks to the KDC
 * and can take long, so it belongs into a process that may be killed.
 */
export function checkPassword(
  user: string,
  password: Uint8Array,
  settings: PasswordSettings,
): PasswordOutcome {
  const mechanisms = allowedMechanisms(settings.acceptor).filter((oid) => !unwanted.has(oid));
  const held: (() => void)[] = [];
  try {
    if (password.length === 0 || password.includes(0)) {
      throw new GssError(
        ownFailure('gss_acquire_cred_with_password', badName, 'the password is empty or holds a NUL'),
      );
    }
    if (mechanisms.length === 0) {
      throw new GssError(
        ownFailure('gss_acquire_cred_with_password', generalFailure, 'no allowed mechanism takes passwords'),
      );
    }
    const name = importName({ text: user, type: nameTypes.userName });
    held.push(() => releaseName(name));
    return tryMechanisms(name, password, mechanisms, settings);
  } catch (error) {
    return outcomeOf(failureIn(error));
  } finally {
    for (const release of held) release();
  }
}

/** One mechanism after the other; the first success counts, else the first failure. */
function tryMechanisms(
  name: NameHandle,
  password: Uint8Array,
  mechanisms: readonly string[],
  settings: PasswordSettings,
): PasswordOutcome {
  let outcome: PasswordOutcome | undefined;
  for (const mechanism of mechanisms) {
    const next = tryMechanism(name, password, mechanism, settings);
    if (next.kind === 'complete') return next;
    outcome ??= next;
  }
  return outcome!;
}

function tryMechanism(
  name: NameHandle,
  password: Uint8Array,
  mechanism: string,
  settings: PasswordSettings,
): PasswordOutcome {
  let credential = none as CredentialHandle;
  try {
    credential = acquireWithPassword(
      name,
      password,
      [mechanism],
      settings.ticketLifetime ?? defaultTicketLifetime,
    );
    return settings.verify
      ? verified(credential, mechanism, settings)
      : unverified(credential, mechanism, settings);
  } catch (error) {
    return outcomeOf(failureIn(error));
  } finally {
    releaseCredential(credential);
  }
}

/** Who the KDC says this is, taken on its word. */
function unverified(
  credential: CredentialHandle,
  mechanism: string,
  settings: PasswordSettings,
): PasswordOutcome {
  const { name, initiatorLifetime } = inquireCredential(credential, mechanism);
  try {
    return completion(name, mechanism, initiatorLifetime, settings.acceptor);
  } finally {
    releaseName(name);
  }
}

function completion(
  name: NameHandle,
  mechanism: string,
  lifetime: number,
  acceptor: AcceptorSettings,
): PasswordOutcome {
  const text = displayName(name);
  if (text === '') throw new GssError(ownFailure('gss_display_name', badName, 'the initiator name is empty'));
  const local = acceptor.wants.localName ? { localName: localNameOf(name, oidPointer(mechanism)) } : {};
  const attributes = acceptor.wants.attributes ? { attributes: nameAttributes(name) } : {};
  return { kind: 'complete', name: text, ...local, ...attributes, mechanism, lifetime };
}

/** The KDC is the one that knows a key of ours: of the acceptor's name, or where any will do the first key that serves. */
function verified(
  initiator: CredentialHandle,
  mechanism: string,
  settings: PasswordSettings,
): PasswordOutcome {
  const principals = settings.tryEveryKey ? keytabPrincipals(settings.acceptor.store.keytab) : [];
  let failure: unknown;
  for (const principal of principals) {
    try {
      const acceptor = { ...settings.acceptor, principal };
      return loopBack(initiator, mechanism, { ...settings, acceptor });
    } catch (error) {
      failure = error;
    }
  }
  if (failure) throw failure;
  return loopBack(initiator, mechanism, settings);
}

/** Logs in to our own acceptor with the tickets just got. */
function loopBack(
  initiator: CredentialHandle,
  mechanism: string,
  settings: PasswordSettings,
): PasswordOutcome {
  const acceptor = acquireAcceptor(acceptorName(settings.acceptor), [mechanism], settings.acceptor.store);
  let target = none as NameHandle;
  try {
    target = inquireCredential(acceptor, mechanism).name;
    const lifetime = settings.ticketLifetime ?? defaultTicketLifetime;
    return exchangeTokens(
      { credential: initiator, target, mechanism, flags: 0, lifetime },
      acceptor,
      settings.acceptor,
    );
  } finally {
    releaseName(target);
    releaseCredential(acceptor);
  }
}

function exchangeTokens(
  request: InitiateRequest,
  acceptor: CredentialHandle,
  settings: AcceptorSettings,
): PasswordOutcome {
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
      const outcome = finishLeg(step, request.mechanism, settings);
      if (outcome) return outcome;
      answer = step.token;
    }
    throw new GssError(
      ownFailure('gss_accept_sec_context', generalFailure, 'the login to our own acceptor does not end'),
    );
  } finally {
    deleteContext(initiating);
    deleteContext(accepting);
  }
}

/** The outcome of the acceptor's last leg, undefined before it. */
function finishLeg(
  step: AcceptStep,
  mechanism: string,
  settings: AcceptorSettings,
): PasswordOutcome | undefined {
  try {
    if (step.failure) throw new GssError(step.failure);
    if (step.major & continueNeeded) return undefined;
    return completion(step.source, mechanism, step.lifetime, settings);
  } finally {
    releaseName(step.source);
    releaseCredential(step.delegated);
  }
}

import { completion } from './accept.js';
import type { GssFailure, PasswordOutcome, PasswordSettings } from './acceptor.js';
import { acceptorName, allowedMechanisms } from './acceptor-credentials.js';
import { acquireAcceptor, acquireWithPassword, inquireCredential, releaseCredential } from './credentials.js';
import { exportCredential } from './delegation.js';
import { keytabPrincipals } from './keytab-entries.js';
import { deprecatedKrb5Oids, mechanismOids } from './mechanisms.js';
import { type CredentialHandle, type NameHandle, none } from './memory.js';
import { importName, releaseName } from './names.js';
import { nameTypes } from './oids.js';
import { loginToOneself } from './own-login.js';
import { badName, failureIn, GssError, generalFailure, ownFailure } from './status.js';

/** Seconds a ticket got by password shall live when the settings do not tell (GssapiBasicTicketTimeout's default). */
export const defaultTicketLifetime = 300;

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
    const outcome = settings.verify
      ? verified(credential, mechanism, settings)
      : unverified(credential, mechanism, settings);
    if (!settings.ownTickets || outcome.kind !== 'complete') return outcome;
    const exported = exportCredential(credential);
    return exported ? { ...outcome, credential: exported } : outcome;
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
    return completion({ source: name, lifetime: initiatorLifetime }, mechanism, settings.acceptor.wants);
  } finally {
    releaseName(name);
  }
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
  try {
    const lifetime = settings.ticketLifetime ?? defaultTicketLifetime;
    return loginToOneself(initiator, acceptor, mechanism, settings.acceptor, lifetime);
  } finally {
    releaseCredential(acceptor);
  }
}

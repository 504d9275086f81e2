import type { AcceptOutcome, AcceptorSettings, GssFailure } from './acceptor.js';
import { acceptorCredential, acceptorKey } from './acceptor-credentials.js';
import { credentialAdvice, tokenAdvice } from './advice.js';
import { channelBindings } from './channel-bindings.js';
import { type AcceptStep, acceptStep, contextFlags, deleteContext } from './contexts.js';
import { releaseCredential } from './credentials.js';
import { exportCredential } from './delegation.js';
import { type ContextHandle, type CredentialHandle, type NameHandle, none } from './memory.js';
import { nameAttributes } from './name-attributes.js';
import { displayName, localName, releaseName } from './names.js';
import { oidAt, oidPointer } from './oids.js';
import type { AcceptContext } from './pending.js';
import { badName, continueNeeded, defectiveToken, failureIn, GssError, ownFailure } from './status.js';

/** Larger tokens are refused unread; Windows' largest (MaxTokenSize) is 48,000 bytes. */
export const largestToken = 64 * 1024;

const noToken = new Uint8Array(0);

/** An empty token would start SPNEGO's server-first variant ([MS-SPNG] NegHints) instead of failing. */
function tokenDefect(token: Uint8Array): GssFailure | undefined {
  if (token.length > 0 && token.length <= largestToken) return undefined;
  const text = token.length === 0 ? 'the token is empty' : `the token is longer than ${largestToken} bytes`;
  return ownFailure('gss_accept_sec_context', defectiveToken, text);
}

/** Equal for settings under which a half-done login may go on: its first token alone is compared with the channel's bindings. */
export function contextKey(settings: AcceptorSettings): string {
  const key = acceptorKey(settings);
  return settings.bindings === undefined ? key : `${key} ${settings.bindings}`;
}

/**
 * Accepts one token (gss_accept_sec_context, RFC 2743 §2.2.2) with the credential the settings ask for. Synchronous: the texts of
 * failures belong to the calling thread. `context` carries a login of several tokens; without it a half-done login is dropped. A
 * delegated credential is reported and released. Keytabs are not looked at twice for the same `look`. Throws GssapiUnavailable when there is no library, and nothing else.
 */
export function accept(
  settings: AcceptorSettings,
  token: Uint8Array,
  context?: AcceptContext,
  look?: object,
): AcceptOutcome {
  const defect = tokenDefect(token);
  if (defect) {
    context?.release();
    return { kind: 'failure', token: noToken, failure: defect };
  }
  const key = contextKey(settings);
  let credential: CredentialHandle;
  try {
    credential = acceptorCredential(settings, look);
  } catch (error) {
    context?.release();
    return { kind: 'no-credential', failure: { ...failureIn(error), advice: credentialAdvice(settings) } };
  }
  const bindings = settings.bindings === undefined ? null : channelBindings(settings.bindings);
  const step = acceptStep(credential, token, context?.take(key) ?? (none as ContextHandle), bindings);
  const outcome = finish(step, settings, key, context);
  return outcome.kind === 'failure' ? withAdvice(outcome, settings, token) : outcome;
}

function withAdvice(
  outcome: Extract<AcceptOutcome, { kind: 'failure' }>,
  settings: AcceptorSettings,
  token: Uint8Array,
): AcceptOutcome {
  const advice = tokenAdvice(outcome.failure, settings, token);
  return advice === undefined ? outcome : { ...outcome, failure: { ...outcome.failure, advice } };
}

/** Turns a call's result into the outcome; all that is native in it is released or kept in `context`. */
function finish(
  step: AcceptStep,
  settings: AcceptorSettings,
  key: string,
  context: AcceptContext | undefined,
): AcceptOutcome {
  const half = step.failure === undefined && (step.major & continueNeeded) !== 0;
  try {
    if (step.failure) return { kind: 'failure', token: step.token, failure: step.failure };
    if (half) return { kind: 'continue', token: step.token };
    return completion(step, oidAt(step.mechanism), settings.wants);
  } catch (error) {
    return { kind: 'failure', token: noToken, failure: failureIn(error) };
  } finally {
    releaseName(step.source);
    releaseCredential(step.delegated);
    if (half && context) context.keep(step.context, key);
    else deleteContext(step.context);
  }
}

/** A finished login as a mechanism shows it. */
interface Finished {
  readonly source: NameHandle;
  readonly lifetime: number;
  readonly token?: Uint8Array;
  readonly delegated?: CredentialHandle;
  /** Return flags (RFC 2744 §5.1). */
  readonly flags?: number;
}

type Completion = Extract<AcceptOutcome, { kind: 'complete' }>;
type Writable<T> = { -readonly [Name in keyof T]: T[Name] };

/** What is to be known of a finished login; throws GssError. `mechanism` is a dotted OID. All that is native stays the caller's. */
export function completion(
  finished: Finished,
  mechanism: string,
  wants: AcceptorSettings['wants'],
): Completion {
  const { source, lifetime, token = noToken, delegated = none as CredentialHandle, flags = 0 } = finished;
  if (source === none)
    throw new GssError(ownFailure('gss_accept_sec_context', badName, 'the mechanism told no initiator name'));
  const name = displayName(source);
  if (name === '') throw new GssError(ownFailure('gss_display_name', badName, 'the initiator name is empty'));
  const credential = wants.delegated ? exportCredential(delegated) : undefined;
  const bound = (flags & contextFlags.channelBound) !== 0;
  const complete: Writable<Completion> = {
    kind: 'complete',
    token,
    name,
    mechanism,
    lifetime,
    delegated: delegated !== none,
    bound,
  };
  // Spread into the object, these would cost as much as a call of the library.
  if (wants.localName) complete.localName = localNameOf(source, oidPointer(mechanism));
  if (wants.attributes) complete.attributes = nameAttributes(source);
  if (credential) complete.credential = credential;
  return complete;
}

/** gss_localname of an accepted name; a failure to map is a value, since the servers treat it differently. */
export function localNameOf(
  name: NameHandle,
  mechanism: bigint,
): { readonly name: string } | { readonly failure: GssFailure } {
  try {
    return { name: localName(name, mechanism) };
  } catch (error) {
    return { failure: failureIn(error) };
  }
}

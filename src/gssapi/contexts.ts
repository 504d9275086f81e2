import type { GssFailure } from './acceptor.js';
import type { ChannelBindings } from './channel-bindings.js';
import { gssapi } from './library.js';
import {
  type ContextHandle,
  type CredentialHandle,
  copyOf,
  descriptor,
  emptyDescriptor,
  type NameHandle,
  none,
  numberIn,
  pointerIn,
  slot,
  slotWith,
  takeBytes,
} from './memory.js';
import { oidPointer } from './oids.js';
import { scratch } from './scratch.js';
import { failed, failureOf } from './status.js';

/** Request and return flags (RFC 2744 §5.19, and that of gssapi_ext.h in krb5 1.19 and later). */
export const contextFlags = {
  delegation: 1,
  mutual: 2,
  replay: 4,
  sequence: 8,
  anonymous: 64,
  channelBound: 2048,
} as const;

/** One call of an acceptor. Everything native in it belongs to the caller; `failure` is set when the call failed. */
export interface AcceptStep {
  readonly major: number;
  readonly context: ContextHandle;
  readonly source: NameHandle;
  /** Address of the mechanism's OID, static in the library. */
  readonly mechanism: bigint;
  readonly token: Buffer;
  readonly flags: number;
  readonly lifetime: number;
  readonly delegated: CredentialHandle;
  readonly failure: GssFailure | undefined;
}

/** gss_accept_sec_context (RFC 2744 §5.1). On failure the context, old or new, is still the caller's to delete. */
export function acceptStep(
  credential: CredentialHandle,
  token: Uint8Array,
  context: ContextHandle,
  bindings: ChannelBindings | null,
): AcceptStep {
  const cells = scratch();
  const { at } = cells;
  for (const cell of ['source', 'mechanism', 'delegated'] as const) cells.put(cell, none);
  cells.put('context', context);
  cells.clearOutput();
  cells.input(token);
  const major = gssapi().routines.gss_accept_sec_context(
    at.minor,
    at.context,
    credential,
    at.input,
    bindings?.structure ?? null,
    at.source,
    at.mechanism,
    at.output,
    at.flags,
    at.lifetime,
    at.delegated,
  );
  const mechanism = cells.pointer('mechanism');
  const minor = cells.number('minor');
  return {
    major,
    context: cells.pointer('context') as ContextHandle,
    source: cells.pointer('source') as NameHandle,
    mechanism,
    flags: cells.number('flags'),
    lifetime: cells.number('lifetime'),
    delegated: cells.pointer('delegated') as CredentialHandle,
    // The status text is asked for before any other call, which would change it.
    failure: failed(major) ? failureOf('gss_accept_sec_context', major, minor, mechanism) : undefined,
    token: cells.takeOutput(),
  };
}

/** One call of an initiator; the context belongs to the caller. */
export interface InitiateStep {
  readonly major: number;
  readonly context: ContextHandle;
  readonly token: Buffer;
  readonly failure: GssFailure | undefined;
}

/** What an initiator asks for at every call of one context. */
export interface InitiateRequest {
  readonly credential: CredentialHandle;
  readonly target: NameHandle;
  /** Dotted OID. */
  readonly mechanism: string;
  readonly flags: number;
  /** Seconds; 0 asks for the default. */
  readonly lifetime: number;
}

/** gss_init_sec_context (RFC 2744 §5.19); `token` is empty at the first call. */
export function initiateStep(
  request: InitiateRequest,
  token: Uint8Array,
  context: ContextHandle,
): InitiateStep {
  const minor = slot();
  const live = slotWith(context);
  const output = emptyDescriptor();
  const mechanism = oidPointer(request.mechanism);
  const major = gssapi().routines.gss_init_sec_context(
    minor,
    request.credential || null,
    live,
    request.target,
    mechanism,
    request.flags,
    request.lifetime,
    null,
    token.length > 0 ? descriptor(copyOf(token)) : null,
    null,
    output,
    null,
    null,
  );
  const call = 'gss_init_sec_context';
  const failure = failed(major) ? failureOf(call, major, numberIn(minor), mechanism) : undefined;
  return { major, context: pointerIn(live), token: takeBytes(output), failure };
}

/** gss_delete_sec_context; GSS_C_NO_CONTEXT is let be. */
export function deleteContext(context: ContextHandle): void {
  if (context === none) return;
  const cells = scratch();
  cells.put('handle', context);
  gssapi().routines.gss_delete_sec_context(cells.at.minor, cells.at.handle, null);
}

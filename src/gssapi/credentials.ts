import { gssapi } from './library.js';
import {
  bytesOf,
  type CredentialHandle,
  copyOf,
  descriptor,
  keyValueSet,
  type NameHandle,
  none,
  numberIn,
  pointerIn,
  slot,
  wipe,
} from './memory.js';
import { importName, type NameText, releaseName } from './names.js';
import { oidPointer, oidSetPointer } from './oids.js';
import { scratch } from './scratch.js';
import { check, GssError, noCredential, ownFailure } from './status.js';

const indefinite = 0xffffffff;
const both = 0;
const initiate = 1;
const acceptOnly = 2;

/** MIT ignores elements it does not know, and a mistyped `keytab` would mean the default one. */
const storeKeys: ReadonlySet<string> = new Set(['keytab', 'client_keytab', 'ccache', 'rcache']);

function checkStore(store: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(store)) {
    if (!storeKeys.has(key)) {
      throw new GssError(
        ownFailure('gss_acquire_cred_from', noCredential, `unknown credential store element "${key}"`),
      );
    }
    if (value === '' || !bytesOf(value)) {
      const text = `credential store element "${key}" is empty, holds a NUL or is no byte string`;
      throw new GssError(ownFailure('gss_acquire_cred_from', noCredential, text));
    }
  }
}

function withName<T>(name: NameText | undefined, use: (name: NameHandle | null) => T): T {
  if (!name) return use(null);
  const handle = importName(name);
  try {
    return use(handle);
  } finally {
    releaseName(handle);
  }
}

/** Acceptor credential of a credential store (gss_acquire_cred_from); throws GssError, release the result. */
export function acquireAcceptor(
  name: NameText | undefined,
  mechanisms: readonly string[],
  store: Readonly<Record<string, string>>,
  usage: number = acceptOnly,
): CredentialHandle {
  checkStore(store);
  return withName(name, (handle) => {
    const minor = slot();
    const output = slot();
    const elements = Object.keys(store).length > 0 ? keyValueSet(store) : null;
    const major = gssapi().routines.gss_acquire_cred_from(
      minor,
      handle,
      indefinite,
      oidSetPointer(mechanisms),
      usage,
      elements,
      output,
      null,
      null,
    );
    check('gss_acquire_cred_from', major, minor);
    return pointerIn<CredentialHandle>(output);
  });
}

/** A credential that accepts, and acts in the names of those it accepts; may ask the KDC for tickets of its own. */
export const acquireForBoth: typeof acquireAcceptor = (name, mechanisms, store) =>
  acquireAcceptor(name, mechanisms, store, both);

/** Initiator credential from the process's credential cache (KRB5CCNAME); throws GssError, release the result. */
export function acquireInitiator(
  mechanisms: readonly string[],
  store: Readonly<Record<string, string>>,
): CredentialHandle {
  checkStore(store);
  const minor = slot();
  const output = slot();
  const elements = Object.keys(store).length > 0 ? keyValueSet(store) : null;
  const set = oidSetPointer(mechanisms);
  const major = gssapi().routines.gss_acquire_cred_from(
    minor,
    null,
    indefinite,
    set,
    initiate,
    elements,
    output,
    null,
    null,
  );
  check('gss_acquire_cred_from', major, minor);
  return pointerIn<CredentialHandle>(output);
}

/**
 * Initiator credential from a password, for `lifetime` seconds; throws GssError, release the result. The library keeps its tickets
 * in a memory cache of this credential alone.
 */
export function acquireWithPassword(
  user: NameHandle,
  password: Uint8Array,
  mechanisms: readonly string[],
  lifetime: number,
): CredentialHandle {
  const minor = slot();
  const output = slot();
  const secret = copyOf(password);
  try {
    const major = gssapi().routines.gss_acquire_cred_with_password(
      minor,
      user,
      descriptor(secret),
      lifetime,
      oidSetPointer(mechanisms),
      initiate,
      output,
      null,
      null,
    );
    check('gss_acquire_cred_with_password', major, minor);
    return pointerIn<CredentialHandle>(output);
  } finally {
    wipe(secret);
  }
}

/** Limits what SPNEGO negotiates with this credential (gss_set_neg_mechs, RFC 4178 appendix C). */
export function restrictNegotiation(credential: CredentialHandle, mechanisms: readonly string[]): void {
  const minor = slot();
  const major = gssapi().routines.gss_set_neg_mechs(minor, credential, oidSetPointer(mechanisms));
  check('gss_set_neg_mechs', major, minor);
}

/** The name of a credential for one mechanism, and its remaining seconds; release the name. */
export function inquireCredential(
  credential: CredentialHandle,
  mechanism: string,
): { readonly name: NameHandle; readonly initiatorLifetime: number } {
  const minor = slot();
  const name = slot();
  const lifetime = slot();
  const oid = oidPointer(mechanism);
  const major = gssapi().routines.gss_inquire_cred_by_mech(
    minor,
    credential,
    oid,
    name,
    lifetime,
    null,
    null,
  );
  check('gss_inquire_cred_by_mech', major, minor, oid);
  return { name: pointerIn<NameHandle>(name), initiatorLifetime: numberIn(lifetime) };
}

/** gss_release_cred; GSS_C_NO_CREDENTIAL is let be. */
export function releaseCredential(credential: CredentialHandle): void {
  if (credential === none) return;
  const cells = scratch();
  cells.put('handle', credential);
  gssapi().routines.gss_release_cred(cells.at.minor, cells.at.handle);
}

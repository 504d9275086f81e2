import type { ExportedCredential } from './acceptor.js';
import { gssapi } from './library.js';
import {
  type CredentialHandle,
  copyOf,
  descriptor,
  emptyDescriptor,
  keyValueSet,
  type NameHandle,
  none,
  pointerIn,
  slot,
  slotWith,
  takeBytes,
  wipe,
} from './memory.js';
import { oidSetPointer } from './oids.js';
import { check, failureIn } from './status.js';

const initiate = 1;
const indefinite = 0xffffffff;

/** A credential with its tickets as bytes (gss_export_cred), which another process can import; `undefined` for none at all. */
export function exportCredential(credential: CredentialHandle): ExportedCredential | undefined {
  if (credential === none) return undefined;
  const minor = slot();
  const output = emptyDescriptor();
  try {
    check('gss_export_cred', gssapi().routines.gss_export_cred(minor, credential, output), minor);
    return { bytes: takeBytes(output) };
  } catch (error) {
    return { failure: failureIn(error) };
  }
}

/** gss_import_cred; throws GssError, release the result. */
export function importCredential(bytes: Uint8Array): CredentialHandle {
  const minor = slot();
  const output = slot();
  const copy = copyOf(bytes);
  try {
    check('gss_import_cred', gssapi().routines.gss_import_cred(minor, descriptor(copy), output), minor);
    return pointerIn<CredentialHandle>(output);
  } finally {
    wipe(copy);
  }
}

/** Writes a credential's tickets into a credential cache such as `FILE:/x`, in place of what it has; throws GssError. */
export function storeInto(credential: CredentialHandle, ccache: string): void {
  const minor = slot();
  const elements = keyValueSet({ ccache });
  const major = gssapi().routines.gss_store_cred_into(
    minor,
    credential,
    initiate,
    null,
    1,
    1,
    elements,
    null,
    null,
  );
  check('gss_store_cred_into', major, minor);
}

/** A credential of a user that a service asks for itself (S4U2Self, [MS-SFU]); throws GssError, release the result. */
export function impersonateName(
  service: CredentialHandle,
  user: NameHandle,
  mechanism: string,
): CredentialHandle {
  const minor = slot();
  const output = slotWith(none);
  const major = gssapi().routines.gss_acquire_cred_impersonate_name(
    minor,
    service,
    user,
    indefinite,
    oidSetPointer([mechanism]),
    initiate,
    output,
    null,
    null,
  );
  check('gss_acquire_cred_impersonate_name', major, minor);
  return pointerIn<CredentialHandle>(output);
}

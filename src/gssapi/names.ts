import { gssapi } from './library.js';
import { mechanismOids } from './mechanisms.js';
import {
  bytesOf,
  descriptor,
  emptyDescriptor,
  type NameHandle,
  none,
  pointerIn,
  slot,
  takeBytes,
} from './memory.js';
import { nameTypes, oidPointer } from './oids.js';
import { scratch } from './scratch.js';
import { badName, check, GssError, ownFailure } from './status.js';

/** A name as configured or sent, and how it is to be read. */
export interface NameText {
  /** A byte string. */
  readonly text: string;
  /** Dotted OID of the name type. */
  readonly type: string;
}

/** gss_import_name; release the result. */
export function importName(name: NameText): NameHandle {
  const text = bytesOf(name.text);
  if (!text || text.length === 0) {
    throw new GssError(
      ownFailure('gss_import_name', badName, 'the name is empty, holds a NUL or is no byte string'),
    );
  }
  const minor = slot();
  const output = slot();
  const major = gssapi().routines.gss_import_name(minor, descriptor(text), oidPointer(name.type), output);
  check('gss_import_name', major, minor);
  return pointerIn<NameHandle>(output);
}

/** gss_display_name: the principal as text, such as `alice@EXAMPLE.TEST`, a byte string; throws GssError. */
export function displayName(name: NameHandle): string {
  const cells = scratch();
  cells.clearOutput();
  const major = gssapi().routines.gss_display_name(cells.at.minor, name, cells.at.output, null);
  check('gss_display_name', major, cells.number('minor'));
  // Some mechanisms count the NUL behind the text; one inside it could hide a part of the name.
  const text = cells.takeOutput().toString('latin1').replace(/\0+$/, '');
  if (!text.includes('\0')) return text;
  throw new GssError(ownFailure('gss_display_name', badName, 'the name holds a NUL character'));
}

/** A user's name as Kerberos completes it: with the default realm of this machine where it has none; throws GssError. */
export function principalOf(text: string): string {
  const name = importName({ text, type: nameTypes.userName });
  try {
    const minor = slot();
    const output = slot();
    const { gss_canonicalize_name } = gssapi().routines;
    check(
      'gss_canonicalize_name',
      gss_canonicalize_name(minor, name, oidPointer(mechanismOids.krb5), output),
      minor,
    );
    const whole = pointerIn<NameHandle>(output);
    try {
      return displayName(whole);
    } finally {
      releaseName(whole);
    }
  } finally {
    releaseName(name);
  }
}

/** gss_localname: the local account by auth_to_local and its kin; throws GssError when nothing maps. */
export function localName(name: NameHandle, mechanism: bigint): string {
  const minor = slot();
  const output = emptyDescriptor();
  const major = gssapi().routines.gss_localname(minor, name, mechanism || null, output);
  check('gss_localname', major, minor);
  const text = takeBytes(output).toString('latin1').replace(/\0+$/, '');
  if (text === '' || text.includes('\0')) {
    throw new GssError(
      ownFailure('gss_localname', badName, 'the local name is empty or holds a NUL character'),
    );
  }
  return text;
}

/** gss_release_name; GSS_C_NO_NAME is let be. */
export function releaseName(name: NameHandle): void {
  if (name === none) return;
  const cells = scratch();
  cells.put('handle', name);
  gssapi().routines.gss_release_name(cells.at.minor, cells.at.handle);
}

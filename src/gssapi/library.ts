import { createRequire } from 'node:module';

/** What a native parameter takes: memory of ours, an address, an integer, or NULL. */
export type NativeArgument = Buffer | bigint | number | null;

/** A GSS-API routine; the result is the major status as an unsigned 32-bit number (RFC 2744 §3.9.1). */
export type Routine = (...args: readonly NativeArgument[]) => number;

const P = 'void *';
const U = 'uint32_t';
const I = 'int';

/** Parameter types of each routine used, in the order of RFC 2744, RFC 5587, RFC 5588 and gssapi_ext.h of MIT krb5. */
const signatures = {
  gss_import_name: [P, P, P, P],
  gss_display_name: [P, P, P, P],
  gss_canonicalize_name: [P, P, P, P],
  gss_localname: [P, P, P, P],
  gss_release_name: [P, P],
  gss_inquire_name: [P, P, P, P, P],
  gss_get_name_attribute: [P, P, P, P, P, P, P, P],
  gss_release_buffer_set: [P, P],
  gss_acquire_cred_from: [P, P, U, P, I, P, P, P, P],
  gss_acquire_cred_with_password: [P, P, P, U, P, I, P, P, P],
  gss_inquire_cred_by_mech: [P, P, P, P, P, P, P],
  gss_set_neg_mechs: [P, P, P],
  gss_release_cred: [P, P],
  gss_export_cred: [P, P, P],
  gss_import_cred: [P, P, P],
  gss_store_cred_into: [P, P, I, P, U, U, P, P, P],
  gss_acquire_cred_impersonate_name: [P, P, P, U, P, I, P, P, P],
  gss_accept_sec_context: [P, P, P, P, P, P, P, P, P, P, P],
  gss_init_sec_context: [P, P, P, P, P, U, U, P, P, P, P, P, P],
  gss_delete_sec_context: [P, P, P],
  gss_display_status: [P, U, I, P, P, P],
  gss_indicate_mechs: [P, P],
  gss_release_buffer: [P, P],
  gss_release_oid_set: [P, P],
} as const;

/** The loaded library: every routine by its C name, and the two memory operations that go with it. */
export interface GssapiLibrary {
  readonly routines: Readonly<Record<keyof typeof signatures, Routine>>;
  /** Copies `length` bytes from a native address. */
  readonly copy: (target: Buffer, source: bigint, length: number) => void;
  /** The address of memory of ours; valid while that memory is reachable. */
  readonly address: (memory: Buffer) => bigint;
}

/** The GSS-API library or its foreign-function binding cannot be loaded; the message names the package to install. */
export class GssapiUnavailable extends Error {
  override readonly name = 'GssapiUnavailable';
}

/** The name MIT krb5's GSS-API library is loaded by. */
export const libraryFile = 'libgssapi_krb5.so.2';

/** The library beneath it. */
const kerberosFile = 'libkrb5.so.3';

/** Loads the library from `file`; throws GssapiUnavailable. Most callers want `gssapi`. */
export function loadGssapi(file: string): GssapiLibrary {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
    const library = koffi.load(file);
    const entries = Object.entries(signatures).map(([name, args]) => [
      name,
      library.func(name, U, [...args]),
    ]);
    const memcpy = koffi.load(null).func('memcpy', P, [P, P, 'size_t']);
    return {
      routines: Object.fromEntries(entries) as GssapiLibrary['routines'],
      copy: (target, source, length) => void memcpy(target, source, length),
      address: (memory) => koffi.address(memory),
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GssapiUnavailable(
      `Kerberos needs MIT krb5's GSS-API library ${file}: install libgssapi-krb5-2 (Debian, Ubuntu) or krb5-libs (Fedora, RHEL). ${reason}`,
      { cause },
    );
  }
}

let loaded: GssapiLibrary | undefined;

/** The library, loaded at the first call and kept; throws GssapiUnavailable, again at each call while it is missing. */
export function gssapi(): GssapiLibrary {
  if (loaded) return loaded;
  loaded = loadGssapi(libraryFile);
  keepConfiguration();
  return loaded;
}

/**
 * Makes a Kerberos context that stays: as long as one is there, libkrb5 keeps what it read in krb5.conf and only looks whether the file
 * has changed. Without one it takes the file apart anew for each token, an eighth of what accepting costs.
 */
function keepConfiguration(): void {
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
    const initContext = koffi.load(kerberosFile).func('krb5_init_context', I, [P]);
    initContext(Buffer.from(new ArrayBuffer(8)));
  } catch {
    // Then krb5.conf is read for each token.
  }
}

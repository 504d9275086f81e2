import type { AcceptorSettings } from './acceptor.js';
import { acquireAcceptor, acquireForBoth, releaseCredential, restrictNegotiation } from './credentials.js';
import { defaultKeytabName, fileStamp, keytabFile, unreadable } from './keytab.js';
import { mechanismOids } from './mechanisms.js';
import type { CredentialHandle } from './memory.js';
import type { NameText } from './names.js';
import { defaultMechanisms, nameTypes } from './oids.js';
import { GssError } from './status.js';

interface Cached {
  readonly credential: CredentialHandle;
  /** The keytab file watched, if it is a file. */
  readonly file: string | undefined;
  readonly stamp: string;
  /** What the file was last looked at for. */
  look: object | undefined;
}

/** More than a configuration has keytab and name pairs; a name taken from the Host header must not fill memory. */
const limit = 64;
const cache = new Map<string, Cached>();

/** Settings do not change, so the key of each is made once. */
const keys = new WeakMap<AcceptorSettings, string>();

/** Equal for settings that need the same credential; `wants` has no part in it. */
export function acceptorKey(settings: AcceptorSettings): string {
  const known = keys.get(settings);
  if (known !== undefined) return known;
  const key = makeKey(settings);
  keys.set(settings, key);
  return key;
}

function makeKey(settings: AcceptorSettings): string {
  const store = Object.entries(settings.store).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    store,
    settings.name ?? null,
    settings.principal ?? null,
    settings.mechanisms,
    settings.both ?? false,
    process.env.KRB5_KTNAME,
  ]);
}

/** The acceptor's name and how GSS-API is to read it; undefined accepts for any key. */
export function acceptorName(settings: AcceptorSettings): NameText | undefined {
  if (settings.principal !== undefined) return { text: settings.principal, type: nameTypes.krb5Principal };
  if (settings.name !== undefined) return { text: settings.name, type: nameTypes.hostBasedService };
  return undefined;
}

/** The mechanisms the settings let in, the default resolved; dotted OIDs. */
export function allowedMechanisms(settings: AcceptorSettings): readonly string[] {
  return settings.mechanisms.length > 0 ? settings.mechanisms : defaultMechanisms();
}

const acquisition = ({ both }: AcceptorSettings): typeof acquireAcceptor =>
  both ? acquireForBoth : acquireAcceptor;

/**
 * SPNEGO's own credential stands as soon as any mechanism of the library has one, allowed or not, so the allowed ones are asked by
 * themselves first.
 */
function requireCredential(settings: AcceptorSettings, allowed: readonly string[]): void {
  const bare = withoutSpnego(allowed);
  if (bare.length > 0) releaseCredential(acquisition(settings)(acceptorName(settings), bare, settings.store));
}

function acquire(settings: AcceptorSettings): CredentialHandle {
  const allowed = allowedMechanisms(settings);
  requireCredential(settings, allowed);
  const all = allowed.includes(mechanismOids.spnego) ? allowed : [mechanismOids.spnego, ...allowed];
  const credential = acquisition(settings)(acceptorName(settings), all, settings.store);
  try {
    restrictNegotiation(credential, settings.mechanisms.length > 0 ? allowed : withoutSpnego(allowed));
    return credential;
  } catch (error) {
    releaseCredential(credential);
    throw error;
  }
}

const withoutSpnego = (mechanisms: readonly string[]): readonly string[] =>
  mechanisms.filter((oid) => oid !== mechanismOids.spnego);

/** The library calls a keytab it may not read "nonexistent or empty"; the real reason is added. */
function acquireExplaining(settings: AcceptorSettings, file: string | undefined): CredentialHandle {
  try {
    return acquire(settings);
  } catch (error) {
    const reason = file === undefined ? undefined : unreadable(file);
    if (!(error instanceof GssError) || reason === undefined) throw error;
    throw new GssError({ ...error.failure, text: `${error.failure.text}: ${reason}` });
  }
}

function forget(key: string): void {
  const old = cache.get(key);
  if (!old) return;
  cache.delete(key);
  releaseCredential(old.credential);
}

function remember(key: string, entry: Cached): void {
  cache.set(key, entry);
  const oldest = cache.keys().next().value;
  if (cache.size > limit && oldest !== undefined) forget(oldest);
}

/**
 * The credential for these settings, acquired at the first use and again whenever the keytab file has changed since it was looked at
 * for another `look`; the cache owns it.
 * Throws GssError when there is none; that is not remembered.
 */
export function acceptorCredential(settings: AcceptorSettings, look?: object): CredentialHandle {
  const key = acceptorKey(settings);
  const known = cache.get(key);
  if (known?.look !== undefined && known.look === look) return known.credential;
  // Tickets of the service's own run out, so they are looked at each time.
  if (known && !settings.both && (known.file === undefined || fileStamp(known.file) === known.stamp)) {
    cache.delete(key);
    cache.set(key, known);
    known.look = look;
    return known.credential;
  }
  forget(key);
  const file = keytabFile(settings.store.keytab ?? defaultKeytabName());
  // The stamp is taken first: a change during the acquisition is then seen at the next use.
  const stamp = file === undefined ? '' : fileStamp(file);
  const credential = acquireExplaining(settings, file);
  remember(key, { credential, file, stamp, look: settings.both ? undefined : look });
  return credential;
}

/** How many credentials are kept. */
export const cachedCredentials = (): number => cache.size;

/** Releases every cached credential. */
export function releaseAcceptorCredentials(): void {
  for (const key of [...cache.keys()]) forget(key);
}

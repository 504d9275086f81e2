import type { GssFailure } from './acceptor.js';
import { gssapi } from './library.js';
import { emptyDescriptor, none, numberIn, slot, takeBytes } from './memory.js';

/** Supplementary bit of the major status: another token is expected (RFC 2744 §3.9.1). */
export const continueNeeded = 1;
/** GSS_S_NO_CRED */
export const noCredential = 7 << 16;
/** GSS_S_BAD_NAME */
export const badName = 2 << 16;
/** GSS_S_DEFECTIVE_TOKEN */
export const defectiveToken = 9 << 16;
/** GSS_S_FAILURE */
export const generalFailure = 13 << 16;

/** GSS_ERROR of RFC 2744: a calling or routine error is set. */
export const failed = (major: number): boolean => (major & 0xffff0000) !== 0;

const gssCode = 1;
const mechanismCode = 2;

/** The library's words for one code; it may have several for one, and a broken mechanism could have no end of them. */
function statusText(code: number, type: number, mechanism: bigint): string {
  const parts: string[] = [];
  const more = slot();
  for (let part = 0; part < 8; part++) {
    const text = emptyDescriptor();
    if (failed(gssapi().routines.gss_display_status(slot(), code, type, mechanism || null, more, text)))
      break;
    parts.push(
      takeBytes(text)
        .toString('latin1')
        .replaceAll(/[\x00-\x1f\x7f]/g, ' ')
        .trim(),
    );
    if (numberIn(more) === 0) break;
  }
  return parts.join(', ').slice(0, 2048);
}

/**
 * The failure of a call that has just been made. The text of a minor code lives in the calling thread until its next call, so
 * this must follow at once. `mechanism` is the address of the mechanism's OID when the call told one.
 */
export function failureOf(call: string, major: number, minor: number, mechanism: bigint = none): GssFailure {
  const majorText = statusText(major, gssCode, none);
  const minorText = minor === 0 ? '' : statusText(minor, mechanismCode, mechanism);
  return { call, major, minor, text: minorText ? `${majorText} (${minorText})` : majorText };
}

/** A failed call on its way to the function that owns the outcome; it does not leave this folder. */
export class GssError extends Error {
  override readonly name = 'GssError';
  constructor(readonly failure: GssFailure) {
    super(`${failure.call}: ${failure.text}`);
  }
}

/** Throws GssError when a call failed; give it the status and the minor slot right after the call. */
export function check(call: string, major: number, minor: Buffer | number, mechanism: bigint = none): void {
  if (!failed(major)) return;
  throw new GssError(failureOf(call, major, typeof minor === 'number' ? minor : numberIn(minor), mechanism));
}

/** A failure of our own finding, before or after the library's part. */
export const ownFailure = (call: string, major: number, text: string): GssFailure => ({
  call,
  major,
  minor: 0,
  text,
});

/** The failure in a GssError; anything else is a bug or a missing library and is thrown on. */
export function failureIn(thrown: unknown): GssFailure {
  if (thrown instanceof GssError) return thrown.failure;
  throw thrown;
}

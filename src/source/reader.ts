import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Diagnostic, Staged } from './diagnostic.js';
import type { SourceFile, Span } from './file.js';
import { systemErrorText } from './system-error.js';
import { liesWithin } from './within.js';

export interface ReadOptions {
  /** The Include line that asks for the file; errors point there. */
  readonly includedFrom?: Span;
  /** Bytes; larger files are refused. */
  readonly sizeLimit?: number;
  /** Folders; files elsewhere are refused. */
  readonly within?: readonly string[];
}

const defaultSizeLimit = 64 * 1024 * 1024;

/** Reads a configuration file. The path is a byte string like all text of a configuration (`bytesOf` makes one). */
export function readSource(path: string, options: ReadOptions = {}): Staged<SourceFile | undefined> {
  const { includedFrom, sizeLimit = defaultSizeLimit, within } = options;
  const refuse = (reason: string, why?: string): Staged<undefined> => ({
    value: undefined,
    diagnostics: [unreadable(path, reason, includedFrom, why)],
  });
  if (!liesWithin(path, within)) return refuse(elsewhere);
  let descriptor: number | undefined;
  try {
    // Opening a named pipe would otherwise wait for a writer.
    descriptor = openSync(Buffer.from(path, 'latin1'), constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    // httpd's only exception; what it says of all others is the system's text for EBADF.
    if (!status.isFile() && path !== '/dev/null')
      return refuse('Bad file descriptor', 'It is not a regular file.');
    if (status.size > sizeLimit)
      return refuse('File too large', `It has ${status.size} bytes, more than ${sizeLimit}.`);
    const text = readUpTo(descriptor, sizeLimit);
    if (text === undefined)
      return refuse('File too large', `It has no end within ${sizeLimit} bytes, whatever its size says.`);
    return { value: { path, text, ...(includedFrom && { includedFrom }) }, diagnostics: [] };
  } catch (error) {
    return refuse(systemErrorText(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const elsewhere = 'It lies outside of the folders that --only-in allows';

const chunkSize = 1024 * 1024;

/** All bytes of a file; undefined when there are more. Files of /proc say that they have none, and some never end. */
function readUpTo(descriptor: number, limit: number): string | undefined {
  const chunk = Buffer.allocUnsafe(Math.min(chunkSize, limit + 1));
  const parts: string[] = [];
  let length = 0;
  for (let count = -1; count !== 0; ) {
    count = readSync(descriptor, chunk);
    length += count;
    if (length > limit) return undefined;
    parts.push(chunk.toString('latin1', 0, count));
  }
  return parts.join('');
}

function unreadable(
  path: string,
  reason: string,
  span: Span | undefined,
  why: string | undefined,
): Diagnostic {
  return {
    code: 'file-unreadable',
    severity: 'error',
    stage: 'read',
    message: `Could not open configuration file ${path}: ${reason}`,
    ...(span && { span }),
    ...(why !== undefined && { why }),
  };
}

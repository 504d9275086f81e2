import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Diagnostic, Staged } from './diagnostic.js';
import type { SourceFile, Span } from './file.js';
import { systemErrorText } from './system-error.js';

export interface ReadOptions {
  /** The Include line that asks for the file; errors point there. */
  readonly includedFrom?: Span;
  /** Bytes; larger files are refused. */
  readonly sizeLimit?: number;
}

const defaultSizeLimit = 64 * 1024 * 1024;

/** Reads a configuration file. The path is a byte string like all text of a configuration (`bytesOf` makes one). */
export function readSource(path: string, options: ReadOptions = {}): Staged<SourceFile | undefined> {
  const { includedFrom, sizeLimit = defaultSizeLimit } = options;
  const refuse = (reason: string, why?: string): Staged<undefined> => ({
    value: undefined,
    diagnostics: [unreadable(path, reason, includedFrom, why)],
  });
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
    const text = readFileSync(descriptor, 'latin1');
    return { value: { path, text, ...(includedFrom && { includedFrom }) }, diagnostics: [] };
  } catch (error) {
    return refuse(systemErrorText(error));
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
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

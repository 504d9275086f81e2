import { resolve } from 'node:path';
import { type Loaded, load, readSource } from '../serve/load.js';
import type { HttpdOptions } from './httpd-options.js';
import { httpdDefaults } from './httpd-texts.js';

/** Standard error, or the file that `-E` names. */
export type Say = (line: string) => void;

/** A call of httpd. */
export interface HttpdCall {
  readonly options: HttpdOptions;
  /** The command line as given. */
  readonly words: readonly string[];
  /** Whether a launcher waits for this process to listen. */
  readonly detached: boolean;
}

/** Reads the configuration that the options name; relative names start at the server root, as in httpd. */
export function loadFor(options: HttpdOptions): Loaded {
  const root = resolve(options.root ?? httpdDefaults.root);
  const file = resolve(root, options.file ?? httpdDefaults.file);
  return load(readSource(Buffer.from(file).toString('latin1')), {
    serverRoot: Buffer.from(root).toString('latin1'),
    defines: options.defines,
    before: options.before,
    after: options.after,
    environment: process.env,
  });
}

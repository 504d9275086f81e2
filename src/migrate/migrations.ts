import { toGssapi } from './gssapi/gssapi.js';
import type { Migration } from './migration.js';
import { toApache24 } from './to-apache-24.js';

/** Every migration that edits files, in the order in which they are made when several are asked for. */
export const migrations: readonly Migration[] = [toApache24, toGssapi];

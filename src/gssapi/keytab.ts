import { closeSync, openSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { systemErrorText } from '../source/system-error.js';
import { pointerIn, slot } from './memory.js';

const fileTypes = /^(?:FILE|WRFILE):/;
const otherType = /^[A-Za-z][A-Za-z0-9_]*:/;

/** The file behind a keytab name (a byte string) of MIT krb5 (`/path`, `FILE:/path`, `WRFILE:/path`); undefined for other kinds. */
export function keytabFile(name: string): string | undefined {
  if (fileTypes.test(name)) return name.replace(fileTypes, '');
  return otherType.test(name) ? undefined : name;
}

/** The name of the keytab used when none is configured: KRB5_KTNAME, else default_keytab_name of krb5.conf, else krb5's own. */
export function defaultKeytabName(): string {
  const named = process.env.KRB5_KTNAME;
  if (named) return Buffer.from(named).toString('latin1');
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi').default;
  const krb5 = koffi.load('libkrb5.so.3');
  const initialise = krb5.func('krb5_init_context', 'int', ['void *']);
  const context = slot();
  if (initialise(context) !== 0) return 'FILE:/etc/krb5.keytab';
  const name = Buffer.alloc(1024);
  const status: number = krb5.func('krb5_kt_default_name', 'int', ['void *', 'void *', 'int'])(
    pointerIn(context),
    name,
    name.length,
  );
  krb5.func('krb5_free_context', 'void', ['void *'])(pointerIn(context));
  return status === 0 ? name.toString('latin1', 0, name.indexOf(0)) : 'FILE:/etc/krb5.keytab';
}

/**
 * Changes whenever the file is replaced, rewritten, removed, made or given other permissions; a missing or unreachable file has a
 * stamp too.
 */
export function fileStamp(path: string): string {
  try {
    const stat = statSync(Buffer.from(path, 'latin1'), { bigint: true });
    return `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}

/** Why the process cannot read a file, such as `Permission denied`; undefined when it can. */
export function unreadable(path: string): string | undefined {
  try {
    closeSync(openSync(Buffer.from(path, 'latin1'), 'r'));
    return undefined;
  } catch (error) {
    return systemErrorText(error);
  }
}

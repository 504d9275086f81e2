import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  type Stats,
  statSync,
} from 'node:fs';
import { fileName } from '../content/file-looks.js';
import type { FileFacts, FileText, Machine } from '../evaluate/machine.js';
import { accountName } from '../source/accounts.js';
import { uniqueIds } from './unique-id.js';
import { httpdVersion } from './version.js';

/** This machine as expressions ask about it; `software` is what the Server field says. */
export function thisMachine(software: string): Machine {
  return {
    look: (path, ownFacts) => factsOf(path, ownFacts ? lstatSync : statSync),
    read: readText,
    digest: (algorithm, text) => createHash(algorithm).update(text, 'latin1').digest('hex'),
    nameOf: remembered((kind, number) => accountName(kind === 'user' ? 'passwd' : 'group', number)),
    newUniqueId: uniqueIds(),
    newLogId: () => randomBytes(8).toString('base64url'),
    software,
    tls: { interface: `mod_ssl/${httpdVersion}`, library: `OpenSSL/${process.versions.openssl}` },
  };
}

type NameOf = Machine['nameOf'];

/** The list of users is read once for each number. */
function remembered(find: (kind: 'user' | 'group', number: number) => string | undefined): NameOf {
  const known = new Map<string, string>();
  return (kind, number) => {
    const key = `${kind} ${number}`;
    const name = known.get(key) ?? find(kind, number) ?? '';
    known.set(key, name);
    return name;
  };
}

function factsOf(path: string, look: (path: Buffer | string) => Stats): FileFacts | undefined {
  try {
    const stats = look(fileName(path));
    return {
      kind: kindOf(stats),
      size: stats.size,
      executable: (stats.mode & 0o111) !== 0,
      ownerExecutable: (stats.mode & 0o100) !== 0,
      groupExecutable: (stats.mode & 0o010) !== 0,
      modified: stats.mtimeMs,
      owner: stats.uid,
      group: stats.gid,
    };
  } catch {
    return undefined;
  }
}

function kindOf(stats: Stats): FileFacts['kind'] {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'directory';
  return stats.isSymbolicLink() ? 'link' : 'other';
}

/** As in httpd. */
const largestText = 10 * 1024 * 1024;

function readText(path: string): FileText {
  let file: number;
  try {
    // A named pipe without a writer must not hold the process up.
    file = openSync(fileName(path), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return { failure: 'not opened' };
  }
  try {
    const { size } = fstatSync(file);
    if (size > largestText) return { failure: 'too large' };
    return { text: size === 0 ? '' : readFileSync(file, 'latin1').slice(0, size) };
  } catch {
    return { failure: 'not read' };
  } finally {
    closeSync(file);
  }
}

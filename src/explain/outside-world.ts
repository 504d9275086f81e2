import { createAcceptors } from '../authn/acceptor.js';
import { createCredentialKeeper } from '../authn/credential-keeper.js';
import { createHashChecker } from '../authn/hash-checker.js';
import { createPasswordChecker } from '../authn/password.js';
import { UserFiles } from '../authn/user-files.js';
import { FileLooks } from '../content/file-looks.js';
import { ask } from '../evaluate/need.js';
import { LdapDirectories } from '../ldap/directories.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { FolderFiles } from '../serve/folder-files.js';
import { drive } from '../serve/perform.js';
import { SessionVault } from '../serve/session-vault.js';
import type { Outside } from './outside.js';

/** Looks at files and names with the server's own functions; its authenticators are there but never asked. */
export function outsideWorld(ruleset: Ruleset): Outside {
  const files = new FileLooks();
  const services = {
    acceptors: createAcceptors(),
    passwords: createPasswordChecker(),
    credentials: createCredentialKeeper(),
    sessions: new SessionVault(),
    files,
    folders: new FolderFiles(ruleset),
    userFiles: new UserFiles(),
    hashes: createHashChecker(),
    directories: new LdapDirectories(),
  };
  return async (look) => drive(ask(look), services);
}

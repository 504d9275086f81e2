import { lookup, lookupService } from 'node:dns/promises';
import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs';
import type { Acceptors } from '../authn/acceptor.js';
import type { CredentialKeeper } from '../authn/credential-keeper.js';
import { permitCredential } from '../authn/credential-permissions.js';
import type { HashChecker } from '../authn/hash-checker.js';
import type { PasswordChecker } from '../authn/password.js';
import type { UserFiles } from '../authn/user-files.js';
import { type FileLooks, fileName } from '../content/file-looks.js';
import type { Answer, ComponentKind, Evaluation, FileKind, Need } from '../evaluate/need.js';
import type { LinkRule } from '../evaluate/options.js';
import type { LdapDirectories } from '../ldap/directories.js';
import type { FolderFiles } from './folder-files.js';
import { rewriteMapAt } from './rewrite-maps.js';
import type { SessionVault } from './session-vault.js';

/** What performs the needs of evaluations: the authenticators of this process and its file system. */
export interface Services {
  readonly acceptors: Acceptors;
  readonly passwords: PasswordChecker;
  readonly credentials: CredentialKeeper;
  readonly sessions: SessionVault;
  readonly files: FileLooks;
  readonly userFiles: UserFiles;
  readonly hashes: HashChecker;
  readonly folders: FolderFiles;
  readonly directories: LdapDirectories;
}

/** Runs an evaluation to its end; stays synchronous as long as every answer is at hand. */
export function drive<T>(evaluation: Evaluation<T>, services: Services): T | Promise<T> {
  let step = evaluation.next(undefined);
  while (!step.done) {
    const answer = perform(step.value, services);
    if (answer instanceof Promise) return driveOn(evaluation, services, answer);
    step = evaluation.next(answer);
  }
  return step.value;
}

async function driveOn<T>(evaluation: Evaluation<T>, services: Services, first: Promise<Answer>): Promise<T> {
  let step = evaluation.next(await first);
  while (!step.done) step = evaluation.next(await perform(step.value, services));
  return step.value;
}

function perform(need: Need, services: Services): Answer | Promise<Answer> {
  switch (need.need) {
    case 'file':
      return fileKind(need.path, services.files);
    case 'component':
      return componentKind(need.path, need.rule, services.files);
    case 'folder-files':
      return services.folders.anyOnTheWay(need.path, need.names);
    case 'folder-settings':
      return services.folders.ask(need);
    case 'accept':
      // Tickets of the service's own may have to be asked for first.
      if (need.acceptor.both) return services.credentials.accept(need.acceptor, need.token);
      return services.acceptors.login(need.acceptor, need.token, need.connection);
    case 'password':
      return services.passwords.check(need.user, need.password, need.settings, { client: need.client });
    case 'impersonate':
      return services.credentials.impersonate(need.user, need.acceptor);
    case 'store-credential':
      if (need.alone && need.until) services.credentials.release(need.until);
      return services.credentials.store(need.bytes, need.settings, need.until);
    case 'permit-credential':
      return permitCredential(need.path, need.permissions);
    case 'open-session':
      return services.sessions.open(need);
    case 'seal-session':
      return services.sessions.seal(need.key, need.session);
    case 'resolve':
      return resolve(need.direction, need.of);
    case 'read':
      return readSmall(need.path);
    case 'user-entry':
      return services.userFiles.entry(need.path, need.user, need.realm);
    case 'verify-hash':
      return services.hashes.check(need.password, need.hash);
    case 'groups-of':
      return services.userFiles.groups(need.path, need.user);
    case 'rewrite-map':
      return rewriteMapAt(need.path, readSmall);
    case 'ldap':
      return services.directories.ask(need.access, need.request);
  }
}

/** What a path is. A local file system answers in microseconds, so this is done at once; httpd looks at every request too. */
export function fileKind(path: string, files: FileLooks): FileKind {
  try {
    return kindOf(files.look(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOTDIR' || code === 'ENOENT' ? 'none' : 'denied';
  }
}

function kindOf(stats: Stats | undefined): FileKind {
  if (!stats) return 'none';
  if (stats.isFile()) return 'file';
  return stats.isDirectory() ? 'directory' : 'other';
}

/** What is there decides; a link is followed as the rule says, and one that leads nowhere counts as refused. */
function componentKind(path: string, rule: LinkRule, files: FileLooks): ComponentKind {
  const kind = fileKind(path, files);
  if (kind !== 'none' && kind !== 'denied' && rule === 'any') return kind;
  try {
    const name = fileName(path);
    const own = lstatSync(name, { throwIfNoEntry: false });
    if (!own?.isSymbolicLink()) return own ? kindOf(own) : kind;
    if (rule === 'never' || kind === 'none' || kind === 'denied') return 'link-refused';
    return rule === 'owner' && statSync(name).uid !== own.uid ? 'link-refused' : kind;
  } catch {
    return 'denied';
  }
}

async function resolve(direction: 'name' | 'addresses', of: string): Promise<readonly string[]> {
  try {
    // The system's own way, which reads /etc/hosts too; without a name it fails.
    if (direction === 'name') return [(await lookupService(of, 0)).hostname];
    return (await lookup(of, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}

const largestText = 10 * 1024 * 1024;

/** The text of a file that is not too large to be a list of people. */
export function readSmall(path: string, largest = largestText): string | undefined {
  try {
    const stats = statSync(fileName(path));
    if (!stats.isFile() || stats.size > largest) return undefined;
    return readFileSync(fileName(path), 'latin1');
  } catch {
    return undefined;
  }
}

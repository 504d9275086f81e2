import { type LdapAnswer, type LdapRequest, ldapCode } from '../evaluate/ldap-request.js';
import { type FileFacts, type Machine, noMachine } from '../evaluate/machine.js';
import type { Answer, FileKind, Need } from '../evaluate/need.js';
import type { AcceptorSettings, NameAttribute } from '../gssapi/acceptor.js';
import { type Circumstances, plainCircumstances, principalOf, provenBy, userOf } from './circumstances.js';
import { acceptorText, storeText, takesOthers } from './proof-text.js';
import type { KnownFiles } from './supposed-files.js';

const krb5 = '1.2.840.113554.1.2.2';
const ntlm = '1.3.6.1.4.1.311.2.2.10';
const noToken = new Uint8Array();
const failure = { call: 'diff', major: 0, minor: 0, text: 'supposed wrong' };
/** GSS_S_UNAVAILABLE, which gss_localname gives where no rule fits. */
const withoutLocalName = { call: 'gss_localname', major: 16 << 16, minor: 0, text: 'supposed without one' };

/**
 * Answers what evaluation asks, the same for both configurations: files and folders are there or not, credentials right or wrong,
 * groups and directories as the circumstances have it. Notes by what logins were proven.
 */
export class SupposedWorld {
  readonly #files: KnownFiles;
  /** Paths of folders: whatever else is named is a file. */
  readonly #folders: ReadonlySet<string>;
  #circumstances: Circumstances = plainCircumstances;
  #within: ReadonlySet<string> = new Set();
  /** The last two names of the path. */
  #end = '/';
  readonly proofs: string[] = [];
  readonly machine: Machine = { ...noMachine, look: (path) => this.#look(path) };

  constructor(files: KnownFiles, folders: ReadonlySet<string>) {
    this.#files = files;
    this.#folders = folders;
  }

  /** Begins with another request. Names between slashes of its path are folders. */
  begin(circumstances: Circumstances, path: string): void {
    this.#circumstances = circumstances;
    const names = path.split('?', 1)[0]!.split('/');
    this.#within = new Set(names.slice(0, -1));
    this.#end = `/${names.slice(-2).join('/')}`;
    this.proofs.length = 0;
  }

  answer(need: Need): Answer {
    switch (need.need) {
      case 'file':
      case 'component':
        return this.#kindOf(need.path);
      case 'folder-files':
        return false;
      case 'folder-settings':
        return undefined;
      case 'accept':
        return this.#accept(need.acceptor);
      case 'password':
        return this.#password(need);
      case 'impersonate':
        return {
          ...{ kind: 'complete', token: noToken, delegated: true },
          ...this.#login(principalOf(need.user, this.#circumstances.defaultRealm)),
        };
      case 'store-credential':
        this.proofs.push(storeText(need.settings));
        return { name: need.settings.name, problems: [] };
      case 'permit-credential':
        return [];
      case 'open-session':
        return this.#session(need);
      case 'seal-session':
        return '';
      case 'resolve':
        return this.#resolve(need);
      case 'read':
        return this.#files.text(need.path);
      case 'user-entry':
        return this.#userEntry(need);
      case 'verify-hash':
        return this.#circumstances.credential.kind === 'password' ? 'match' : 'mismatch';
      case 'groups-of':
        return this.#files.groupsOf(need.path, need.user) ?? { groups: this.#circumstances.groups };
      case 'rewrite-map':
        return undefined;
      case 'ldap':
        return this.#directory(need.request, need.access.source.url);
    }
  }

  #kindOf(path: string): FileKind {
    if (path === '/' || path === '' || this.#folders.has(path)) return 'directory';
    if (this.#circumstances.files === 'missing') return 'none';
    const isBefore = this.#within.has(path.slice(path.lastIndexOf('/') + 1));
    return isBefore && !`/${path}`.endsWith(this.#end) ? 'directory' : 'file';
  }

  #look(path: string): FileFacts | undefined {
    const kind = this.#kindOf(path.length > 1 ? path.replace(/\/$/, '') : path);
    if (kind !== 'file' && kind !== 'directory') return undefined;
    const modes = { executable: true, ownerExecutable: true, groupExecutable: true };
    return { kind, size: 1, ...modes, modified: 0, owner: 0, group: 0 };
  }

  /** Principals of other realms have no local name. */
  #login(name: string) {
    if (!name.includes('@')) return { name, localName: { name }, mechanism: ntlm, lifetime: 36_000 };
    const own = name.endsWith(`@${this.#circumstances.defaultRealm}`);
    const localName = own ? { name: name.slice(0, name.lastIndexOf('@')) } : { failure: withoutLocalName };
    return { name, localName, mechanism: krb5, lifetime: 36_000 };
  }

  #attributes(): readonly NameAttribute[] {
    return this.#circumstances.attributes.map(({ name, value }) => ({
      name,
      authenticated: true,
      complete: true,
      values: [{ raw: value, display: value }],
    }));
  }

  #accept(acceptor: AcceptorSettings): Answer {
    this.proofs.push(`a ticket, ${acceptorText(acceptor)}`);
    const name = provenBy(this.#circumstances);
    const { credential } = this.#circumstances;
    if (
      name === undefined ||
      credential.kind !== 'ticket' ||
      (credential.plain && !takesOthers(acceptor.mechanisms))
    )
      return { kind: 'failure', token: noToken, failure };
    const login = this.#login(name);
    const delegated = acceptor.wants.delegated ? { credential: { bytes: noToken } } : {};
    const attributes = this.#attributes();
    return { kind: 'complete', ...login, token: noToken, delegated: true, ...delegated, attributes };
  }

  #password({ user, settings }: Extract<Need, { need: 'password' }>): Answer {
    const { acceptor, verify, tryEveryKey, ownTickets } = settings;
    const verified = verify ? 'the KDC verified' : 'the KDC not verified';
    const keys = tryEveryKey ? ' by any key' : '';
    this.proofs.push(`a password, ${verified}${keys}, ${acceptorText(acceptor)}`);
    const { defaultRealm, credential } = this.#circumstances;
    const name = principalOf(user, defaultRealm);
    if (credential.kind !== 'password' || name !== provenBy(this.#circumstances))
      return { kind: 'failure', unknownUser: credential.kind === 'unknown user', failure };
    const kept = ownTickets || acceptor.wants.delegated ? { credential: { bytes: noToken } } : {};
    return { kind: 'complete', ...this.#login(name), ...kept, attributes: this.#attributes() };
  }

  #session({ keys, attributes }: Extract<Need, { need: 'open-session' }>): Answer {
    const { credential } = this.#circumstances;
    if (credential.kind !== 'session') return undefined;
    const at = keys.findIndex((key) => JSON.stringify(key ?? null) === credential.key);
    if (at === -1) return undefined;
    this.proofs.push('a session');
    const { user, scheme } = credential;
    const login = {
      scheme,
      mechanism: krb5,
      tls: true,
      bound: true,
      compared: true,
      localName: !user.includes('@'),
      attributes: this.#circumstances.attributes.length > 0 ? attributes : '',
    };
    const names = { user, gssName: user, ccacheName: '' };
    return { established: true, delegated: false, expiration: 4e9, ...names, login };
  }

  #userEntry({ path, user, realm }: Extract<Need, { need: 'user-entry' }>): Answer {
    this.proofs.push(`a password of the file ${path}`);
    const entry = this.#files.entry(path, user, realm);
    if (entry) return entry;
    const { credential } = this.#circumstances;
    const there = user !== undefined && /^(?:wrong )?password$/.test(credential.kind);
    return { hash: there ? '' : undefined, usual: undefined };
  }

  #resolve({ direction, of }: Extract<Need, { need: 'resolve' }>): readonly string[] {
    const { clientName, address } = this.#circumstances;
    if (clientName === undefined) return [];
    if (direction === 'name') return of === address ? [clientName] : [];
    return of.toLowerCase() === clientName.toLowerCase() ? [address] : [];
  }

  #directory(request: LdapRequest, url: string): LdapAnswer {
    const { credential, directory } = this.#circumstances;
    if (request.ask === 'user') {
      const asksPassword = request.password !== undefined;
      if (asksPassword) this.proofs.push(`a password of the directory ${url}`);
      if (credential.kind === 'unknown user' || (!asksPassword && !this.#isThere(request.filter)))
        return { code: ldapCode.noSuchObject, reason: 'supposed not there' };
      if (asksPassword && credential.kind !== 'password')
        return { code: ldapCode.invalidCredentials, reason: 'supposed wrong' };
      return { code: ldapCode.success, reason: 'supposed there', dn: this.#dn(), values: [] };
    }
    const text = JSON.stringify(request).toLowerCase();
    const holds = directory.some((argument) =>
      text.includes(JSON.stringify(argument).slice(1, -1).toLowerCase()),
    );
    return { code: holds ? ldapCode.compareTrue : ldapCode.compareFalse, reason: 'supposed' };
  }

  /** Filters of requirements hold where they are supposed to; others look for the user. */
  #isThere(filter: string): boolean {
    const user = userOf(this.#circumstances.credential);
    if (user !== undefined && filter.includes(`=${user})`) && !/^\(&\(.*\)\(.*\)\(/.test(filter)) return true;
    return this.#circumstances.directory.some((argument) => filter.includes(argument));
  }

  #dn(): string {
    const named = this.#circumstances.directory.find((argument) => /^\w+=.*,/.test(argument));
    return named ?? `uid=${userOf(this.#circumstances.credential) ?? 'nobody'},dc=supposed`;
  }
}

import type {
  AcceptOutcome,
  AcceptorSettings,
  PasswordOutcome,
  PasswordSettings,
  StoreOutcome,
  StoreSettings,
} from '../gssapi/acceptor.js';
import type { OverrideSetting } from '../ruleset/core.js';
import type { SessionKey } from '../ruleset/mod_auth_gssapi.js';
import type { Section } from '../ruleset/ruleset.js';
import type { ConnectionFacts } from './facts.js';
import type { LdapAccess, LdapAnswer, LdapRequest } from './ldap-request.js';
import type { LinkRule } from './options.js';
import type { SessionFacts } from './session-facts.js';
import type { LogLevel } from './trace.js';

/** What a path of the file system is. Paths are latin1 byte strings. */
export type FileKind = 'file' | 'directory' | 'other' | 'none' | 'denied';

/** What one component of a path is, links followed; `link-refused` is a link that must not be followed or leads nowhere. */
export type ComponentKind = FileKind | 'link-refused';

/** A line for the error log. */
export interface LogLine {
  readonly level: LogLevel;
  readonly code: string | undefined;
  readonly message: string;
}

/** What a folder's own file (.htaccess) says, or the status that ends the request because of it. */
export type FolderSettings =
  | { readonly section: Section; readonly log: readonly LogLine[] }
  | { readonly section?: never; readonly status: 403 | 500; readonly log: readonly LogLine[] };

/** One step that evaluation asks of the runtime, because it needs the outside world; evaluation itself is pure. */
export type Need =
  | { readonly need: 'file'; readonly path: string }
  /** A path whose last component is looked at as such, with the rule for links that holds there. */
  | { readonly need: 'component'; readonly path: string; readonly rule: LinkRule }
  /** Whether any folder on the way to a path, itself included, has a file of one of the names. */
  | { readonly need: 'folder-files'; readonly path: string; readonly names: readonly string[] }
  /** The first of `names` in a folder, which ends in a slash, read with what is admitted there; `undefined`: there is none. */
  | {
      readonly need: 'folder-settings';
      readonly folder: string;
      readonly names: readonly string[];
      readonly override: OverrideSetting | undefined;
      readonly list: readonly string[] | undefined;
    }
  /** One leg of gss_accept_sec_context; with `connection` the next one may follow there. */
  | {
      readonly need: 'accept';
      readonly acceptor: AcceptorSettings;
      readonly token: Uint8Array;
      readonly connection?: ConnectionFacts;
    }
  | {
      readonly need: 'password';
      readonly user: string;
      readonly password: string;
      readonly settings: PasswordSettings;
      /** The client's address: checks are shared out fairly among clients. */
      readonly client: string;
    }
  /** Logs a user in to the own service without the user (S4U2Self). */
  | { readonly need: 'impersonate'; readonly user: string; readonly acceptor: AcceptorSettings }
  /** Writes an exported credential into a file, which ends with `until` (a request or a connection), or stays. */
  | {
      readonly need: 'store-credential';
      readonly bytes: Uint8Array;
      readonly settings: StoreSettings;
      readonly until?: object;
      /** Other files that end with the same are removed now. */
      readonly alone?: true;
    }
  /** Gives a stored credential the owner and mode that its place wants; answered with what went wrong. */
  | {
      readonly need: 'permit-credential';
      readonly path: string;
      readonly permissions: Pick<StoreSettings, 'mode' | 'owner' | 'group'>;
    }
  /** Opens a sealed session; `undefined` when it is not genuine. */
  | {
      readonly need: 'open-session';
      /** `undefined`: the server's own. */
      readonly keys: readonly (SessionKey | undefined)[];
      readonly sealed: string;
      /** The demands on attributes that are asked about. */
      readonly attributes: string;
    }
  | { readonly need: 'seal-session'; readonly key: SessionKey | undefined; readonly session: SessionFacts }
  /** Reverse (`name`) or forward (`addresses`) look-up. */
  | { readonly need: 'resolve'; readonly direction: 'name' | 'addresses'; readonly of: string }
  /** The text of a small file. */
  | { readonly need: 'read'; readonly path: string }
  /** An entry of a file in htpasswd's form, or with a realm in htdigest's; without a user what the entries look like. */
  | {
      readonly need: 'user-entry';
      readonly path: string;
      readonly user: string | undefined;
      readonly realm: string | undefined;
    }
  | { readonly need: 'verify-hash'; readonly password: string; readonly hash: string }
  | { readonly need: 'groups-of'; readonly path: string; readonly user: string }
  /** The keys and values of a RewriteMap's file. */
  | { readonly need: 'rewrite-map'; readonly path: string }
  | { readonly need: 'ldap'; readonly access: LdapAccess; readonly request: LdapRequest };

/** What a file of users holds for one of them. */
export type UserEntry =
  /** `hash` is the user's, if there is one of that name; `usual` is one of the kind that most entries have. */
  | { readonly hash: string | undefined; readonly usual: string | undefined }
  /** Why the file cannot be read, in the system's words. */
  | { readonly unreadable: string };

/** The groups that a file lists a user in, in lower case. */
export type GroupsOf = { readonly groups: readonly string[] } | { readonly unreadable: string };

/** Whether a password fits a hash; `problem` where that could not be found out in time. */
export type HashOutcome = 'match' | 'mismatch' | { readonly problem: string };

/** What the runtime answers, by the name of the need. */
interface Answers {
  readonly file: FileKind;
  readonly component: ComponentKind;
  readonly 'folder-files': boolean;
  readonly 'folder-settings': FolderSettings | undefined;
  readonly accept: AcceptOutcome;
  readonly password: PasswordOutcome;
  readonly impersonate: AcceptOutcome;
  readonly 'store-credential': StoreOutcome;
  readonly 'permit-credential': readonly string[];
  readonly 'open-session': SessionFacts | undefined;
  readonly 'seal-session': string;
  readonly resolve: readonly string[];
  readonly read: string | undefined;
  readonly 'user-entry': UserEntry;
  readonly 'verify-hash': HashOutcome;
  readonly 'groups-of': GroupsOf;
  readonly 'rewrite-map': ReadonlyMap<string, string> | undefined;
  readonly ldap: LdapAnswer;
}

/** The runtime's answer to one need. */
export type AnswerTo<N extends Need> = Answers[N['need']];

/** The answer to any of them. */
export type Answer = Answers[Need['need']];

/** An evaluation under way: it yields needs and returns its result. */
export type Evaluation<T> = Generator<Need, T, Answer>;

/** Asks the runtime and gives its answer, typed by the need. */
export function* ask<N extends Need>(need: N): Generator<Need, AnswerTo<N>, Answer> {
  return (yield need) as AnswerTo<N>;
}

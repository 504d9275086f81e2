/** What a path of the file system is; times are milliseconds since 1970, owners numbers. */
export interface FileFacts {
  readonly kind: 'file' | 'directory' | 'link' | 'other';
  readonly size: number;
  readonly executable: boolean;
  /** Whether its owner and its group may execute it. */
  readonly ownerExecutable: boolean;
  readonly groupExecutable: boolean;
  /** When its content last changed. */
  readonly modified: number;
  readonly owner: number;
  readonly group: number;
}

/** The text of a file as a byte string, or in whose way it failed. */
export type FileText =
  | { readonly text: string; readonly failure?: never }
  | { readonly text?: never; readonly failure: 'not opened' | 'too large' | 'not read' };

/**
 * What expressions ask of the machine while they are evaluated; a local file system answers in microseconds, so it is done at
 * once. Paths and texts are byte strings.
 */
export interface Machine {
  /** Facts of a path, its own when `ownFacts` and else of what symbolic links lead to; `undefined` when there are none. */
  readonly look: (path: string, ownFacts: boolean) => FileFacts | undefined;
  readonly read: (path: string) => FileText;
  /** A digest in hexadecimal. */
  readonly digest: (algorithm: 'md5' | 'sha1', text: string) => string;
  readonly nameOf: (kind: 'user' | 'group', number: number) => string;
  /** A fresh name for the log lines of a request or connection. */
  readonly newLogId: () => string;
  /** A fresh UNIQUE_ID for a request that came in that second, since 1970, on a connection of that number. */
  readonly newUniqueId: (second: number, connection: number) => string;
  /** What the Server field says (ServerTokens). */
  readonly software: string;
  /** What mod_ssl's variables say of itself and its library. */
  readonly tls: { readonly interface: string; readonly library: string };
}

/** A machine without files, for rulesets that are only looked at. */
export const noMachine: Machine = {
  look: () => undefined,
  read: () => ({ failure: 'not opened' }),
  digest: () => '',
  nameOf: () => '',
  newLogId: () => '',
  newUniqueId: () => '',
  software: '',
  tls: { interface: '', library: '' },
};

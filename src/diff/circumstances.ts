/** Where a request comes in, and which host it names. */
export interface Entry {
  readonly address: string;
  readonly port: number;
  readonly host: string;
  /** Whether the server there speaks TLS. */
  readonly secure: boolean;
}

/** What a client brings to be let in. */
export type Credential =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'bad ticket' }
  | { readonly kind: 'wrong password'; readonly user: string }
  | { readonly kind: 'unknown user'; readonly user: string }
  /** `plain`: a token of a mechanism whose names have no realm. */
  | { readonly kind: 'ticket'; readonly user: string; readonly plain?: true }
  /** `principal` is who the KDC knows by it, where that is not the user of the default realm; `ofList`: no KDC is asked. */
  | {
      readonly kind: 'password';
      readonly user: string;
      readonly principal?: string;
      readonly ofList?: true;
    }
  | {
      readonly kind: 'session';
      readonly user: string;
      readonly cookie: string;
      /** The key that sealed it, in JSON. */
      readonly key: string;
      readonly scheme: 'Negotiate' | 'Basic';
    };

/** An attribute that a ticket says of its user. */
export interface SupposedAttribute {
  readonly name: string;
  readonly value: string;
}

/** All of a request but its path, and what shall be supposed of the world around it. */
export interface Circumstances {
  readonly method: string;
  readonly query: string | undefined;
  /** Request fields by name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly address: string;
  readonly secure: boolean;
  /** Whether the client shows a certificate that is good. */
  readonly certificate: boolean;
  /** The name that the client's address has. */
  readonly clientName: string | undefined;
  readonly version: '1.0' | '1.1';
  readonly credential: Credential;
  /** The realm of names that have none; its principals alone have local names. */
  readonly defaultRealm: string;
  /** The groups that group files list the user in, where they cannot be read. */
  readonly groups: readonly string[];
  /** What a directory says of the user: the arguments of ldap requirements that hold. */
  readonly directory: readonly string[];
  readonly attributes: readonly SupposedAttribute[];
  /** Whether there are files where paths lead. */
  readonly files: 'there' | 'missing';
}

/** An address of those kept for documentation (RFC 5737), which no configuration names in earnest. */
export const strangeAddress = '203.0.113.77';

/** The default realm where the configurations name none. */
export const usualRealm = 'EXAMPLE.COM';

/** A request in the clear for a file that is there, by a client nobody knows. */
export const plainCircumstances: Circumstances = {
  method: 'GET',
  query: undefined,
  fields: {},
  address: strangeAddress,
  secure: false,
  certificate: false,
  clientName: undefined,
  version: '1.1',
  credential: { kind: 'nobody' },
  defaultRealm: usualRealm,
  groups: [],
  directory: [],
  attributes: [],
  files: 'there',
};

/** One of the ways in which requests differ, with what there is to choose from; the first choice is the usual one. */
export interface Dimension {
  readonly name: DimensionName;
  readonly choices: readonly Choice[];
}

/** A field of a request has a dimension of its own. */
export type DimensionName =
  | 'method'
  | 'credential'
  | 'default realm'
  | 'groups'
  | 'directory'
  | 'attributes'
  | 'address'
  | 'client name'
  | 'tls'
  | 'certificate'
  | 'query'
  | 'version'
  | 'files'
  | `field ${string}`;

/** One choice: what it makes of a request, and in words. */
export interface Choice {
  readonly label: string;
  readonly change: Partial<Circumstances>;
}

/** The circumstances that some choices make; fields come together. */
export function circumstancesOf(
  dimensions: readonly Dimension[],
  chosen: readonly number[],
  entry: Entry,
): Circumstances {
  let made: Circumstances = { ...plainCircumstances, secure: entry.secure };
  dimensions.forEach(({ choices }, at) => {
    const { change } = choices[chosen[at]!]!;
    made = { ...made, ...change, fields: change.fields ? { ...made.fields, ...change.fields } : made.fields };
  });
  return made;
}

/** The user of a credential, right or wrong. */
export const userOf = (credential: Credential): string | undefined =>
  'user' in credential ? credential.user : undefined;

/** A name with its realm. */
export const principalOf = (name: string, defaultRealm: string): string =>
  name.includes('@') ? name : `${name}@${defaultRealm}`;

/** Whose ticket or password the KDC holds a credential for. */
export function provenBy({ credential, defaultRealm }: Circumstances): string | undefined {
  if (credential.kind === 'ticket')
    return credential.plain ? credential.user : principalOf(credential.user, defaultRealm);
  if (credential.kind !== 'password') return undefined;
  return credential.principal ?? principalOf(credential.user, defaultRealm);
}

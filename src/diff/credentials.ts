import { type Choice, type Credential, principalOf, usualRealm } from './circumstances.js';
import type { Distinctions } from './distinctions.js';
import type { KnownFiles } from './supposed-files.js';

const stranger = 'somebody';
/** A realm that no configuration names; reserved for documentation (RFC 2606). */
const strangeRealm = 'OTHER.EXAMPLE';
const mostUsers = 60;
const mostRealms = 8;

/** Everything that a client may bring where logins are looked at. */
export function credentialChoices(told: Distinctions, files: KnownFiles): readonly Choice[] {
  const takesTickets = told.flags.has('ticket');
  const takesPasswords = told.flags.has('password');
  const choices: Credential[] = [{ kind: 'nobody' }];
  if (takesTickets) choices.push({ kind: 'bad ticket' });
  const users = usersOf(told, files);
  if (takesPasswords) {
    choices.push({ kind: 'wrong password', user: users[0] ?? stranger });
    if (told.userFiles.size > 0 || told.flags.has('principal'))
      choices.push({ kind: 'unknown user', user: 'nobody-knows' });
  }
  const realms = realmsOf(told);
  const [defaultRealm = usualRealm] = realms;
  if (takesTickets) choices.push(...tickets(users, realms));
  if (takesTickets && told.flags.has('mechanisms'))
    for (const user of [...told.users].filter((name) => users.includes(name) && !name.includes('@')))
      choices.push({ kind: 'ticket', user, plain: true });
  if (takesPasswords) choices.push(...passwords(told, users, realms));
  if (told.flags.has('sessions'))
    choices.push(...sessions(told, [...users, principalOf(stranger, defaultRealm)]));
  return choices.map((credential) => ({
    label: credentialText(credential),
    change: { credential, defaultRealm },
  }));
}

/** Where names may be completed with a realm that KrbAuthRealms does not begin with. */
export function defaultRealmChoices(told: Distinctions): readonly Choice[] {
  if (told.realms.size === 0) return [];
  const choice = (defaultRealm: string): Choice => ({
    label: `where the default realm is ${defaultRealm}`,
    change: { defaultRealm },
  });
  return [choice(realmsOf(told)[0]!), choice(strangeRealm)];
}

/** The users who are named, those in groups, and one more. */
export function usersOf(told: Distinctions, files: KnownFiles): readonly string[] {
  const named = [...told.users].filter((user) => !/^$|^@|[\s:]/.test(user));
  const members = [...told.groupFiles].flatMap((path) => membersOf(path, told, files));
  const listed = [...told.userFiles].flatMap((path) =>
    [...(files.users(path)?.keys() ?? [])].filter((user) => !user.includes(':')).slice(0, 8),
  );
  const realms = [...told.users].filter((user) => user.startsWith('@')).map((realm) => `${stranger}${realm}`);
  return [...new Set([...named, ...members, ...listed].slice(0, mostUsers)), ...realms, stranger];
}

/** Realms that are tried, the likely default realm first. */
const realmsOf = (told: Distinctions): readonly string[] => {
  const named = namedRealms(told);
  return named.length > 0 ? named.slice(0, mostRealms) : [usualRealm];
};

/** Realms that are named: those of KrbAuthRealms, then those of users, where capitals come first. */
function namedRealms({ realms, users }: Distinctions): readonly string[] {
  const named = [...realms].flatMap((words) => words.split(/\s+/)).filter((realm) => /^[\w.-]+$/.test(realm));
  const behind = [...users].filter((user) => user.includes('@')).map((user) => user.split('@').at(-1)!);
  const usual = behind.filter((realm) => /^[A-Z0-9._-]+$/.test(realm));
  // Near misses of names have both.
  const small = behind.filter((realm) => /^[a-z0-9._-]+$/.test(realm));
  return [...new Set([...named, ...usual, ...small])];
}

/** How many realms are named beyond those that are tried. */
export const realmsLeftOut = (told: Distinctions): number =>
  Math.max(0, namedRealms(told).length - mostRealms);

/** Tickets tell whole principals. */
function tickets(users: readonly string[], realms: readonly string[]): readonly Credential[] {
  const [defaultRealm = usualRealm] = realms;
  const principals = [
    ...users.map((user) => principalOf(user, defaultRealm)),
    ...[...realms, strangeRealm].map((realm) => `${stranger}@${realm}`),
  ];
  return [...new Set(principals)].map((user) => ({ kind: 'ticket', user }));
}

/** Users of passwords that a KDC checks may name a realm, and be known in others than the default one. */
function passwords(
  told: Distinctions,
  users: readonly string[],
  realms: readonly string[],
): readonly Credential[] {
  const kdc = told.flags.has('principal');
  const typed = kdc
    ? [...users, ...[...realms, strangeRealm].map((realm) => `${stranger}@${realm}`)]
    : users.filter((user) => !user.includes('@') || told.users.has(user));
  const elsewhere = told.realms.size > 0 ? [...realms.slice(1), strangeRealm] : [];
  return [
    ...[...new Set(typed)].map(
      (user): Credential => ({ kind: 'password', user, ...(!kdc && { ofList: true }) }),
    ),
    ...elsewhere.map(
      (realm): Credential => ({ kind: 'password', user: stranger, principal: `${stranger}@${realm}` }),
    ),
  ];
}

/** A few users of each group that is asked for. */
function membersOf(path: string, told: Distinctions, files: KnownFiles): readonly string[] {
  const groups = files.groups(path);
  if (!groups) return [];
  const wanted = [...told.groups].map((name) => name.toLowerCase());
  return wanted.flatMap((name) =>
    [...groups]
      .filter(([, own]) => own.includes(name))
      .map(([user]) => user)
      .slice(0, 4),
  );
}

function sessions(told: Distinctions, users: readonly string[]): readonly Credential[] {
  const some = [
    ...new Set([users[0] ?? stranger, users.find((user) => user.includes('@')) ?? stranger, stranger]),
  ];
  return [...told.cookies].flatMap((cookie) =>
    [...told.sessionKeys].flatMap((key) =>
      some.flatMap((user) =>
        (['Negotiate', 'Basic'] as const).map(
          (scheme): Credential => ({ kind: 'session', user, cookie, key, scheme }),
        ),
      ),
    ),
  );
}

/** A credential in words. */
export function credentialText(credential: Credential): string {
  switch (credential.kind) {
    case 'nobody':
      return 'without credentials';
    case 'bad ticket':
      return 'with a token that is no good';
    case 'wrong password':
      return 'with a wrong password';
    case 'unknown user':
      return 'with the name of nobody';
    case 'ticket':
      return `${credential.user} by ${credential.plain ? 'a token of another mechanism' : 'ticket'}`;
    case 'password':
      return `${credential.user} by password${credential.principal === undefined ? '' : ` as ${credential.principal}`}`;
    case 'session':
      return `${credential.user} by a session in the cookie ${credential.cookie} that began with ${credential.scheme}`;
  }
}

/** Whether somebody is logged in with it where that is taken. */
export const isGood = ({ kind }: Credential): boolean =>
  kind === 'ticket' || kind === 'password' || kind === 'session';

/** A credential's label with a word for whoever is named. */
export function roleOf(credential: Credential, label: string): string {
  if (!('user' in credential) || credential.user.startsWith(stranger)) return label;
  return label.split(credential.user).join('a named user');
}

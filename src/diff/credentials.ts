import type { Choice, Credential } from './circumstances.js';
import type { Distinctions } from './distinctions.js';
import type { KnownFiles } from './supposed-files.js';

const usualRealm = 'EXAMPLE.COM';
const stranger = 'somebody';
const mostUsers = 60;

/** Everything that a client may bring where logins are looked at. */
export function credentialChoices(told: Distinctions, files: KnownFiles): readonly Choice[] {
  const takesTickets = told.flags.has('ticket');
  const takesPasswords = told.flags.has('password');
  const choices: Credential[] = [{ kind: 'nobody' }];
  if (takesTickets) choices.push({ kind: 'bad ticket' });
  const users = usersOf(told, files);
  if (takesPasswords) {
    choices.push({ kind: 'wrong password', user: users[0] ?? stranger });
    if (told.userFiles.size > 0) choices.push({ kind: 'unknown user', user: 'nobody-knows' });
  }
  for (const user of users) {
    if (takesTickets) choices.push({ kind: 'ticket', user });
    if (takesPasswords) choices.push({ kind: 'password', user });
  }
  if (told.flags.has('sessions')) choices.push(...sessions(told, users));
  return choices.map((credential) => ({ label: credentialText(credential), change: { credential } }));
}

/** The users who are named, those in groups, and others; names with a realm where there are none yet. */
export function usersOf(told: Distinctions, files: KnownFiles): readonly string[] {
  const named = [...told.users].filter((user) => user !== '' && !/[\s:]/.test(user));
  const members = [...told.groupFiles].flatMap((path) => membersOf(path, told, files));
  const listed = [...told.userFiles].flatMap((path) =>
    [...(files.users(path)?.keys() ?? [])].filter((user) => !user.includes(':')).slice(0, 8),
  );
  const realms = new Set(
    [...named, ...told.realms]
      .map((text) => text.split('@').at(-1)!)
      .filter((realm) => /^[A-Z0-9.-]+$/.test(realm)),
  );
  const realm = [...realms][0] ?? usualRealm;
  const plain = [...named, ...members, ...listed].slice(0, mostUsers);
  const mapped = told.flags.has('ticket')
    ? plain
        .filter((user) => !user.includes('@'))
        .slice(0, 6)
        .map((user) => `${user}@${realm}`)
    : [];
  const strangers = [
    stranger,
    ...(told.flags.has('ticket')
      ? [...new Set([realm, ...realms])].map((each) => `${stranger}@${each}`)
      : []),
  ];
  return [...new Set([...plain, ...mapped, ...strangers])];
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
      return `${credential.user} by ticket`;
    case 'password':
      return `${credential.user} by password`;
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

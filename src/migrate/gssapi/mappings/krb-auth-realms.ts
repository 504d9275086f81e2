import { isOn, type KrbSet, lastLine, writtenRaw } from '../krb-set.js';
import { type SettingMapping, withoutEquivalent } from '../mapping.js';

/** What becomes of KrbAuthRealms. */
export const realmsChoice = {
  id: 'krb-auth-realms',
  options: [
    { value: 'require', meaning: 'only users of these realms are let in, with passwords as with tickets' },
    { value: 'drop', meaning: 'users of every realm are let in that krb5.conf and the KDC trust' },
  ],
} as const;

/** KrbAuthRealms becomes a condition on the user’s name. */
export const krbAuthRealms: SettingMapping = {
  id: 'krb-auth-realms',
  meaning:
    'KrbAuthRealms said whose passwords are taken, and left tickets alone. mod_auth_gssapi has nothing like it: a Require on the realm of the user is joined with those in force, so that all of them must be met; it holds for tickets, too. A name without a realm gets default_realm of krb5.conf; several realms are not tried any more.',
  reads: ['KrbAuthRealms'],
  writes: ['Require', '<RequireAll'],
  choice: realmsChoice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbAuthRealms');
    if (!said) return undefined;
    const text = writtenRaw(said);
    const comment = withoutEquivalent(`KrbAuthRealms ${text}`, realmsChoice.id);
    if (!isOn(set, 'KrbMethodK5Passwd', true))
      return {
        kind: 'dropped',
        items: [],
        message:
          'It was about passwords, which are not taken here: tickets of every trusted realm were let in, and are.',
      };
    const realms = realmsOf(text);
    const taken = take(realmsChoice);
    if (taken === 'drop')
      return {
        kind: 'choice',
        taken,
        items: [comment],
        message: `Passwords of other realms than ${realms.join(' and ') || 'those named'} are taken now, where the KDC of such a realm can be reached. A name without a realm gets default_realm of krb5.conf.`,
        mayChange: ['granted', 'status', 'user', 'challenges'],
      };
    if (realms.length === 0)
      return {
        kind: 'choice',
        taken,
        items: [comment],
        message:
          'No realm has such a name, since mod_auth_kerb takes quotes and commas for a part of it: no password was taken, and none is. Where passwords of a realm are meant, write it without them and migrate again.',
        mayChange: ['status', 'challenges'],
      };
    const tried = realms.length > 1 ? ` The realms are not tried in turn any more.` : '';
    return {
      kind: 'choice',
      taken,
      items: [comment],
      conditions: [conditionOf(realms, isOn(set, 'KrbLocalUserMapping', false))],
      message: `Require lets in users of ${realms.join(' and ')} only, with tickets, too, which were taken of every trusted realm before. A name without a realm gets default_realm of krb5.conf.${tried}`,
      mayChange: ['granted', 'status', 'user', 'challenges'],
    };
  },
};

/** Whether none of the realms named can be one, so that no password is taken. */
export function namesNoRealm(set: KrbSet): boolean {
  const said = lastLine(set, 'KrbAuthRealms');
  return said !== undefined && realmsOf(writtenRaw(said)).length === 0;
}

/** The words that can be names of realms: quotes and commas are parts of words for the module, and of no name. */
const realmsOf = (text: string): readonly string[] =>
  text
    .replace(/(^|\s)#.*$/, '')
    .split(/[\s\\]+/)
    .filter((realm) => realm !== '' && !/[,"']/.test(realm));

/** With local names the realm is in GSS_NAME only; the user is looked at all the same, so that nobody is refused before the login. */
function conditionOf(realms: readonly string[], localNames: boolean): string {
  const named = localNames ? '%{reqenv:GSS_NAME}' : '%{REMOTE_USER}';
  const plain = realms.every((realm) => /^[\w.-]+$/.test(realm));
  const tests = plain
    ? [`${named} =~ /@${realms.length > 1 ? `(${realms.map(escaped).join('|')})` : escaped(realms[0]!)}$/`]
    : realms.map((realm) => `${named} -strmatch '*@${realm.replace(/['\\"]/g, '')}'`);
  const test = tests.length > 1 ? `(${tests.join(' || ')})` : tests[0]!;
  return localNames ? `%{REMOTE_USER} =~ /./ && ${test}` : test;
}

const escaped = (realm: string): string => realm.replaceAll('.', '\\.');

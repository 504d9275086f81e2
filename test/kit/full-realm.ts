import { type Realm, startRealm } from './realm.js';

/**
 * A realm with all that Kerberos can do for a web server, and OTHER.TEST, which both trust each other. Beyond the users of the plain one:
 *
 * - `carol` may log in with a certificate: her tickets tell `pkinit` and `hardware` then, and `strong` after a password;
 * - `bob/admin`, `til~de`, `žofie`, and `dora@OTHER.TEST`, whom auth_to_local maps to `dora`; nobody maps `bob/admin`;
 * - HTTP/localhost, which may log users in to itself (S4U2Self) and act for them with HTTP/backend (S4U2Proxy);
 * - HTTP/plain, which may do neither.
 *
 * Passwords are the name without its realm and `-pw`, as everywhere.
 */
export interface FullRealm extends Realm {
  readonly other: Realm;
  /** Keys of HTTP/plain. */
  readonly plainKeytab: string;
  /** Keys of HTTP/backend. */
  readonly backendKeytab: string;
}

/** Starts both realms. */
export async function startFullRealm(): Promise<FullRealm> {
  const other = await startRealm({ name: 'OTHER.TEST' });
  try {
    const localNames = ['RULE:[1:$1@$0](.*@OTHER\\.TEST)s/@.*//'];
    const options = { directory: true, certificates: true, trusted: [other], localNames };
    const realm = await startRealm(options);
    for (const name of ['bob/admin', 'til~de', 'žofie']) realm.addPrincipal(name, `${name}-pw`);
    other.addPrincipal('dora', 'dora-pw');
    realm.addPrincipal('HTTP/backend');
    realm.addPrincipal('HTTP/plain');
    realm.changePrincipal('HTTP/localhost', '+ok_to_auth_as_delegate');
    realm.allowDelegation('HTTP/localhost', 'HTTP/localhost', 'HTTP/backend');
    return {
      ...realm,
      other,
      plainKeytab: realm.writeKeytab('plain.keytab', 'HTTP/plain'),
      backendKeytab: realm.writeKeytab('backend.keytab', 'HTTP/backend'),
      stop: async () => {
        await realm.stop();
        await other.stop();
      },
    };
  } catch (error) {
    await other.stop();
    throw error;
  }
}

import { flag, one, raw, text } from './args.js';
import { apacheModule, directive, full, partial, refused } from './define.js';

const anywhere = ['AuthConfig', 'server'] as const;
const kerberos4 = refused(
  'Kerberos 4 is gone: take the directive out; KrbMethodNegotiate and KrbMethodK5Passwd do its work',
);

/** mod_auth_kerb 5.4 with the two directives of Red Hat's patches. */
export const modAuthKerb = apacheModule({
  name: 'mod_auth_kerb',
  identifier: 'auth_kerb_module',
  sections: 'replace',
  directives: {
    KrbAuthRealms: directive({
      summary: 'The realms that password logins may be for, tried in turn.',
      in: anywhere,
      args: raw('Realms to attempt authentication against (can be multiple).', ({ args }) => ({
        value: args.raw.split(/[ \t]+/).filter((realm) => realm !== ''),
      })),
      aliases: ['KrbAuthRealm'],
      default: 'the default realm of krb5.conf',
      support: full,
      example: 'KrbAuthRealms EXAMPLE.COM',
    }),
    KrbSaveCredentials: directive({
      summary: "Stores the user's ticket in a file and names it in KRB5CCNAME.",
      in: anywhere,
      args: flag('Save and store credentials/tickets retrieved during auth.'),
      default: 'Off',
      support: full,
      example: 'KrbSaveCredentials On',
    }),
    KrbVerifyKDC: directive({
      summary: "Makes sure with the server's own key that the right KDC checked a password.",
      in: anywhere,
      args: flag('Verify tickets against keytab to prevent KDC spoofing attacks.'),
      default: 'On',
      support: partial('the KDC is always verified, with a warning for Off'),
      example: 'KrbVerifyKDC On',
    }),
    KrbServiceName: directive({
      summary: 'The service name that tickets must be for; Any takes every key of the keytab.',
      in: anywhere,
      args: one('Full or partial service name to be used by Apache for authentication.', text),
      default: 'HTTP',
      support: full,
      example: 'KrbServiceName HTTP',
    }),
    KrbAuthoritative: directive({
      summary: 'Off lets other modules try users that the KDC does not know.',
      in: anywhere,
      args: flag(
        "Set to 'off' to allow access control to be passed along to lower modules iff the UserID is not known to this module.",
      ),
      default: 'On',
      support: full,
      example: 'KrbAuthoritative On',
    }),
    KrbDelegateBasic: directive({
      summary: 'Offers Basic and leaves it to other modules.',
      in: anywhere,
      args: flag(
        'Always offer Basic authentication regardless of KrbMethodK5Pass and pass on authentication to lower modules if Basic headers arrive.',
      ),
      default: 'Off',
      support: full,
      example: 'KrbDelegateBasic Off',
    }),
    Krb5Keytab: directive({
      summary: "The file with the server's own key, relative to ServerRoot.",
      in: anywhere,
      args: one('Location of Kerberos V5 keytab file.', text),
      default: "the library's own keytab",
      support: full,
      example: 'Krb5Keytab /etc/httpd.keytab',
    }),
    KrbMethodNegotiate: directive({
      summary: 'Offers and takes Negotiate.',
      in: anywhere,
      args: flag('Enable Negotiate authentication method.'),
      default: 'On',
      support: full,
      example: 'KrbMethodNegotiate On',
    }),
    KrbMethodK5Passwd: directive({
      summary: 'Offers Basic and checks name and password at the KDC.',
      in: anywhere,
      args: flag('Enable Kerberos V5 password authentication.'),
      default: 'On',
      support: full,
      example: 'KrbMethodK5Passwd Off',
    }),
    KrbLocalUserMapping: directive({
      summary: 'Maps the principal to a local user name.',
      in: anywhere,
      args: flag(
        "Set to 'on' to have Kerberos do auth_to_local mapping of principal names to system user names.",
      ),
      default: 'Off',
      support: full,
      example: 'KrbLocalUserMapping On',
    }),
    Krb4Srvtab: directive({
      summary: "The file with the server's Kerberos 4 key.",
      in: anywhere,
      args: one('Location of Kerberos V4 srvtab file.', text),
      support: kerberos4,
      example: 'Krb4Srvtab /etc/srvtab',
    }),
    KrbMethodK4Passwd: directive({
      summary: 'Checks name and password by Kerberos 4.',
      in: anywhere,
      args: flag('Enable Kerberos V4 password authentication.'),
      default: 'On',
      support: kerberos4,
      example: 'KrbMethodK4Passwd Off',
    }),
    KrbConstrainedDelegation: directive({
      summary: "Red Hat's patch: obtains tickets to other services in the name of the user.",
      in: anywhere,
      args: flag('Enable constrained delegation.'),
      default: 'Off',
      support: partial(
        'tickets of the service are kept in memory, not in a file, and only with KrbSaveCredentials On',
      ),
      example: 'KrbConstrainedDelegation On',
    }),
    KrbConstrainedDelegationLock: directive({
      summary: "Red Hat's patch: the lock file of constrained delegation.",
      in: ['server'],
      args: one('Lock file for constrained delegation.', text),
      support: partial('accepted, no effect: tickets are kept in memory and need no lock'),
      example: 'KrbConstrainedDelegationLock /run/httpd/krb.lock',
    }),
  },
});

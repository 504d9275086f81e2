import { flag, iterate, one, oneOrTwo, text } from './args.js';
import { apacheModule, directive, refused } from './define.js';

const sections = ['AuthConfig'] as const;
const basic = refused(
  'AuthType Basic is not served yet; use AuthType GSSAPI with GssapiBasicAuth On for passwords',
);

const digestAlgorithm = (value: string) => {
  const known = (['Off', 'MD5'] as const).find((each) => each.toLowerCase() === value.toLowerCase());
  return known ? { value: known } : { problem: `Invalid algorithm in AuthBasicUseDigestAlgorithm: ${value}` };
};

/** mod_auth_basic: logins by name and password against providers. */
export const modAuthBasic = apacheModule({
  name: 'mod_auth_basic',
  identifier: 'auth_basic_module',
  sections: 'merge',
  directives: {
    AuthBasicProvider: directive({
      summary: 'Where passwords are looked up, in turn.',
      in: sections,
      args: iterate('specify the auth providers for a directory or location', text),
      repeat: 'add',
      default: 'file',
      support: basic,
      example: 'AuthBasicProvider file',
    }),
    AuthBasicAuthoritative: directive({
      summary: 'Off leaves unknown users to other modules.',
      in: sections,
      args: flag(
        "Set to 'Off' to allow access control to be passed along to lower modules if the UserID is not known to this module",
      ),
      default: 'On',
      support: basic,
      example: 'AuthBasicAuthoritative On',
    }),
    AuthBasicFake: directive({
      summary: 'Sends a made-up login on to the application.',
      in: sections,
      args: oneOrTwo(
        "Fake basic authentication using the given expressions for username and password, 'off' to disable. Password defaults to 'password' if missing.",
        text,
        text,
      ),
      support: refused("made-up logins are not sent on yet; pass the user's name with RequestHeader"),
      example: 'AuthBasicFake demo demopass',
    }),
    AuthBasicUseDigestAlgorithm: directive({
      summary: 'Compares digest hashes in place of passwords.',
      in: sections,
      args: one(
        "Set to 'MD5' to use the auth provider's authentication check for digest auth, using a hash of 'user:realm:pass'",
        digestAlgorithm,
      ),
      default: 'Off',
      support: basic,
      example: 'AuthBasicUseDigestAlgorithm Off',
    }),
  },
});

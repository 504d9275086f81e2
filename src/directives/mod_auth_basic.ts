import { type ArgumentShape, flag, iterate, one, oneOrTwo, text } from './args.js';
import { providerNames } from './authn-providers.js';
import { apacheModule, directive, refused } from './define.js';
import { refusedIn, textOrExpression } from './expression.js';

const sections = ['AuthConfig'] as const;
const basic = refused(
  'AuthType Basic is not served yet; use AuthType GSSAPI with GssapiBasicAuth On for passwords',
);

const names = iterate('specify the auth providers for a directory or location', text);
const known = providerNames('Basic');

const providers: ArgumentShape<readonly string[]> = {
  ...names,
  parse: (input) => {
    const counted = names.parse(input);
    return 'problem' in counted ? counted : (known(input, counted.value) ?? counted);
  },
};

const digestAlgorithm = (value: string) => {
  const known = (['Off', 'MD5'] as const).find((each) => each.toLowerCase() === value.toLowerCase());
  return known ? { value: known } : { problem: `Invalid algorithm in AuthBasicUseDigestAlgorithm: ${value}` };
};

const fakeWords = oneOrTwo(
  "Fake basic authentication using the given expressions for username and password, 'off' to disable. Password defaults to 'password' if missing.",
  text,
  text,
);

/** Texts that are computed for each request. */
const fakeLogin: typeof fakeWords = {
  ...fakeWords,
  parse: (input) => {
    const counted = fakeWords.parse(input);
    if ('problem' in counted || counted.value[0].toLowerCase() === 'off') return counted;
    const [user, password] = counted.value;
    const [first, second] = input.args.words;
    const wrongUser = textOrExpression(user, input.isLoaded);
    if ('problem' in wrongUser)
      return refusedIn(first!, user, `Could not parse fake username expression '${user}': `, wrongUser);
    const wrong = password === undefined ? undefined : textOrExpression(password, input.isLoaded);
    if (!wrong || !('problem' in wrong)) return counted;
    const before = `Could not parse fake password expression associated to user '${user}': `;
    return refusedIn(second!, password!, before, wrong);
  },
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
      args: providers,
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
      args: fakeLogin,
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

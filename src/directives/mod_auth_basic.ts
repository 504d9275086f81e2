import { type ArgumentShape, flag, iterate, one, oneOrTwo, text } from './args.js';
import { providerNames } from './authn-providers.js';
import { apacheModule, directive, full } from './define.js';
import { refusedIn, type TextArgument, textOrExpression } from './expression.js';

const sections = ['AuthConfig'] as const;

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

/** The login that AuthBasicFake makes up, computed for each request. */
export type FakeLoginArguments = 'off' | { readonly user: TextArgument; readonly password: TextArgument };

const fakeLogin: ArgumentShape<FakeLoginArguments> = {
  ...fakeWords,
  parse: (input) => {
    const counted = fakeWords.parse(input);
    if ('problem' in counted) return counted;
    const [name, word = 'password'] = counted.value;
    if (name.toLowerCase() === 'off') return { value: 'off' };
    const [first, second] = input.args.words;
    const user = textOrExpression(name, input.isLoaded);
    if ('problem' in user)
      return refusedIn(first!, name, `Could not parse fake username expression '${name}': `, user);
    const password = textOrExpression(word, input.isLoaded);
    if (!('problem' in password)) return { value: { user: user.value, password: password.value } };
    const before = `Could not parse fake password expression associated to user '${name}': `;
    return refusedIn(second!, word, before, password);
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
      support: full,
      example: 'AuthBasicProvider file',
    }),
    AuthBasicAuthoritative: directive({
      summary: 'Off leaves unknown users to other modules.',
      in: sections,
      args: flag(
        "Set to 'Off' to allow access control to be passed along to lower modules if the UserID is not known to this module",
      ),
      default: 'On',
      support: full,
      example: 'AuthBasicAuthoritative On',
    }),
    AuthBasicFake: directive({
      summary: 'Sends a made-up login on to the application.',
      in: sections,
      args: fakeLogin,
      support: full,
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
      support: full,
      example: 'AuthBasicUseDigestAlgorithm Off',
    }),
  },
});

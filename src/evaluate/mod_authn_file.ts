import type { Settings } from '../ruleset/ruleset.js';
import type { AuthnStatus, PasswordProvider } from './authn-provider.js';
import type { Exchange } from './exchange.js';
import { type AnswerTo, ask, type Evaluation, type Need } from './need.js';

type UserEntry = Extract<Need, { need: 'user-entry' }>;

/** Users and hashes of a file in htpasswd's form (mod_authn_file). */
export const fileProvider: PasswordProvider = {
  *checkPassword(exchange, settings, user, password) {
    const entry = yield* entryOf(exchange, settings, user, undefined, passwordCodes);
    if (!entry) return 'general-error';
    if (entry.hash === undefined) return 'user-not-found';
    return yield* verify(exchange, password, entry.hash);
  },
  *realmHash(exchange, settings, user, realm) {
    const entry = yield* entryOf(exchange, settings, user, realm, realmCodes);
    if (!entry) return { status: 'general-error' };
    return entry.hash === undefined
      ? { status: 'user-not-found' }
      : { status: 'user-found', hash: entry.hash };
  },
  *pretend(exchange, settings, password) {
    const path = settings.mod_authn_file?.userFile;
    if (path === undefined) return;
    const entry = yield* ask({ need: 'user-entry', path, user: undefined, realm: undefined });
    if ('usual' in entry && entry.usual !== undefined) yield* verify(exchange, password, entry.usual);
  },
};

interface Codes {
  readonly unset: string;
  readonly unread: string;
}

const passwordCodes: Codes = { unset: 'AH01619', unread: 'AH01620' };
const realmCodes: Codes = { unset: 'AH01621', unread: 'AH01622' };

/** The user's entry; `undefined`, with a line in the log, when there is no file to look into. */
function* entryOf(
  { recorder }: Exchange,
  settings: Settings,
  user: string,
  realm: string | undefined,
  codes: Codes,
): Evaluation<Exclude<AnswerTo<UserEntry>, { unreadable: string }> | undefined> {
  const path = settings.mod_authn_file?.userFile;
  if (path === undefined) {
    recorder.log('error', codes.unset, 'AuthUserFile not specified in the configuration');
    return undefined;
  }
  const entry = yield* ask({ need: 'user-entry', path, user, realm });
  if (!('unreadable' in entry)) return entry;
  recorder.log('error', codes.unread, `Could not open password file: ${path}: ${entry.unreadable}`);
  return undefined;
}

/** A hash that nobody could try in time is no reason to let anybody in, nor to say that the password is wrong. */
function* verify({ recorder }: Exchange, password: string, hash: string): Evaluation<AuthnStatus> {
  const outcome = yield* ask({ need: 'verify-hash', password, hash });
  if (outcome === 'match') return 'granted';
  if (outcome === 'mismatch') return 'denied';
  recorder.log('error', undefined, `a password could not be checked: ${outcome.problem}`);
  return 'general-error';
}

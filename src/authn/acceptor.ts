import { accept, contextKey } from '../gssapi/accept.js';
import type { AcceptOutcome, AcceptorSettings } from '../gssapi/acceptor.js';
import { releaseAcceptorCredentials } from '../gssapi/acceptor-credentials.js';
import { GssapiUnavailable } from '../gssapi/library.js';
import { AcceptContext, releasePendingContexts } from '../gssapi/pending.js';
import { noCredential } from '../gssapi/status.js';
import { AcceptTogether } from './accept-together.js';
import {
  ApartAcceptors,
  type ApartLogin,
  type ApartOptions,
  kerberosHere,
  runsApart,
  runsHere,
} from './apart.js';

/** The acceptors of this thread. */
export interface Acceptors {
  /** One token in, one outcome out, also when the library is missing. Give the login's context where a mechanism may need several tokens. */
  accept(settings: AcceptorSettings, token: Uint8Array, context?: AcceptContext): AcceptOutcome;
  /**
   * The same for a request, together with those that came with it, and in a helper process where a mechanism must not run in this one.
   * With `connection` a login may take several tokens there; what is kept of it goes with it.
   */
  login(settings: AcceptorSettings, token: Uint8Array, connection?: LoginConnection): Promise<AcceptOutcome>;
  /** A place for one login of several tokens; release it when its connection ends. */
  context(): AcceptContext;
  /** Releases all credentials and half-done logins; acceptors may be used again. Resolves when the helpers are gone. */
  close(): Promise<void>;
}

/** The connection of a login: `atEnd` has something done when it ends. */
export interface LoginConnection {
  readonly atEnd?: (act: () => void) => void;
}

/** The service that logs Negotiate tokens in; the library is loaded at the first token. */
export function createAcceptors(options: ApartOptions = {}): Acceptors {
  const apart = new ApartAcceptors(options);
  const together = new AcceptTogether();
  const kept = new WeakMap<LoginConnection, KeptLogin>();
  const keptOf = (connection: LoginConnection): KeptLogin => {
    const known = kept.get(connection);
    if (known) return known;
    const made: KeptLogin = { context: new AcceptContext(), apart: apart.begin() };
    kept.set(connection, made);
    connection.atEnd?.(() => {
      made.context.release();
      apart.end(made.apart);
    });
    return made;
  };
  return {
    accept: acceptOrTell,
    login(settings, token, connection) {
      const login = connection && keptOf(connection);
      const own = runsApart(settings) ? settingsHere(settings, token, login) : settings;
      if (!own) return apart.accept(settings, token, login?.apart);
      return together.add((look) => {
        const outcome = acceptOrTell(own, token, login?.context, look);
        // The client may have gone while its token waited.
        if (login?.apart.over) login.context.release();
        return outcome;
      });
    },
    context: () => new AcceptContext(),
    close() {
      together.run();
      releasePendingContexts();
      releaseAcceptorCredentials();
      return apart.close();
    },
  };
}

/** What a connection keeps of a login that is half done, in this process or in a helper. */
interface KeptLogin {
  readonly context: AcceptContext;
  readonly apart: ApartLogin;
}

/**
 * What a token is accepted with in this process although others of its place run apart: a login goes on where it has begun, but only
 * in places that would have begun the same one.
 */
function settingsHere(
  settings: AcceptorSettings,
  token: Uint8Array,
  login: KeptLogin | undefined,
): AcceptorSettings | undefined {
  if (login?.apart.helper) return undefined;
  if (login?.context.pending) {
    const own = runsHere(settings);
    if (own && login.context.isUnder(contextKey(own))) return own;
    login.context.release();
  }
  return kerberosHere(settings, token);
}

/** Without the library there is no credential: the server goes on and says why in its log. */
function acceptOrTell(
  settings: AcceptorSettings,
  token: Uint8Array,
  context?: AcceptContext,
  look?: object,
): AcceptOutcome {
  try {
    return accept(settings, token, context, look);
  } catch (error) {
    if (!(error instanceof GssapiUnavailable)) throw error;
    const failure = { call: 'gss_acquire_cred_from', major: noCredential, minor: 0, text: error.message };
    return { kind: 'no-credential', failure };
  }
}

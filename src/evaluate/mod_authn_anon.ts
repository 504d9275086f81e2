import type { AuthnAnonSettings } from '../ruleset/mod_authn_anon.js';
import type { AuthnStatus, PasswordProvider } from './authn-provider.js';
import type { Exchange } from './exchange.js';
import type { Evaluation } from './need.js';

const defaults: AuthnAnonSettings = {};

/** Logins of nobody in particular, with an e-mail address for a password (mod_authn_anon). */
export const anonProvider: PasswordProvider = {
  // biome-ignore lint/correctness/useYield: other providers have to ask
  *checkPassword(exchange, { mod_authn_anon: settings = defaults }, user, password): Evaluation<AuthnStatus> {
    if (!settings.users && !settings.anyUser) return 'user-not-found';
    if (!isNobody(settings, user)) return 'user-not-found';
    if (!isEnough(settings, password)) return 'denied';
    if (settings.logEmail ?? true) logAddress(exchange, password);
    return 'granted';
  },
};

/** Names count in any case. */
function isNobody({ users, anyUser, noUserId }: AuthnAnonSettings, user: string): boolean {
  if (user === '') return noUserId ?? false;
  return anyUser || (users ?? []).some((name) => name.toLowerCase() === user.toLowerCase());
}

function isEnough({ mustGiveEmail = true, verifyEmail }: AuthnAnonSettings, password: string): boolean {
  if (mustGiveEmail && password === '') return false;
  return !verifyEmail || (password.includes('@') && password.includes('.'));
}

/** What is given here is an address, which this directive asks to be logged; it is no secret. */
function logAddress({ main, previous, recorder }: Exchange, password: string): void {
  if (main || previous) return;
  recorder.log('info', 'AH01672', `Anonymous: Passwd <${password}> Accepted`);
}

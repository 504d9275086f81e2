import type { AcceptorSettings, ExportedCredential } from '../gssapi/acceptor.js';
import type { AuthKerbSettings } from '../ruleset/mod_auth_kerb.js';
import type { Exchange } from './exchange.js';
import { ask, type Evaluation } from './need.js';

/**
 * Stores the tickets that came with a login in a file for the request, as KrbSaveCredentials On wants, and names it in KRB5CCNAME. As in the
 * module, a login goes on without.
 */
export function* saveCredentials(
  exchange: Exchange,
  credential: ExportedCredential | undefined,
): Evaluation<void> {
  if (!credential) return;
  const tell = (problem: string): void => exchange.recorder.log('error', undefined, problem, 'auth_kerb');
  if ('failure' in credential) return tell(`Cannot store delegated credential (${credential.failure.text})`);
  const stored = yield* ask({
    need: 'store-credential',
    bytes: credential.bytes,
    settings: { folder: '/tmp', name: 'krb5cc_apache_', unique: 'plain' },
    until: exchange.facts,
  });
  for (const problem of stored.problems) tell(problem);
  if (stored.name !== undefined) exchange.env.set('KRB5CCNAME', `FILE:/tmp/${stored.name}`);
}

/** What to accept with where the service acts for users (KrbConstrainedDelegation): its keytab gets it tickets of its own. */
export function withOwnTickets(acceptor: AcceptorSettings, settings: AuthKerbSettings): AcceptorSettings {
  if (!settings.constrainedDelegation || !settings.saveCredentials) return acceptor;
  const { keytab } = acceptor.store;
  const ccache = `MEMORY:${keytab ?? ''} ${acceptor.principal ?? acceptor.name ?? ''}`;
  const own = keytab === undefined ? { ccache } : { ccache, client_keytab: keytab };
  return { ...acceptor, store: { ...acceptor.store, ...own }, both: true };
}

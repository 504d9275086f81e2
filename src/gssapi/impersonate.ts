import type { AcceptOutcome, AcceptorSettings } from './acceptor.js';
import { acceptorName } from './acceptor-credentials.js';
import { acquireForBoth, releaseCredential } from './credentials.js';
import { impersonateName } from './delegation.js';
import { mechanismOids } from './mechanisms.js';
import { type CredentialHandle, type NameHandle, none } from './memory.js';
import { importName, releaseName } from './names.js';
import { nameTypes } from './oids.js';
import { loginToOneself } from './own-login.js';
import { failureIn } from './status.js';

/**
 * Logs a user in to the own service on the service's word alone (S4U2Self). `user` is a principal with or without realm. Asks the
 * KDC, so it is for processes that may be killed.
 */
export function impersonate(user: string, settings: AcceptorSettings): AcceptOutcome {
  const krb5 = mechanismOids.krb5;
  let service = none as CredentialHandle;
  let name = none as NameHandle;
  let credential = none as CredentialHandle;
  try {
    service = acquireForBoth(acceptorName(settings), [krb5], settings.store);
  } catch (error) {
    return { kind: 'no-credential', failure: failureIn(error) };
  }
  try {
    name = importName({ text: user, type: nameTypes.userName });
    credential = impersonateName(service, name, krb5);
    return loginToOneself(credential, service, krb5, settings);
  } catch (error) {
    return { kind: 'failure', token: new Uint8Array(0), failure: failureIn(error) };
  } finally {
    releaseName(name);
    releaseCredential(credential);
    releaseCredential(service);
  }
}

import { ok, type Status } from './decision.js';
import { andThen, type Eventual } from './eventual.js';
import type { Exchange } from './exchange.js';
import { authenticateBasic } from './mod_auth_basic.js';
import { authenticateGssapi } from './mod_auth_gssapi.js';
import { authenticateKerb } from './mod_auth_kerb.js';
import { authenticateNobody, lowerAuthTypeOf } from './mod_authn_core.js';
import { beforeLogin } from './mod_ssl.js';

/** Asks the authentication module of the AuthType in force; one that declines leaves the request to nobody. */
export function authenticate(exchange: Exchange): Eventual<Status> {
  const { program } = exchange;
  const refused = program.loads.mod_ssl ? beforeLogin(exchange) : undefined;
  if (refused !== undefined) return refused;
  const type = lowerAuthTypeOf(exchange);
  const authenticator = type === undefined ? undefined : authenticators.get(type);
  if (!authenticator || !program.has(authenticator.module)) return authenticateNobody(exchange);
  return andThen(authenticator.check(exchange), exchange, authenticator.conclude);
}

interface Authenticator {
  readonly module: string;
  /** `undefined` declines. */
  readonly check: (exchange: Exchange) => Eventual<Status | undefined>;
  readonly conclude: (exchange: Exchange, status: Status | undefined) => Status;
}

function authenticator(module: string, check: Authenticator['check']): Authenticator {
  const conclude: Authenticator['conclude'] = (exchange, status) => {
    if (status === undefined) return authenticateNobody(exchange);
    tellAuthentication(exchange, module, status);
    return status;
  };
  return { module, check, conclude };
}

const basic = authenticator('mod_auth_basic', authenticateBasic);
const gssapi = authenticator('mod_auth_gssapi', authenticateGssapi);
const kerb = authenticator('mod_auth_kerb', authenticateKerb);

/** By AuthType in lower case. */
const authenticators: ReadonlyMap<string, Authenticator> = new Map([
  ['basic', basic],
  ['gssapi', gssapi],
  ['kerberos', kerb],
  ['kerberosv4', kerb],
  ['kerberosv5', kerb],
]);

function tellAuthentication({ recorder, user }: Exchange, module: string, status: Status): void {
  if (!recorder.wantsSteps) return;
  const result = status === ok ? 'logged in' : `refused with ${status}`;
  recorder.step({ step: 'authentication', scheme: module, result, ...(user !== undefined && { user }) });
}

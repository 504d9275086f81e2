import type { ConnectionOptions } from 'node:tls';
import { Client, SearchRequest } from 'ldapts';
import type { LdapDereference, LdapHost } from '../ruleset/mod_authnz_ldap.js';
import type { LdapMode } from '../ruleset/util_ldap.js';

/** How a connection is made. Times are milliseconds; 0 is no limit. */
export interface LdapDoor {
  readonly hosts: readonly LdapHost[];
  readonly mode: LdapMode;
  readonly tls: () => ConnectionOptions;
  readonly connectionTimeout: number;
  readonly timeout: number;
}

/** A client of the library, and when its searches follow aliases. */
export interface LdapClient {
  readonly client: Client;
  dereference: LdapDereference;
}

const words = { searching: 'search', finding: 'find', always: 'always', never: 'never' } as const;

/** A client for one host that is not connected yet. */
export function clientFor({ name, port }: LdapHost, door: LdapDoor): LdapClient {
  const secure = door.mode === 'ssl';
  const client = new Client({
    url: `${secure ? 'ldaps' : 'ldap'}://${name}:${port ?? (secure ? 636 : 389)}`,
    connectTimeout: door.connectionTimeout,
    strictDN: false,
    ...(secure ? { tlsOptions: door.tls() } : {}),
  });
  const made: LdapClient = { client, dereference: 'always' };
  // The library takes `derefAliases` of a search and forgets it: it is put into the request on its way out.
  const sender = client as unknown as { _send: (message: unknown) => unknown };
  const send = sender._send.bind(client);
  sender._send = (message) => {
    if (message instanceof SearchRequest) message.derefAliases = words[made.dereference];
    return send(message);
  };
  return made;
}

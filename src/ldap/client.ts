import { Client, SearchRequest } from 'ldapts';
import type { LdapDereference, LdapHost } from '../ruleset/mod_authnz_ldap.js';
import type { LdapDoor } from './connection.js';

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

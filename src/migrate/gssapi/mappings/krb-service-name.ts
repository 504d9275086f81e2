import type { KrbSet } from '../krb-set.js';
import { lastLine, wordOf } from '../krb-set.js';
import { rawLine, type SettingMapping, type Translation } from '../mapping.js';

const choice = {
  id: 'acceptor',
  options: [
    { value: 'strict', meaning: 'tickets must be for the service and the name of the server, as before' },
    { value: 'any', meaning: 'tickets may be for any service that has a key in the keytab' },
  ],
} as const;

/** KrbServiceName becomes GssapiAcceptorName; mod_auth_kerb's default is stricter. */
export const krbServiceName: SettingMapping = {
  id: 'acceptor',
  meaning:
    'Without KrbServiceName tickets must be for HTTP and the name that the client used; mod_auth_gssapi takes every key of the keytab. GssapiAcceptorName {HOSTNAME} keeps it as strict; a full principal is named by its service and host; KrbServiceName Any is what mod_auth_gssapi does.',
  reads: ['KrbServiceName'],
  writes: ['GssapiAcceptorName'],
  choice,
  translate(set, { take }) {
    const said = lastLine(set, 'KrbServiceName');
    const value = said && wordOf(set, 'KrbServiceName');
    if (value === 'Any')
      return {
        kind: 'dropped',
        items: [],
        message: 'mod_auth_gssapi takes every key of the keytab unless it is told otherwise.',
        mayChange: ['proof'],
      };
    const taken = take(choice);
    if (taken === 'any')
      return {
        kind: 'choice',
        taken,
        items: [],
        message: `Tickets had to be for ${value ?? 'HTTP and the name of the server'}; now every key of the keytab counts.`,
        mayChange: ['granted', 'status', 'challenges', 'proof'],
      };
    const translation = named(set, value);
    return {
      ...translation,
      taken,
      message: `${translation.message} Without the key in the keytab a ticket is answered with 401, no more with 500.`,
    };
  },
};

function named(set: KrbSet, value: string | undefined): Translation {
  const kind = value === undefined ? 'added' : 'rewritten';
  const principal = /^([^/]+)\/([^@]+)(?:@(.*))?$/.exec(value ?? '');
  if (principal) {
    const [, service, host, realm] = principal;
    const message =
      realm === undefined
        ? 'The same service and host.'
        : `The same service and host; the realm ${realm} follows from krb5.conf.`;
    return {
      kind,
      items: [acceptor(`${service}@${host}`)],
      message,
      ...(realm !== undefined && { mayChange: ['granted', 'proof'] as const }),
    };
  }
  const service = value === undefined || value === '' ? 'HTTP' : value;
  if (service === 'HTTP' && !(set.canonicalName && set.serverName !== undefined))
    return {
      kind,
      items: [acceptor('{HOSTNAME}')],
      message: set.canonicalName
        ? 'Tickets must be for HTTP and the name that the client has asked for; before it was the ServerName of whichever server answered, as UseCanonicalName On says, which mod_auth_gssapi does not look at. Every name needs its key in the keytab.'
        : 'Tickets must be for HTTP and the name that the client has asked for, as before; every name needs its key in the keytab.',
      ...(set.canonicalName && { mayChange: ['granted', 'status', 'challenges', 'proof'] as const }),
    };
  if (set.serverName !== undefined)
    return {
      kind,
      items: [acceptor(`${service}@${set.serverName}`)],
      message: set.canonicalName
        ? `Tickets must be for ${service} and the name of the server, as before.`
        : `Tickets must be for ${service} and ServerName; before it was the name that the client had asked for. Other names of this server need a section of their own, or --choose acceptor=any.`,
      ...(set.canonicalName ? {} : { mayChange: ['granted', 'status', 'challenges', 'proof'] as const }),
    };
  return {
    kind: 'choice',
    items: [acceptor(service)],
    message: `Tickets must be for ${service} on any host that the keytab has a key for: no ServerName tells for which. Write ${service}@HOST to have it as strict as before.`,
    mayChange: ['granted', 'status', 'challenges', 'proof'],
  };
}

/** Its argument is taken as it stands: quotes would be a part of the name. */
const acceptor = (name: string) => rawLine('GssapiAcceptorName', name);

import type { AcceptorSettings } from '../gssapi/acceptor.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import type { Exchange } from './exchange.js';
import { wantsAttributes } from './gssapi-attributes.js';
import { ccacheName } from './gssapi-delegation.js';

const acceptors = new WeakMap<AuthGssapiSettings, AcceptorSettings>();

/** What to accept with; the same object for the same settings, unless the name comes from the request. */
export function acceptorOf(exchange: Exchange, settings: AuthGssapiSettings): AcceptorSettings {
  if (settings.acceptorName?.kind === 'hostname') {
    // The name that the client uses, whatever UseCanonicalName says; without one there is no key that fits.
    const host = exchange.host?.name ?? '(null)';
    const made = makeAcceptor(settings, `HTTP@${host}`);
    return settings.useS4u2Proxy ? withCacheOf(made, settings.delegCcacheDir, host) : made;
  }
  const known = acceptors.get(settings);
  if (known) return known;
  const made = makeAcceptor(settings, settings.acceptorName?.name);
  acceptors.set(settings, made);
  return made;
}

const ntlmssp = '1.3.6.1.4.1.311.2.2.10';

/** NTLM by its own name takes two messages of one connection; it is taken and offered where it is named among the mechanisms. */
export function offersNtlm({ connectionBound, allowedMechanisms }: AuthGssapiSettings): boolean {
  return connectionBound === true && (allowedMechanisms ?? []).includes(ntlmssp);
}

/** What to accept NTLM with: no other mechanism may come by its name. */
export function ntlmAcceptorOf(exchange: Exchange, settings: AuthGssapiSettings): AcceptorSettings {
  return { ...acceptorOf(exchange, settings), mechanisms: [ntlmssp] };
}

/** Tickets of several names of the service cannot be in one cache, so each name has its own. */
function withCacheOf(made: AcceptorSettings, folder: string | undefined, host: string): AcceptorSettings {
  if (folder === undefined) return made;
  return { ...made, store: { ...made.store, ccache: `${folder}/${ccacheName(`acceptor_${host}`)}` } };
}

function makeAcceptor(settings: AuthGssapiSettings, name: string | undefined): AcceptorSettings {
  return {
    store: settings.credentialStore ?? {},
    ...(name === undefined ? {} : { name }),
    mechanisms: settings.allowedMechanisms ?? [],
    wants: {
      localName: settings.localName ?? false,
      delegated: settings.delegCcacheDir !== undefined,
      ...(wantsAttributes(settings) && { attributes: true }),
    },
  };
}

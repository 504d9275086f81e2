import { modAuthGssapi } from '../directives/mod_auth_gssapi.js';
import { appendAll, put } from './draft.js';
import { lowerings, type To } from './lowering.js';

/** RFC 2743's GSS_C_INDEFINITE, in seconds. */
const indefinite = 0xffff_ffff;

/** As many elements as the module has room for. */
const mostElements = 10;

const knownElements = ['keytab', 'client_keytab', 'ccache', 'rcache'];

export const authGssapi = lowerings(modAuthGssapi, {
  GssapiSSLonly(on, to) {
    to.settings.sslOnly = on;
  },
  GssapiLocalName(on, to) {
    to.settings.localName = on;
  },
  GssapiConnectionBound(on, to) {
    if (on) to.unserved('GssapiConnectionBound On is not served', 'use GssapiUseSessions On to keep a login');
  },
  GssapiSignalPersistentAuth(on, to) {
    to.settings.signalPersistentAuth = on;
  },
  GssapiUseSessions(on, to) {
    to.settings.useSessions = on;
  },
  GssapiSessionKey(key, to) {
    if (key.kind !== 'unusable') to.settings.sessionKey = key;
    else
      to.problem(key.because, {
        why: 'httpd only logs this and seals sessions with a key that changes at each start',
        hint: 'give key: and the base64 text of 32 bytes, or file: and a path, without quotes',
      });
  },
  GssapiCredStore(elements, to) {
    for (const element of elements) storeElement(element, to);
  },
  GssapiBasicAuth(on, to) {
    to.settings.basicAuth = on;
  },
  GssapiBasicAuthMech(mechanisms, to) {
    to.settings.basicAuthMechanisms = appendAll(to.settings.basicAuthMechanisms, mechanisms);
  },
  GssapiAllowedMech(mechanisms, to) {
    to.settings.allowedMechanisms = appendAll(to.settings.allowedMechanisms, mechanisms);
  },
  GssapiNegotiateOnce(on, to) {
    to.settings.negotiateOnce = on;
  },
  GssapiPublishErrors(on, to) {
    to.settings.publishErrors = on;
  },
  GssapiPublishMech(on, to) {
    to.settings.publishMechanism = on;
  },
  GssapiAcceptorName(name, to) {
    to.settings.acceptorName = name;
    if (name.kind === 'name' && /["']/.test(name.name))
      to.warn(`the quotes are part of the name ${name.name}`, { hint: 'write the name without quotes' });
  },
  GssapiBasicTicketTimeout(seconds, to) {
    to.settings.basicTicketTimeout = Math.min(seconds, indefinite);
  },
});

/** One `key:value` element; httpd only logs bad ones and then looks for its key elsewhere. */
function storeElement(element: string, to: To<'mod_auth_gssapi'>): void {
  const colon = element.indexOf(':');
  const key = element.slice(0, Math.max(colon, 0));
  const value = element.slice(colon + 1);
  if (colon === -1 || value === '') {
    to.problem(`Invalid syntax for GssapiCredStore option [${element}]`, {
      why: 'httpd only logs this and then uses keys from elsewhere',
      hint: 'write it as one word without a blank, for example keytab:/etc/httpd.keytab',
    });
    return;
  }
  to.settings.credentialStore ??= {};
  const store = to.settings.credentialStore;
  if (Object.hasOwn(store, key)) {
    to.problem(`GssapiCredStore names ${key} twice`, {
      hint: `keep one ${key} element in this section`,
    });
    return;
  }
  if (Object.keys(store).length === mostElements) {
    to.problem(`Too many GssapiCredStore options (MAX: ${mostElements})`);
    return;
  }
  if (!knownElements.includes(key))
    to.warn(`the Kerberos library ignores the GssapiCredStore element ${key}`, {
      hint: `it knows ${knownElements.join(', ')}`,
    });
  put(store, key, value);
}

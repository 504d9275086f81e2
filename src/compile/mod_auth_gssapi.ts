import type { NameAttributeArgument, PermissionArgument } from '../directives/gssapi-words.js';
import { modAuthGssapi } from '../directives/mod_auth_gssapi.js';
import { findGroup, findUser } from '../source/accounts.js';
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
    to.settings.connectionBound = on;
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
  GssapiUseS4U2Proxy(on, to) {
    to.settings.useS4u2Proxy = on;
  },
  GssapiImpersonate(on, to) {
    to.settings.impersonate = on;
  },
  GssapiDelegCcacheDir(folder, to) {
    to.settings.delegCcacheDir = folder;
    if (!folder.startsWith('/'))
      to.problem(`GssapiDelegCcacheDir names no folder by its whole path: ${folder}`, {
        why: 'httpd takes it as written, from the folder it happens to run in, and quotes as part of the name',
        hint: 'write the whole path, without quotes',
      });
  },
  GssapiDelegCcacheEnvVar(name, to) {
    to.settings.delegCcacheEnvVar = name;
  },
  GssapiDelegCcacheUnique(on, to) {
    to.settings.delegCcacheUnique = on;
  },
  GssapiDelegCcachePerms(permissions, to) {
    for (const each of permissions) permit(each, to);
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
  GssapiNameAttributes(argument, to) {
    exportAttribute(argument, to);
  },
  GssapiRequiredNameAttributes({ expression, skipped }, to) {
    to.settings.requiredAttributes = expression;
    if (/[^"']/.test(skipped))
      to.warn(`these characters of the expression are read over: ${skipped}`, {
        why: 'names and values have letters, digits, _, -, [ and ] only',
      });
    const operators = new Set(expression.rest.map(({ operator }) => operator));
    if (operators.size > 1)
      to.warn('"and" and "or" bind alike and group to the right', {
        hint: 'set parentheses: a and b or c is read as a and (b or c)',
      });
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

/** One variable, or all attributes as one text; what is neither httpd only logs. */
function exportAttribute(argument: NameAttributeArgument, to: To<'mod_auth_gssapi'>): void {
  if (argument.kind === 'ignored') {
    to.problem(`Invalid Name Attributes value [${argument.text}].`, {
      why: 'httpd only logs this and exports nothing',
      hint: 'write json, or a variable, one blank and the name of an attribute, without quotes',
    });
    return;
  }
  const { json, variables } = to.settings.nameAttributes ?? { json: false, variables: [] };
  if (argument.kind === 'json') {
    to.settings.nameAttributes = { json: true, variables };
    return;
  }
  const { variable, attribute } = argument;
  to.settings.nameAttributes = { json, variables: [...variables, { variable, attribute }] };
  if (/^["']|["']$/.test(variable + attribute))
    to.warn(`the quotes are part of the names ${variable} and ${attribute}`, {
      hint: 'write both without quotes',
    });
  else if (attribute.startsWith(' '))
    to.warn(`the name of the attribute begins with a blank: "${attribute}"`, {
      hint: 'set one blank behind the variable',
    });
}

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

/** httpd only logs what it does not understand, and then the application cannot read the file, or too many can. */
function permit(permission: PermissionArgument, to: To<'mod_auth_gssapi'>): void {
  if (permission.kind === 'unusable') {
    refusePermission(permission.because, to);
  } else if (permission.kind === 'mode') {
    if (permission.mode !== 0) to.settings.delegCcacheMode = permission.mode;
    if (permission.mode & 0o007)
      to.warn('every user of this machine may use the credentials that are stored', {
        hint: 'end the mode in 0 and name the application by uid: or gid:',
      });
  } else giveTo(permission, to);
}

function refusePermission(because: string, to: To<'mod_auth_gssapi'>): void {
  to.problem(because, {
    why: 'httpd only logs this and leaves the file as it is',
    hint: 'write mode: and an octal number such as 0640, uid: or gid: and a name or number of this machine',
  });
}

function giveTo(
  { kind, who }: Extract<PermissionArgument, { kind: 'owner' | 'group' }>,
  to: To<'mod_auth_gssapi'>,
): void {
  const id = typeof who === 'number' ? who : kind === 'owner' ? findUser(who)?.uid : findGroup(who);
  const key = kind === 'owner' ? 'uid' : 'gid';
  if (id === undefined) refusePermission(`Invalid GssapiDelegCcachePerms ${key} value [${who}]`, to);
  // 0 stands for none in httpd, too.
  else if (id !== 0) to.settings[kind === 'owner' ? 'delegCcacheOwner' : 'delegCcacheGroup'] = id;
}

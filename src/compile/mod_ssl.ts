import { condition } from '../directives/expression.js';
import { modSsl } from '../directives/mod_ssl.js';
import type { ServerSsl, SslOption, SslOptionsSetting } from '../ruleset/mod_ssl.js';
import type { BooleanExpression } from '../syntax/expression.js';
import { append } from './draft.js';
import { lowerings, noEffect, type To } from './lowering.js';
import { sslProxyLowerings } from './ssl-proxy.js';
import { protocolsOf, verificationOf } from './ssl-words.js';

type Here = To<'mod_ssl'>;
type Words = readonly string[];

export const ssl = lowerings(modSsl, {
  SSLEngine([word], to) {
    const chosen = word!.toLowerCase();
    if (chosen === 'optional')
      to.unserved(
        'SSLEngine optional is not served',
        'write SSLEngine on, and redirect plain HTTP to https: on another port',
      );
    else to.server.mod_ssl.engine = chosen === 'on';
  },
  SSLCertificateFile([path], to) {
    if (isToken(path!, to)) return;
    to.server.mod_ssl.certificateFiles = [...to.server.mod_ssl.certificateFiles, to.path(path!)];
  },
  SSLCertificateKeyFile([path], to) {
    if (isToken(path!, to)) return;
    to.server.mod_ssl.keyFiles = [...to.server.mod_ssl.keyFiles, to.path(path!)];
  },
  SSLCertificateChainFile: serverPath('chainFile'),
  SSLCACertificateFile: serverPath('caFile'),
  SSLCACertificatePath: serverPath('caPath'),
  SSLCADNRequestFile: serverPath('caNamesFile'),
  SSLCADNRequestPath: serverPath('caNamesPath'),
  SSLCARevocationFile: serverPath('crlFile'),
  SSLCARevocationPath: serverPath('crlPath'),
  SSLCARevocationCheck(words, to) {
    if (words.length > 1)
      to.unserved(
        'no_crl_for_cert_ok is not served',
        'leave it out: a certificate without a list does not count then',
      );
    to.server.mod_ssl.crlCheck = words[0]!.toLowerCase() as 'none' | 'leaf' | 'chain';
  },
  SSLProtocol(words, to) {
    to.server.mod_ssl.protocols = protocolsOf(words);
  },
  SSLCipherSuite: cipherSuite,
  SSLHonorCipherOrder(words, to) {
    to.server.mod_ssl.honorCipherOrder = isOn(words);
  },
  SSLVerifyClient([word], to) {
    const mode = verificationOf(word!);
    if (to.place.kind === 'server') to.server.mod_ssl.verifyClient = mode;
    else to.settings.verifyClient = mode;
  },
  SSLVerifyDepth([word], to) {
    const depth = Number.parseInt(word!, 10) || 0;
    if (to.place.kind === 'server') to.server.mod_ssl.verifyDepth = depth;
    else to.settings.verifyDepth = depth;
  },
  SSLStrictSNIVHostCheck(words, to) {
    to.server.mod_ssl.strictSni = isOn(words);
  },
  SSLVHostSNIPolicy([word], to) {
    to.server.mod_ssl.sniPolicy = word!.toLowerCase() as NonNullable<ServerSsl['sniPolicy']>;
  },
  SSLOptions(words, to) {
    to.settings.options = optionsOf(words, to.settings.options);
  },
  SSLUserName([name], to) {
    to.settings.userName = name!;
  },
  SSLRequireSSL(_, to) {
    to.settings.requireSsl = true;
  },
  SSLRequire: requireCondition,
  SSLSessionTickets(words, to) {
    to.server.mod_ssl.sessionTickets = isOn(words);
  },
  SSLSessionTicketKeyFile: serverPath('ticketKeyFile'),
  SSLSessionCacheTimeout([word], to) {
    to.server.mod_ssl.sessionTimeout = Number.parseInt(word!, 10) || 300;
  },
  SSLSessionCache: noEffect,
  SSLCompression: noEffect,
  SSLInsecureRenegotiation: noEffect,
  SSLRenegBufferSize: noEffect,
  SSLPassPhraseDialog: noEffect,
  SSLRandomSeed: noEffect,
  SSLCryptoDevice: noEffect,
  ...sslProxyLowerings,
});

const isOn = ([word]: Words): boolean => word!.toLowerCase() === 'on';

function serverPath(
  name:
    | 'chainFile'
    | 'caFile'
    | 'caPath'
    | 'caNamesFile'
    | 'caNamesPath'
    | 'crlFile'
    | 'crlPath'
    | 'ticketKeyFile',
): (words: Words, to: Here) => void {
  return ([path], to) => {
    to.server.mod_ssl[name] = to.path(path!);
  };
}

function isToken(path: string, to: Here): boolean {
  if (!path.startsWith('pkcs11:')) return false;
  to.unserved(`${path}: keys in hardware are not served`, 'name a file in PEM form');
  return true;
}

function cipherSuite(words: Words, to: Here): void {
  const [protocol, suite] = words.length > 1 ? words : ['SSL', words[0]];
  if (to.place.kind !== 'server') {
    to.unserved(
      'SSLCipherSuite in a section is not served',
      'a connection keeps its cipher: write it for the server, or Require expr "%{SSL_CIPHER_USEKEYSIZE} -ge 256" here',
    );
    return;
  }
  if (protocol === 'TLSv1.3') to.server.mod_ssl.cipherSuites = suite!;
  else to.server.mod_ssl.cipherSuite = `${suite}:!aNULL:!eNULL:!EXP`;
}

const allOptions: readonly SslOption[] = [
  ...(['StdEnvVars', 'ExportCertData', 'FakeBasicAuth', 'StrictRequire'] as const),
  ...(['OptRenegotiate', 'LegacyDNStringFormat'] as const),
];

/** Of several words without a sign only the last counts, as in httpd. */
function optionsOf(words: Words, before: SslOptionsSetting | undefined): SslOptionsSetting {
  let { options, add, remove, relative } = before ?? { options: [], add: [], remove: [], relative: true };
  for (const word of words) {
    const name = word.replace(/^[+-]/, '').toLowerCase();
    const option = allOptions.find((each) => each.toLowerCase() === name)!;
    const without = (list: readonly SslOption[]) => list.filter((each) => each !== option);
    if (word.startsWith('-')) {
      add = without(add);
      remove = [...without(remove), option];
      options = without(options);
    } else if (word.startsWith('+')) {
      add = [...without(add), option];
      remove = without(remove);
      options = [...without(options), option];
    } else {
      options = [option];
      add = [option];
      remove = [];
      relative = false;
    }
  }
  return { options, add, remove, relative };
}

/** The shape has checked the condition already; it is the whole line, quotes and all. */
function requireCondition(_: Words, to: Here): void {
  const text = to.title.replace(/^\S+\s*/, '');
  const parsed = condition(text, (module) => to.loaded(module));
  if ('problem' in parsed) {
    to.problem(`SSLRequire: ${parsed.problem}`);
    return;
  }
  const { expression } = parsed.value;
  to.settings.requirements = append(to.settings.requirements, {
    text,
    expression: comparedByLength(expression),
  });
}

/** In SSLRequire every comparison looks at the lengths of both texts first. */
function comparedByLength(expression: BooleanExpression): BooleanExpression {
  switch (expression.kind) {
    case 'compare':
      return { ...expression, byLength: true };
    case 'not':
      return { ...expression, operand: comparedByLength(expression.operand) };
    case 'and':
    case 'or': {
      const { kind, left, right } = expression;
      return { kind, left: comparedByLength(left), right: comparedByLength(right) };
    }
    default:
      return expression;
  }
}

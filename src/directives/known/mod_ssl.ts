import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { all, atoi, first, oneOf } from './judge.js';
import { fileOrToken, fileWithText, folder, notPerDirectory, opensslCommand } from './ssl-files.js';
import {
  cache,
  ciphers,
  condition,
  depth,
  modeAndOption,
  notNegative,
  options,
  passPhraseDialog,
  protocols,
  randomSeed,
  verification,
} from './ssl-words.js';
import { parseUri } from './uri.js';

const revocation = modeAndOption(['none', 'leaf', 'chain'], 'no_crl_for_cert_ok');

const withdrawn =
  (instead: string): ArgumentCheck =>
  ({ name }) => ({ problem: `${name} directive is no longer supported - use ${instead}.` });

const fipsOf = earlier((): { on?: boolean } => ({}));

const fips: ArgumentCheck = ({ machine }, [value = '']) => {
  const [chosen, on] = [fipsOf(machine), value.toLowerCase() === 'on'];
  if (chosen.on !== undefined && chosen.on !== on)
    return { problem: 'Conflicting SSLFIPS options, cannot be both On and Off' };
  chosen.on = on;
  return undefined;
};

const deviceProblem =
  "SSLCryptoDevice: Invalid argument; must be one of: 'builtin' (none), 'dynamic' (Dynamic engine loading support)";

const compression: ArgumentCheck = (_, [value = '']) =>
  value.toLowerCase() === 'on'
    ? {
        problem:
          'This version of OpenSSL does not have any compression methods available, cannot enable SSLCompression.',
      }
    : undefined;

/** What mod_ssl checks of its directives' arguments, with the OpenSSL of current systems. */
export const sslChecks: ModuleChecks = {
  SSLCACertificateFile: all(fileWithText, notPerDirectory),
  SSLCACertificatePath: all(folder, notPerDirectory),
  SSLCADNRequestFile: fileWithText,
  SSLCADNRequestPath: folder,
  SSLCARevocationCheck: revocation,
  SSLCARevocationFile: fileWithText,
  SSLCARevocationPath: folder,
  SSLCertificateChainFile: fileWithText,
  SSLCertificateFile: fileOrToken,
  SSLCertificateKeyFile: fileOrToken,
  SSLCipherSuite: ciphers,
  SSLCompression: compression,
  SSLCryptoDevice: first(oneOf(['builtin', 'dynamic'], deviceProblem)),
  SSLEngine: first(oneOf(['on', 'off', 'optional'], 'Argument must be On or Off')),
  SSLFIPS: fips,
  SSLLog: withdrawn('ErrorLog'),
  SSLLogLevel: withdrawn('LogLevel'),
  SSLOCSPEnable: modeAndOption(['on', 'leaf', 'off'], 'no_ocsp_for_cert_ok'),
  SSLOCSPProxyURL: first((value) =>
    parseUri(value) ? undefined : `SSLOCSPProxyURL: Cannot parse URL ${value}`,
  ),
  SSLOCSPResponderCertificateFile: fileWithText,
  SSLOCSPResponderTimeout: notNegative,
  SSLOCSPResponseMaxAge: notNegative,
  SSLOCSPResponseTimeSkew: notNegative,
  SSLOpenSSLConfCmd: opensslCommand,
  SSLOptions: options,
  SSLPassPhraseDialog: passPhraseDialog,
  SSLProtocol: protocols,
  SSLProxyCACertificateFile: fileWithText,
  SSLProxyCACertificatePath: folder,
  SSLProxyCARevocationCheck: revocation,
  SSLProxyCARevocationFile: fileWithText,
  SSLProxyCARevocationPath: folder,
  SSLProxyCipherSuite: ciphers,
  SSLProxyMachineCertificateChainFile: fileWithText,
  SSLProxyMachineCertificateFile: fileWithText,
  SSLProxyMachineCertificatePath: folder,
  SSLProxyProtocol: protocols,
  SSLProxyVerify: verification,
  SSLProxyVerifyDepth: depth,
  SSLRandomSeed: randomSeed,
  SSLRenegBufferSize: first((value) =>
    atoi(value) < 0 ? `Invalid size for SSLRenegBufferSize: ${value}` : undefined,
  ),
  SSLRequire: condition,
  SSLSRPVerifierFile: fileWithText,
  SSLSessionCache: cache('session'),
  SSLSessionCacheTimeout: first((value) =>
    atoi(value) < 0 ? 'SSLSessionCacheTimeout: Invalid argument' : undefined,
  ),
  SSLSessionTicketKeyFile: fileWithText,
  SSLStaplingCache: cache('stapling'),
  SSLStaplingErrorCacheTimeout: notNegative,
  SSLStaplingResponderTimeout: notNegative,
  SSLStaplingResponseMaxAge: notNegative,
  SSLStaplingResponseTimeSkew: notNegative,
  SSLStaplingStandardCacheTimeout: notNegative,
  SSLVHostSNIPolicy: first(
    oneOf(
      ['strict', 'secure', 'authonly', 'insecure'],
      (value) => `Invalid SSLVhostSNIPolicy argument '${value}'`,
    ),
  ),
  SSLVerifyClient: verification,
  SSLVerifyDepth: depth,
};

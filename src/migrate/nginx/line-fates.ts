import { branchSections, type Line, roomOf, valuesOf } from '../../lint/line.js';

/** What there is to tell of a line; `undefined`: nginx or kerbgate does what it says, or it has nothing to do with requests. */
export interface Fate {
  readonly mapping: string;
  readonly message: string;
}

/** Modules whose lines kerbgate goes on deciding by, or the module for SPNEGO. */
const decides = new Set([
  ...[
    'mod_auth_gssapi',
    'mod_auth_kerb',
    'mod_authn_core',
    'mod_authz_core',
    'mod_authz_user',
    'mod_authz_host',
  ],
  ...['mod_authn_file', 'mod_authn_anon', 'mod_authz_groupfile', 'mod_auth_basic', 'mod_access_compat'],
  ...['mod_allowmethods', 'mod_session', 'mod_session_cookie', 'mod_setenvif', 'mod_kerbgate'],
  ...['mod_authnz_ldap', 'util_ldap', 'mod_authn_socache', 'mod_macro', 'mod_version'],
]);

/** Lines of the language, of httpd's processes and logs: nginx has its own. */
const withoutMeaning = new Set([
  ...[
    'mpm_common',
    'mod_so',
    'mod_unixd',
    'mod_log_config',
    'mod_logio',
    'mod_status',
    'mod_reqtimeout',
    'mod_systemd',
  ],
]);

/** Directives that are carried over, or need no word: nginx does what they say anyway. */
const carried = new Set([
  ...[
    'ServerName',
    'ServerAlias',
    'Listen',
    '<VirtualHost',
    'DocumentRoot',
    'Alias',
    'ProxyPass',
    'ProxyPassReverse',
  ],
  ...[
    'ProxyPassReverseCookiePath',
    'ProxyPassReverseCookieDomain',
    'ProxyPreserveHost',
    'ProxyAddHeaders',
    'ProxyTimeout',
  ],
  ...['Timeout', 'SSLEngine', 'SSLCertificateFile', 'SSLCertificateKeyFile', 'SSLProtocol', 'SSLCipherSuite'],
  ...[
    'SSLHonorCipherOrder',
    'SSLProxyEngine',
    'DirectoryIndex',
    'LimitRequestBody',
    'RequestHeader',
    'ProxyRequests',
  ],
  ...[
    'ServerRoot',
    'PidFile',
    'ErrorLog',
    'ErrorLogFormat',
    'LogLevel',
    'KeepAlive',
    'KeepAliveTimeout',
    'Mutex',
  ],
  ...[
    'MaxKeepAliveRequests',
    'HostnameLookups',
    'Include',
    'IncludeOptional',
    'Define',
    'UnDefine',
    'ServerAdmin',
  ],
  ...[
    'ServerSignature',
    'ServerTokens',
    'DefaultRuntimeDir',
    'AccessFileName',
    'AllowOverride',
    'AllowOverrideList',
  ],
  ...[
    'LimitRequestFieldSize',
    'LimitRequestFields',
    'LimitRequestLine',
    'MergeSlashes',
    'AllowEncodedSlashes',
  ],
  ...['<Location', '<Directory', ...branchSections],
  ...['TypesConfig', 'UseCanonicalName', 'NameVirtualHost', 'LimitInternalRecursion', 'SSLRandomSeed'],
  ...[
    'SSLSessionCache',
    'SSLPassPhraseDialog',
    'SSLRequireSSL',
    'SSLRequire',
    'SSLOptions',
    'StrictHostCheck',
  ],
  ...['Redirect', 'RedirectPermanent', 'RedirectTemp', 'RedirectMatch', 'DirectorySlash', 'ServerPath'],
]);

/** What kerbgate judges, and can only say yes or no to. */
const judged = new Set([
  '<If',
  '<ElseIf',
  '<Else',
  '<LocationMatch',
  '<DirectoryMatch',
  '<Files',
  '<FilesMatch',
  '<Limit',
  '<LimitExcept',
  '<Proxy',
  '<ProxyMatch',
]);

const certificates = /^SSL(?:Verify|CACert|CADN|CARevocation|UserName|OCSP|Stapling|CertificateChainFile)/;

/** What becomes of a line. `asks`: kerbgate decides for some server; `hasPage`: a page for 401 is carried over. */
export function lineFate(line: Line, asks: boolean, hasPage: boolean): Fate | undefined {
  const { name, bound } = line;
  if (name === 'ErrorDocument') return errorDocumentFate(line, hasPage);
  if (name === 'Header') return lost(name, 'nginx sends this only where add_header says so');
  if (name === 'ProxyPass' && valuesOf(line).some((word) => /^(?:upgrade=|wss?:)/i.test(word)))
    return lost(name, 'WebSockets are not passed on');
  if (name === 'TraceEnable' && !/^off$/i.test(valuesOf(line)[0] ?? ''))
    return lost(name, 'nginx answers 405 to TRACE');
  if (/^ScriptAlias/.test(name)) return lost(name, 'nginx runs no programs (CGI), and answers 403 there');
  if (name === 'Options')
    return valuesOf(line).some((word) => /^\+?(?:Indexes|ExecCGI|Includes|MultiViews|All)/i.test(word))
      ? lost(
          name,
          'nginx makes no listings, runs no programs and reads no elements of pages; such requests are refused',
        )
      : undefined;
  if (certificates.test(name)) return lost(name, certificateFate(name));
  if (bound?.module === 'mod_rewrite') return rewriteFate(name, asks);
  if (name === 'TraceEnable') return undefined;
  if (carried.has(name) || judged.has(name)) return undefined;
  if (bound && (decides.has(bound.module) || withoutMeaning.has(bound.module))) return undefined;
  return lost(name, 'nginx serves without it');
}

const lost = (name: string, what: string): Fate => ({
  mapping: `nginx-without-${name.replace('<', '').toLowerCase()}`,
  message: `Not carried over: ${what}.`,
});

function certificateFate(name: string): string {
  if (name === 'SSLCertificateChainFile') return 'nginx takes the chain from the file of the certificate';
  if (/Stapling/.test(name)) return 'stapling is to be switched on in nginx (ssl_stapling)';
  return 'certificates of clients end at nginx; kerbgate refuses where one is asked for';
}

function rewriteFate(name: string, asks: boolean): Fate | undefined {
  if (name !== 'RewriteRule' || !asks) return undefined;
  return {
    mapping: 'nginx-rewrite',
    message:
      'kerbgate judges the path that the rule leads to, and its redirects are sent. Where it leads to another file or upstream than nginx would serve, the request is refused with 403.',
  };
}

function errorDocumentFate(line: Line, hasPage: boolean): Fate | undefined {
  const [status, where = ''] = valuesOf(line);
  if (/^https?:/i.test(where)) return undefined;
  if (status === '401' && hasPage && !roomOf(line)) return undefined;
  return lost('ErrorDocument', `nginx shows its own page for ${status}`);
}

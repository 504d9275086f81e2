/** Modules of others: how their directives begin, as people write them, and the identifiers that LoadModule names. */
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^WSGI/i, 'mod_wsgi'],
  [/^php\d?_|^PHPINIDir$/i, 'mod_php'],
  [/^Sec[A-Z]/, 'mod_security2'],
  [/^OIDC/i, 'mod_auth_openidc'],
  [/^OAuth2/i, 'mod_oauth2'],
  [/^CAS[A-Z]/, 'mod_auth_cas'],
  [/^Mellon/i, 'mod_auth_mellon'],
  [/^Shib/i, 'mod_shib'],
  [/^Jk[A-Z]/, 'mod_jk'],
  [/^Perl/i, 'mod_perl'],
  [/^Python/i, 'mod_python'],
  [/^(?:Passenger|Rails|Rack)[A-Z]/, 'mod_passenger'],
  [/^SVN/i, 'mod_dav_svn'],
  [/^AuthzSVN/i, 'mod_authz_svn'],
  [/^NSS[A-Z]/, 'mod_nss'],
  [/^GnuTLS/i, 'mod_gnutls'],
  [/^XSendFile/i, 'mod_xsendfile'],
  [/^RPAF_?/i, 'mod_rpaf'],
  [
    /^(?:DOS(?:HashTableSize|PageCount|SiteCount|PageInterval|SiteInterval|BlockingPeriod|EmailNotify|LogDir|SystemCommand|Whitelist|CloseSocket|HTTPStatus)$|Evasive)/i,
    'mod_evasive',
  ],
  [/^Intercept/i, 'mod_intercept_form_submit'],
  [/^Lookup(?:User|Output|DbusTimeout)/i, 'mod_lookup_identity'],
  [/^AuthPAM|^AuthzPAM/i, 'mod_authnz_pam'],
  [/^AuthzUnixgroup/i, 'mod_authz_unixgroup'],
  [
    /^AuthExternal|^(?:Define|Add)External(?:Auth|Group)|^GroupExternal|^AuthzExternal/i,
    'mod_authnz_external',
  ],
  [/^NTLM(?:Basic)?Auth|^NegotiateAuth/i, 'mod_auth_ntlm_winbind'],
  [/^SSPI/i, 'mod_authnz_sspi'],
  [/^(?:AuthMySQL|Auth_MySQL)/i, 'mod_auth_mysql'],
  [/^(?:AuthPG|Auth_PG)/i, 'mod_auth_pgsql'],
  [/^TKTAuth/i, 'mod_auth_tkt'],
  [/^WebAuth/i, 'mod_webauth'],
  [/^Cosign/i, 'mod_cosign'],
  [/^OpenID/i, 'mod_auth_openid'],
  [
    /^Fcgid|^FCGIWrapper|^(?:Default)?(?:Max|Min)ProcessCount$|^IPCConnectTimeout$|^IPCCommTimeout$/i,
    'mod_fcgid',
  ],
  [/^FastCgi/i, 'mod_fastcgi'],
  [/^(?:QS_|QSLog)/i, 'mod_qos'],
  [/^(?:MaxConnPerIP|NoIPLimit|OnlyIPLimit)$/i, 'mod_limitipconn'],
  [/^GeoIP/i, 'mod_geoip'],
  [/^MaxMindDB/i, 'mod_maxminddb'],
  [/^(?:ModPagespeed|Pagespeed)/i, 'mod_pagespeed'],
  [/^(?:AssignUserId|MaxClientsVhost|NiceValue|LimitUIDRange|LimitGIDRange)$/i, 'mpm_itk'],
  [/^(?:RMode|RUidGid|RGroups|RMinUidGid|RDefaultUidGid|RDocumentChRoot)$/i, 'mod_ruid2'],
  [/^(?:suPHP|SuPHP)_/i, 'mod_suphp'],
  [/^ISAPI/i, 'mod_isapi'],
  [
    /^(?:VHost(?:User|Group|Secure|CGIMode|CGIPrivs|Privs)|DTracePrivileges|PrivilegesMode)$/i,
    'mod_privileges',
  ],
  [/^TLS[A-Z]/, 'mod_tls'],
  [
    /^Policy(?:Type|Length|Keepalive|Vary|Validation|Conditional|Nocache|Maxage|Version|Filter|Environment)(?:URL)?$/i,
    'mod_policy',
  ],
  [/^LogSQL/i, 'mod_log_sql'],
  [/^mod_gzip_/i, 'mod_gzip'],
  [
    /^Bw(?:Module|Bandwidth)|^(?:BandWidth|ForceBandWidthModule|MinBandWidth|LargeFileLimit|MaxConnection)$/i,
    'mod_bw',
  ],
  [/^Cluster|^(?:EnableMCPMReceive|ManagerBalancerName|AdvertiseGroup|ServerAdvertise)$/i, 'mod_cluster'],
];

/** The module of somebody else that a directive belongs to by its name, if it looks like one. */
export function foreignModule(name: string): string | undefined {
  return prefixes.find(([pattern]) => pattern.test(name))?.[1];
}

/** Modules of others that bring providers for Require, in lower case. */
const providers: readonly (readonly [RegExp, string])[] = [
  [/^pam-account$/, 'mod_authnz_pam'],
  [/^unix-(?:file-)?group$/, 'mod_authz_unixgroup'],
  [/^external-(?:file-)?group$/, 'mod_authnz_external'],
  [/^claims?(?:_expr)?$/, 'mod_auth_openidc'],
  [/^cas-attribute$/, 'mod_auth_cas'],
  [/^shib-/, 'mod_shib'],
  [/^sspi-(?:user|group)$/, 'mod_authnz_sspi'],
];

/** The module of somebody else that a provider of Require belongs to. */
export function foreignProvider(name: string): string | undefined {
  return providers.find(([pattern]) => pattern.test(name))?.[1];
}

const ownServer = (such: string): string =>
  `run the application in a server of its own, ${such}, and write ProxyPass`;
const login = 'Kerberos says who a user is here; take it out, or keep httpd for it';
const behind = 'let the proxy in front do that, and take it out';

/** What to do about the modules of others that sites use most. */
const advice: Readonly<Record<string, string>> = {
  mod_wsgi: ownServer('such as gunicorn'),
  mod_passenger: ownServer('such as puma'),
  mod_python: ownServer('such as gunicorn'),
  mod_perl: ownServer('such as starman'),
  mod_jk: 'let the servlet container speak HTTP, and write ProxyPass',
  mod_fcgid: ownServer('which speaks HTTP'),
  mod_fastcgi: ownServer('which speaks HTTP'),
  mod_php: 'kerbgate runs no PHP; keep httpd for it and write ProxyPass, or run scripts by CGI',
  mod_nss: 'TLS is not spoken; put a TLS terminating proxy in front and take it out',
  mod_gnutls: 'TLS is not spoken; put a TLS terminating proxy in front and take it out',
  mod_tls: 'TLS is not spoken; put a TLS terminating proxy in front and take it out',
  mod_auth_openidc: login,
  mod_auth_mellon: login,
  mod_auth_cas: login,
  mod_shib: login,
  mod_authnz_sspi: 'write AuthType GSSAPI with a keytab',
  mod_auth_ntlm_winbind: 'NTLM is not spoken; write AuthType GSSAPI with a keytab',
  mod_authnz_pam: 'write AuthType GSSAPI, and GssapiBasicAuth On for passwords',
  mod_authz_unixgroup: 'name the users with Require user',
  mod_intercept_form_submit:
    'let the form stay with the application, on a path that AuthType GSSAPI does not cover',
  mod_lookup_identity: 'let the application look the attributes up by REMOTE_USER',
  mod_dav_svn: 'keep httpd for that place, behind kerbgate with ProxyPass',
  mod_xsendfile: 'let the application send the file itself',
  mod_rpaf: 'the address of the connection counts; take it out',
  mod_security2: behind,
  mod_evasive: behind,
  mod_qos: behind,
};

/** What to do about a module of somebody else: nothing of it is served. */
export function foreignAdvice(module: string): string {
  return Object.hasOwn(advice, module) ? advice[module]! : 'take it out, or keep httpd for it';
}

/** What to say of something that belongs to a module of somebody else. */
export function foreignHint(module: string): string {
  return `it belongs to ${module}, which kerbgate does not know; ${foreignAdvice(module)}`;
}

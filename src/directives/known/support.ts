import { partial, refused, type Support } from '../define.js';
import { harmless } from './harmless.js';

/** What to do about the modules that sites use most; the others have nothing better than being taken out. */
const advice: Readonly<Record<string, string>> = {
  mod_ssl:
    'TLS is spoken to clients, without OCSP, SRP, FIPS and commands of OpenSSL, and not to upstreams; take the directive out',
  mod_md:
    'certificates are not fetched; let another program do that, and name the files with SSLCertificateFile',
  mod_remoteip:
    'the address of the connection counts; take the directive out and write Require ip for the address of the proxy in front',
  mod_dav: 'WebDAV is not served; keep httpd for that place, behind kerbgate with ProxyPass',
  mod_auth_digest: 'use AuthType Basic with a file of htpasswd, or AuthType GSSAPI with GssapiBasicAuth On',
  mod_auth_form: 'use AuthType GSSAPI with GssapiUseSessions On, and a page of the application for the form',
  mod_authn_dbd: 'write the users to a file for AuthUserFile',
  mod_authn_dbm: 'write the users to a file for AuthUserFile; their hashes stay valid',
  mod_authnz_fcgi: 'no program is asked who a user is; use AuthType GSSAPI',
  mod_authz_dbd: 'no database is asked; name users with Require user',
  mod_authz_dbm: 'write the groups to a file for AuthGroupFile',
  mod_cache: 'nothing is cached; put a cache behind the login, in the application',
  mod_deflate: 'answers are not compressed; let the proxy in front do that',
  mod_brotli: 'answers are not compressed; let the proxy in front do that',
  mod_filter: 'answers are not filtered; take the directive out',
  mod_substitute: 'answers are not changed; let the application write what is meant',
  mod_sed: 'answers are not changed; let the application write what is meant',
  mod_proxy_html: 'answers are not changed; let the application write links below its own path',
  mod_ext_filter: 'answers are not changed; let the application write what is meant',
  mod_lua: 'no Lua is run; let an application do it, behind ProxyPass',
  mod_userdir: 'homes of users are not served; write an Alias for each',
  mod_vhost_alias: 'write the DocumentRoot of the site',
  mod_actions: 'name the program with ScriptAlias',
  mod_suexec: 'programs run as the user of the server',
  mod_session_crypto: 'take it out; GssapiSessionKey seals sessions of GSSAPI',
  mod_session_dbd: 'sessions are kept in cookies; use SessionCookieName',
  mod_proxy_fcgi: 'only http and ws upstreams are served',
  mod_proxy_scgi: 'only http and ws upstreams are served',
  mod_proxy_ftp: 'only http and ws upstreams are served',
  mod_proxy_hcheck: 'upstreams are not asked for their health',
  mod_usertrack: 'clients are not tracked; take the directive out',
  mod_speling: 'paths are taken as they are written; take the directive out',
  mod_mime_magic: 'types come from names; write AddType or ForceType',
  mod_charset_lite: 'texts are sent as they are; write AddDefaultCharset',
  mod_xml2enc: 'texts are sent as they are; write AddDefaultCharset',
};

/** The support of a directive that httpd knows and no definition here has, by module and name. */
export function supportOf(module: string, name: string): Support {
  const effect = harmless(module, name);
  if (effect !== undefined) return partial(`accepted, no effect: ${effect}`);
  const what = Object.hasOwn(advice, module)
    ? advice[module]!
    : 'take the directive out, or keep httpd for it';
  return refused(`it belongs to ${module}, which is not served; ${what}`);
}

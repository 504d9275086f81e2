import { describe, expect, test } from '@jest/globals';
import { toApache24 } from '../../src/migrate/to-apache-24.js';
import { migrateText } from './migrate-text.js';

// What changed from httpd 2.2 to 2.4, row by row as httpd's own notes on upgrading name it: each is rewritten, told of in the report, or
// needs nothing, for the reason beside it.

interface Row {
  readonly what: string;
  /** A text, and the entry of its migration that is about it. */
  readonly text?: string;
  readonly entry?: string;
  /** Why no line needs anything. */
  readonly nothing?: string;
}

const old = 'Order allow,deny\nAllow from all\n';
const in22 = (text: string): string => `${text}<Location /x>\n${old}</Location>\n`;
const ssi = 'AddOutputFilter INCLUDES .shtml\n';

const rows: readonly Row[] = [
  {
    what: 'mod_authn_default and mod_authz_default are gone',
    text: 'LoadModule authz_default_module a.so\n',
    entry: 'dropped module-gone',
  },
  { what: 'mod_mem_cache is gone', text: 'LoadModule mem_cache_module a.so\n', entry: 'dropped module-gone' },
  {
    what: 'mod_disk_cache has another name',
    text: 'LoadModule disk_cache_module a.so\n',
    entry: 'rewritten module-renamed',
  },
  {
    what: 'mod_authn_alias is part of mod_authn_core',
    text: 'LoadModule authn_alias_module a.so\n',
    entry: 'dropped module-gone',
  },
  {
    what: 'ways to balance, access control, User and AddOutputFilterByType are modules of their own',
    text: 'LoadModule authz_host_module mod_authz_host.so\nUser www\nAddOutputFilterByType DEFLATE text/html\nProxyPass /b balancer://b lbmethod=bytraffic\n',
    entry: 'added module-missing',
  },
  {
    what: 'other modules have to be built anew',
    nothing: 'no line shows it: httpd refuses to load the old file',
  },
  {
    what: 'modules are built and loaded otherwise by default',
    nothing: 'lines of configuration load what they load',
  },
  { what: 'AuthzXAuthoritative', text: 'AuthzUserAuthoritative Off\n', entry: 'dropped authoritative' },
  {
    what: 'mod_authz_dbm: Require dbm-group',
    text: '<Location /x>\nAuthDBMGroupFile /g\nRequire group a\n</Location>\n',
    entry: 'rewritten dbm-group',
  },
  { what: 'Order, Allow, Deny', text: in22(''), entry: 'rewritten access-control' },
  {
    what: 'Satisfy',
    text: '<Location /x>\nAuthType Basic\nAuthName a\nOrder deny,allow\nDeny from all\nSatisfy any\nRequire valid-user\n</Location>\n',
    entry: 'dropped access-control',
  },
  { what: 'MaxRequestsPerChild', text: 'MaxRequestsPerChild 5\n', entry: 'rewritten renamed' },
  { what: 'MaxClients', text: 'MaxClients 5\n', entry: 'rewritten renamed' },
  { what: 'DefaultType', text: 'DefaultType text/plain\n', entry: 'dropped default-type' },
  {
    what: 'AllowOverride is None by default',
    text: in22('Listen 80\nDocumentRoot /srv\n'),
    entry: 'kept override-default',
  },
  {
    what: 'Options are FollowSymLinks by default',
    text: in22(`Listen 80\nDocumentRoot /srv\n${ssi}`),
    entry: 'kept options-default',
  },
  {
    what: 'EnableSendfile is Off by default',
    nothing: 'files are sent more slowly at most; who may have them stays',
  },
  { what: 'FileETag has no INode by default', nothing: 'caches fetch each file once more' },
  {
    what: 'DavLockDB has another format',
    text: in22('DavLockDB /var/lock/dav\n'),
    entry: 'kept dav-lock-file',
  },
  { what: 'KeepAlive takes On and Off', text: 'KeepAlive 5\n', entry: 'rewritten keepalive' },
  { what: 'Mutex instead of AcceptMutex and its kin', text: 'AcceptMutex sem\n', entry: 'rewritten mutex' },
  {
    what: 'CacheIgnoreURLSessionIdentifiers compares whole names',
    text: 'CacheIgnoreURLSessionIdentifiers id\n',
    entry: 'kept cache-session-identifiers',
  },
  {
    what: 'CacheEnable / leaves out the forward proxy',
    text: in22('ProxyRequests On\nCacheEnable disk /\n'),
    entry: 'kept cache-forward-proxy',
  },
  {
    what: 'LDAPTrustedClientCert is for each section',
    text: 'LDAPTrustedClientCert CERT_BASE64 /c.pem\n',
    entry: 'kept ldap-client-certificate',
  },
  {
    what: 'FilterProvider takes an expression',
    text: 'FilterProvider gzip DEFLATE resp=Content-Type $text/\n',
    entry: 'kept filter-provider',
  },
  {
    what: 'SSI: #if has another syntax, in error documents of several languages, too',
    text: in22(ssi),
    entry: 'kept ssi-expressions',
  },
  {
    what: 'SSI: a setting in a section leaves the others',
    text: in22('SSIErrorMsg a\n<Location /y>\nSSITimeFormat %A\n</Location>\n'),
    entry: 'kept ssi-settings',
  },
  {
    what: 'mod_charset_lite: DebugLevel is gone',
    text: 'CharsetOptions DebugLevel=2 ImplicitAdd\n',
    entry: 'rewritten debug-level',
  },
  {
    what: 'mod_ext_filter: DebugLevel is gone',
    text: 'ExtFilterOptions DebugLevel=2\n',
    entry: 'dropped debug-level',
  },
  {
    what: 'mod_proxy_scgi: another PATH_INFO',
    text: in22('ProxyPass /s scgi://127.0.0.1:4000/\n'),
    entry: 'kept scgi-path-info',
  },
  { what: 'SSLCARevocationCheck', text: 'SSLCARevocationFile /crl.pem\n', entry: 'added revocation-check' },
  {
    what: 'mod_substitute: lines up to 1 MiB',
    text: in22('Substitute s/a/b/\n'),
    entry: 'kept substitute-length',
  },
  {
    what: 'mod_reqtimeout has timeouts by default',
    text: in22('LoadModule reqtimeout_module a.so\n'),
    entry: 'kept request-timeouts',
  },
  { what: 'DumpIOLogLevel is gone', text: 'DumpIOLogLevel debug\n', entry: 'dropped dumpio-log' },
  {
    what: 'piped logs have no shell',
    text: 'CustomLog "|/bin/a > /b" common\n',
    entry: 'rewritten piped-log',
  },
  {
    what: 'mod_autoindex shows titles of .xhtml files',
    nothing: 'lists show a title more, of files that they name anyway',
  },
  {
    what: 'mod_ssl: names of certificates have another format',
    text: in22('SSLRequire %{SSL_CLIENT_S_DN} eq "/O=a/CN=b"\n')
      .replace('SSLRequire', '<Location /y>\nSSLRequire')
      .replace('b"\n', 'b"\n</Location>\n'),
    entry: 'kept dn-format',
  },
  {
    what: 'mod_ssl: SSLv2 is gone',
    text: 'SSLProtocol all -SSLv2\nSSLProtocol SSLv2\n',
    entry: 'dropped sslv2',
  },
  {
    what: 'mod_ssl: certificates of upstreams are looked at',
    text: in22('SSLProxyEngine on\n'),
    entry: 'kept proxy-peer-check',
  },
  { what: 'htpasswd makes other hashes', nothing: 'files with the old hashes are read as before' },
  { what: 'NameVirtualHost', text: 'NameVirtualHost *:80\n', entry: 'dropped name-virtual-host' },
  { what: 'mod_deflate leaves small answers', nothing: 'the same content is sent' },
  { what: 'RewriteLog, RewriteLogLevel', text: 'RewriteLogLevel 3\n', entry: 'rewritten rewrite-log' },
];

const entriesOf = (text: string): readonly string[] =>
  migrateText(text, toApache24).entries.map(({ kind, mapping }) => `${kind} ${mapping}`);

describe('what changed from 2.2 to 2.4', () => {
  test('each row has an entry, or the reason why nothing is needed', () => {
    for (const row of rows)
      expect({ ...row, isJudged: (row.entry === undefined) === (row.nothing !== undefined) }).toMatchObject({
        isJudged: true,
      });
  });

  test.each(
    rows.flatMap(({ what, text, entry }) => (text === undefined ? [] : [[what, text, entry] as const])),
  )('%s', (_, text, entry) => {
    expect(entriesOf(text)).toContain(entry);
  });

  test('a text for 2.4 is told nothing of what changed by default', () => {
    for (const { text = '', entry = '' } of rows.filter(
      (row) => row.text?.includes(old) && row.entry?.startsWith('kept'),
    )) {
      const now = text.replace(old, 'Require all granted\n');
      expect(entriesOf(now)).not.toContain(entry);
    }
  });

  test.each([
    [`${ssi}SSILegacyExprParser on\n`, 'kept ssi-expressions'],
    ['SSIErrorMsg a\nSSITimeFormat %A\n', 'kept ssi-settings'],
    [
      'Listen 80\nDocumentRoot /srv\n<Directory />\nAllowOverride None\n</Directory>\n',
      'kept override-default',
    ],
    ['SSLOptions +LegacyDNStringFormat\nCustomLog /l "%{SSL_CLIENT_S_DN}x"\n', 'kept dn-format'],
    ['CustomLog /l "%{SSL_CLIENT_S_DN_CN}x"\n', 'kept dn-format'],
    ['SSLProxyEngine on\nSSLProxyCheckPeerName off\n', 'kept proxy-peer-check'],
    ['LoadModule reqtimeout_module a.so\nRequestReadTimeout header=5\n', 'kept request-timeouts'],
    ['CacheEnable disk /\n', 'kept cache-forward-proxy'],
  ])('%j needs no %s', (text, entry) => {
    expect(entriesOf(in22(text))).not.toContain(entry);
  });
});

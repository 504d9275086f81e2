import { directive, full, partial } from './define.js';
import { sslWords } from './ssl-arguments.js';

/** Where all of them may stand: servers and <Proxy>. */
const places = ['server', 'proxy'] as const;

/** mod_ssl's directives for TLS to upstreams. */
export const sslProxyDirectives = {
  SSLProxyEngine: directive({
    summary: 'Whether requests may be passed on to upstreams by TLS.',
    in: places,
    args: sslWords('SSLProxyEngine', 'flag', "SSL switch for the proxy protocol engine ('on', 'off')"),
    default: 'off',
    support: full,
    example: 'SSLProxyEngine on',
  }),
  SSLProxyProtocol: directive({
    summary: 'Which versions of TLS upstreams are spoken to with.',
    in: places,
    args: sslWords(
      'SSLProxyProtocol',
      'raw',
      "SSL Proxy: enable or disable SSL protocol flavors ('[+-][TLSv1|TLSv1.1|TLSv1.2] ...' - see manual)",
    ),
    default: 'all',
    support: full,
    example: 'SSLProxyProtocol all -TLSv1 -TLSv1.1',
  }),
  SSLProxyCipherSuite: directive({
    summary: 'Which ciphers upstreams are spoken to with.',
    in: places,
    args: sslWords(
      'SSLProxyCipherSuite',
      'one-or-two',
      "SSL Proxy: colon-delimited list of permitted SSL ciphers , optionally preceded by protocol specifier ('XXX:...:XXX' - see manual)",
    ),
    support: full,
    example: 'SSLProxyCipherSuite HIGH:!aNULL',
  }),
  SSLProxyVerify: directive({
    summary: 'Whether certificates of upstreams must come from an authority.',
    in: places,
    args: sslWords(
      'SSLProxyVerify',
      'one',
      "SSL Proxy: whether to verify the remote certificate ('on' or 'off')",
    ),
    default: 'none',
    support: full,
    example: 'SSLProxyVerify require',
  }),
  SSLProxyVerifyDepth: directive({
    summary: 'How many certificates may stand between that of an upstream and its authority.',
    in: places,
    args: sslWords(
      'SSLProxyVerifyDepth',
      'one',
      "SSL Proxy: maximum certificate verification depth ('N' - number of intermediate certificates)",
    ),
    default: '1',
    support: full,
    example: 'SSLProxyVerifyDepth 2',
  }),
  SSLProxyCACertificateFile: directive({
    summary: 'The authorities whose certificates of upstreams count.',
    in: places,
    args: sslWords(
      'SSLProxyCACertificateFile',
      'one',
      "SSL Proxy: file containing server certificates ('/path/to/file' - PEM encoded certificates)",
    ),
    support: full,
    example: 'SSLProxyCACertificateFile /etc/ssl/openssl.cnf',
  }),
  SSLProxyCACertificatePath: directive({
    summary: 'A folder of such authorities, by the hashes of their names.',
    in: places,
    args: sslWords(
      'SSLProxyCACertificatePath',
      'one',
      "SSL Proxy: directory containing server certificates ('/path/to/dir' - contains PEM encoded certificates)",
    ),
    support: full,
    example: 'SSLProxyCACertificatePath /etc/ssl/certs',
  }),
  SSLProxyCARevocationPath: directive({
    summary: 'A folder of lists of certificates that do not count any more, by the hashes of their issuers.',
    in: places,
    args: sslWords(
      'SSLProxyCARevocationPath',
      'one',
      "SSL Proxy: CA Certificate Revocation List (CRL) path ('/path/to/dir' - contains PEM encoded files)",
    ),
    support: full,
    example: 'SSLProxyCARevocationPath /etc/ssl/certs',
  }),
  SSLProxyCARevocationFile: directive({
    summary: 'Certificates of upstreams that do not count any more.',
    in: places,
    args: sslWords(
      'SSLProxyCARevocationFile',
      'one',
      "SSL Proxy: CA Certificate Revocation List (CRL) file ('/path/to/file' - PEM encoded)",
    ),
    support: full,
    example: 'SSLProxyCARevocationFile /etc/ssl/openssl.cnf',
  }),
  SSLProxyCARevocationCheck: directive({
    summary: 'Which certificates of an upstream are looked for in these lists.',
    in: places,
    args: sslWords(
      'SSLProxyCARevocationCheck',
      'raw',
      'SSL Proxy: CA Certificate Revocation List (CRL) checking mode',
    ),
    default: 'none',
    support: partial('leaf looks at the whole chain too, and no_crl_for_cert_ok is refused'),
    example: 'SSLProxyCARevocationCheck chain',
  }),
  SSLProxyMachineCertificateFile: directive({
    summary: 'The certificate, with its key, that upstreams are shown when they ask for one.',
    in: places,
    args: sslWords(
      'SSLProxyMachineCertificateFile',
      'one',
      "SSL Proxy: file containing client certificates ('/path/to/file' - PEM encoded certificates)",
    ),
    support: partial(
      'one certificate with its key is served; several, of which httpd picks one by the authorities that an upstream names, are refused',
    ),
    example: 'SSLProxyMachineCertificateFile /etc/ssl/openssl.cnf',
  }),
  SSLProxyMachineCertificatePath: directive({
    summary: 'A folder with that certificate and its key.',
    in: places,
    args: sslWords(
      'SSLProxyMachineCertificatePath',
      'one',
      "SSL Proxy: directory containing client certificates ('/path/to/dir' - contains PEM encoded certificates)",
    ),
    support: partial('one certificate with its key is served, as in SSLProxyMachineCertificateFile'),
    example: 'SSLProxyMachineCertificatePath /etc/ssl/certs',
  }),
  SSLProxyMachineCertificateChainFile: directive({
    summary: 'The certificates between that of this machine and its authority.',
    in: places,
    args: sslWords(
      'SSLProxyMachineCertificateChainFile',
      'one',
      "SSL Proxy: file containing issuing certificates of the client certificate (`/path/to/file' - PEM encoded certificates)",
    ),
    support: full,
    example: 'SSLProxyMachineCertificateChainFile /etc/ssl/openssl.cnf',
  }),
  SSLProxyCheckPeerExpire: directive({
    summary: 'Whether certificates of upstreams must be valid today.',
    in: places,
    args: sslWords(
      'SSLProxyCheckPeerExpire',
      'flag',
      "SSL Proxy: check the peer certificate's expiration date",
    ),
    default: 'on',
    support: full,
    example: 'SSLProxyCheckPeerExpire on',
  }),
  SSLProxyCheckPeerCN: directive({
    summary:
      "Whether the common name of an upstream's certificate must be its host, where SSLProxyCheckPeerName is off.",
    in: places,
    args: sslWords('SSLProxyCheckPeerCN', 'flag', "SSL Proxy: check the peer certificate's CN"),
    default: 'on',
    support: full,
    example: 'SSLProxyCheckPeerCN on',
  }),
  SSLProxyCheckPeerName: directive({
    summary: "Whether the names in an upstream's certificate must have its host among them.",
    in: places,
    args: sslWords(
      'SSLProxyCheckPeerName',
      'flag',
      "SSL Proxy: check the peer certificate's name (must be present in subjectAltName extension or CN",
    ),
    default: 'on',
    support: full,
    example: 'SSLProxyCheckPeerName on',
  }),
};

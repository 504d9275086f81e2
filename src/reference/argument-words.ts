import { authzProviders } from '../directives/authz-words.js';
import { knownMethods } from '../directives/methods.js';

/** A word that a directive may take, and what it stands for if that can be told in a line. */
export interface ArgumentWord {
  readonly word: string;
  readonly about?: string;
}

const plain = (text: string): readonly ArgumentWord[] => text.split(' ').map((word) => ({ word }));

/** With and without a sign: `+Indexes`. */
const signed = (text: string): readonly ArgumentWord[] =>
  text.split(' ').flatMap((word) => [{ word }, { word: `+${word}` }, { word: `-${word}` }]);

const methods: readonly ArgumentWord[] = [...knownMethods].map((word) => ({ word }));

const providers: readonly ArgumentWord[] = Object.entries(authzProviders).map(([word, module]) => ({
  word,
  about: `a provider of ${module}`,
}));

const logLevels =
  'emerg alert crit error warn notice info debug trace1 trace2 trace3 trace4 trace5 trace6 trace7 trace8';

/** Words that definitions know and whose texts do not name; one that the directive would refuse is not offered. */
export const argumentWords: Readonly<Record<string, readonly ArgumentWord[]>> = {
  AllowOverride: plain(
    'None All AuthConfig FileInfo Indexes Limit Options Nonfatal=All Nonfatal=Override Nonfatal=Unknown',
  ),
  AuthBasicProvider: plain('file ldap anon dbm dbd socache'),
  AuthnProviderAlias: plain('file ldap anon dbm dbd socache'),
  AuthzProviderAlias: providers.filter(({ word }) => word !== 'all' && word !== 'expr'),
  FileETag: [...plain('All None'), ...signed('INode MTime Size Digest')],
  Header: plain('always onsuccess set setifempty append merge add unset echo edit edit* note'),
  RequestHeader: plain('set setifempty append merge add unset edit edit*'),
  IndexOptions: signed(
    'FancyIndexing FoldersFirst HTMLTable IconsAreLinks IgnoreCase IgnoreClient ScanHTMLTitles ShowForbidden SuppressColumnSorting SuppressDescription SuppressHTMLPreamble SuppressIcon SuppressLastModified SuppressRules SuppressSize TrackModified UseOldDateFormat VersionSort XHTML',
  ),
  LogLevel: plain(logLevels),
  Options: [
    ...plain('None All'),
    ...signed('Indexes Includes IncludesNOEXEC FollowSymLinks SymLinksIfOwnerMatch ExecCGI MultiViews'),
  ],
  RegexDefaultOptions: signed('ICASE DOTALL DOLLAR_ENDONLY'),
  Require: [{ word: 'not', about: 'the other way round' }, ...providers],
  RewriteOptions: plain(
    'Inherit InheritBefore InheritDown InheritDownBefore IgnoreInherit AllowNoSlash AllowAnyURI MergeBase LegacyPrefixDocRoot',
  ),
  ServerTokens: plain('Prod Major Minor Min OS Full'),
  SSLOptions: signed(
    'StdEnvVars ExportCertData FakeBasicAuth StrictRequire OptRenegotiate LegacyDNStringFormat',
  ),
  SSLProtocol: signed('all TLSv1.2 TLSv1.3 TLSv1.1 TLSv1'),
  SSLProxyProtocol: signed('all TLSv1.2 TLSv1.3 TLSv1.1 TLSv1'),
  SSLVerifyClient: plain('none optional require optional_no_ca'),
  SSLProxyVerify: plain('none optional require optional_no_ca'),
};

/** Words that are usual where a directive takes any. */
export const usualWords: Readonly<Record<string, readonly ArgumentWord[]>> = {
  AllowMethods: [...methods, { word: 'reset' }],
  AuthType: [
    { word: 'GSSAPI', about: 'mod_auth_gssapi: Kerberos tickets, and passwords if GssapiBasicAuth is on' },
    { word: 'Basic', about: 'mod_auth_basic: passwords, checked by AuthBasicProvider' },
    { word: 'Kerberos', about: 'mod_auth_kerb, which MIT Kerberos since 1.18 does not load' },
    { word: 'Digest', about: 'mod_auth_digest' },
    { word: 'Form', about: 'mod_auth_form' },
    { word: 'None', about: 'no login' },
  ],
  ErrorDocument: plain('401 403 404 500 502 503'),
  Limit: methods,
  LimitExcept: methods,
  InputSed: [],
  OutputSed: [],
  SSLCipherSuite: plain('TLSv1.3'),
  SSLSessionCache: plain('none shmcb:'),
  Substitute: [],
};

/** What stands behind a word of Require. */
export const requireWords: Readonly<Record<string, readonly ArgumentWord[]>> = {
  all: [
    { word: 'granted', about: 'everybody' },
    { word: 'denied', about: 'nobody' },
  ],
  method: methods,
};

import { expect, test } from '@jest/globals';
import { namesOf } from '../../src/directives/index.js';
import { foreignModule } from '../../src/directives/known/foreign.js';
import { successorOf } from '../../src/directives/known/gone.js';
import { nearest } from '../../src/directives/nearest.js';

test.each([
  ['AuthTyp', 'AuthType'],
  ['KrbMethodK5Password', 'KrbMethodK5Passwd'],
  ['GssapiDelegCcache', 'GssapiDelegCcacheDir'],
  ['Reqiure', 'Require'],
  ['GSSAPICREDSTORES', 'GssapiCredStore'],
  ['RewriteRules', 'RewriteRule'],
  ['Aliases', 'Alias'],
  ['SSLCertificate', 'SSLCertificateFile'],
  ['RewriteCondition', 'RewriteCond'],
  ['GssapiCred', 'GssapiCredStore'],
  ['DocRoot', 'DocumentRoot'],
  ['SSLKeyFile', 'SSLCertificateKeyFile'],
  ['KrbRealms', 'KrbAuthRealms'],
  ['ReverseProxyPass', 'ProxyPassReverse'],
])('%s is close to %s', (written, meant) => {
  expect(nearest(written, namesOf('directive'))).toContain(meant);
});

test.each(['Bogus', 'x', '', 'Auth', 'Server', 'SSL'])('%s is close to nothing', (written) => {
  expect(nearest(written, namesOf('directive'))).toEqual([]);
});

test.each([
  ['WSGIScriptAlias', 'mod_wsgi'],
  ['php_admin_flag', 'mod_php'],
  ['SecRuleEngine', 'mod_security2'],
  ['OIDCProviderMetadataURL', 'mod_auth_openidc'],
  ['MellonEnable', 'mod_auth_mellon'],
  ['JkMount', 'mod_jk'],
  ['PerlModule', 'mod_perl'],
  ['PassengerRoot', 'mod_passenger'],
  ['ShibRequestSetting', 'mod_shib'],
  ['CASLoginURL', 'mod_auth_cas'],
  ['SVNPath', 'mod_dav_svn'],
  ['NSSEngine', 'mod_nss'],
  ['XSendFilePath', 'mod_xsendfile'],
  ['RPAF_Enable', 'mod_rpaf'],
  ['DOSPageCount', 'mod_evasive'],
  ['InterceptFormPAMService', 'mod_intercept_form_submit'],
  ['LookupUserAttr', 'mod_lookup_identity'],
  ['AuthPAMService', 'mod_authnz_pam'],
  ['FcgidMaxProcesses', 'mod_fcgid'],
])('%s belongs to %s', (name, module) => {
  expect(foreignModule(name)).toBe(module);
});

test('no directive of httpd looks like one of a foreign module, or is said to be gone', () => {
  const names = [...namesOf('directive'), ...namesOf('section')];
  expect(names.length).toBeGreaterThan(700);
  expect(
    names.filter((name) => foreignModule(name) !== undefined || successorOf(name) !== undefined),
  ).toEqual([]);
});

test.each([
  ['LockFile', 'Mutex'],
  ['acceptmutex', 'Mutex'],
  ['SSLMutex', 'Mutex'],
  ['AuthzLDAPAuthoritative', 'Require'],
  ['RewriteLog', 'LogLevel rewrite:trace3'],
])('%s is gone, and %s stands in for it', (name, successor) => {
  expect(successorOf(name)).toContain(successor);
});

/** What stands before all virtual hosts: providers under other names, which only a main server takes. */
export const commonLines: readonly string[] = [
  'DocumentRoot {FILES}',
  '<AuthnProviderAlias file common>',
  '  AuthUserFile {FILES}/common/users',
  '</AuthnProviderAlias>',
  '<AuthzProviderAlias ip here 127.0.0.1>',
  '</AuthzProviderAlias>',
  '<AuthzProviderAlias user people "alice bob">',
  '</AuthzProviderAlias>',
  `<AuthzProviderAlias expr posts "%{REQUEST_METHOD} == 'POST'">`,
  '</AuthzProviderAlias>',
];

/** The module that switches off how httpd spares logins; cases with it are served by themselves. */
export const oldStyle = 'AllowMethods';

/** Modules beyond the usual ones. */
export const extraModules = ['authn_anon', 'autoindex'] as const;

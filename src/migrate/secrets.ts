/** Directives whose arguments open something to whoever reads them. */
const secret =
  /^(\s*#?\s*<?(?:AuthLDAPBindPassword|GssapiSessionKey|SessionCryptoPassphrase|KerbgateSessionKey)\s+)\S.*$/i;

/** A line of a configuration as a report may show it. */
export const withoutSecrets = (line: string): string => line.replace(secret, '$1***');

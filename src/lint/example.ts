/** A Location that asks for a login by mod_auth_gssapi, with more lines in front of its Require. */
export function gssapiLocation(path: string, ...lines: readonly string[]): string {
  return location(path, 'AuthType GSSAPI', 'AuthName Site', ...lines, 'Require valid-user');
}

/** The same by mod_auth_kerb. */
export function kerbLocation(path: string, ...lines: readonly string[]): string {
  return location(path, 'AuthType Kerberos', 'AuthName Site', ...lines, 'Require valid-user');
}

/** A Location with these lines. */
export function location(path: string, ...lines: readonly string[]): string {
  return section(`Location ${path}`, ...lines);
}

/** A section with these lines. */
export function section(tag: string, ...lines: readonly string[]): string {
  const inside = lines.map((line) => `  ${line}\n`).join('');
  return `<${tag}>\n${inside}</${tag.split(' ', 1)[0]}>\n`;
}

/** A Location whose logins are kept in a session, with what is said of its cookie. */
export const sessionLocation = (path: string, cookie: string): string =>
  location(
    path,
    'AuthType GSSAPI',
    'AuthName a',
    'Session On',
    `SessionCookieName ${cookie}`,
    'GssapiUseSessions On',
    'GssapiSessionKey file:/var/lib/a.key',
    'Require valid-user',
  );

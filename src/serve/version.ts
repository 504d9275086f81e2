import { httpdVersion as followed } from '../directives/mod_version.js';
import type { ServerCore } from '../ruleset/core.js';

/** kerbgate's own version; the same as in package.json. */
export const version = '0.1.0';

/** The httpd release whose behaviour kerbgate follows, told where scripts ask for httpd's version. */
export const httpdVersion = followed.join('.');

const [major, minor] = version.split('.');

const banners: Readonly<Record<ServerCore['serverTokens'], string>> = {
  ProductOnly: 'kerbgate',
  Major: `kerbgate/${major}`,
  Minor: `kerbgate/${major}.${minor}`,
  Minimal: `kerbgate/${version}`,
  OS: `kerbgate/${version} (Unix)`,
  Full: `kerbgate/${version} (Unix)`,
};

/** The Server field and SERVER_SOFTWARE, as long as ServerTokens lets it be. */
export function serverBanner(tokens: ServerCore['serverTokens']): string {
  return banners[tokens];
}

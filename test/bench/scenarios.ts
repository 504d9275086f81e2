import { headerValues } from '../kit/answer.js';
import { sendOnce } from '../kit/request.js';
import type { WebServer } from '../kit/server.js';
import type { Site } from '../kit/site.js';

/** One thing to measure on both servers. */
export interface Scenario {
  readonly name: string;
  readonly configuration: string;
  readonly path: string;
  /** The status every answer must have; checked once before the load. */
  readonly status: number;
  /** How many times Apache's rate is aimed at. */
  readonly aim: string;
  /** Tokens go around in a list, with the replay cache off for both servers. */
  readonly tokens?: boolean;
  /** Headers of each request, made once for each server. */
  headers?(site: Site, server: WebServer): Promise<Readonly<Record<string, string>>>;
}

const gssapi = `AuthType GSSAPI
AuthName "Bench"
GssapiCredStore keytab:{KEYTAB}
Require valid-user`;

const optionalKerberos = `DocumentRoot {ROOT}
Alias /app/login {ROOT}/page.html
<Location /app/login>
<If "%{QUERY_STRING} !~ /^noext=1/">
<Limit GET>
  AuthType GSSAPI
  AuthName "Kerberos Login"
  GssapiCredStore keytab:{KEYTAB}
  require valid-user
  ErrorDocument 401 /app/login?noext=1
</Limit>
</If>
</Location>`;

const sessions = `GssapiUseSessions On
Session On
SessionCookieName gssapi_session path=/private;httponly;secure
GssapiSessionKey key:{SESSION_KEY}`;

/** Sections that differ, of which one matches. */
export function manyLocations(count: number): string {
  const sections = Array.from(
    { length: count },
    (_, index) => `<Location /area/${index}>
  AuthType GSSAPI
  AuthName "Area ${index}"
  GssapiCredStore keytab:{KEYTAB}
  Require valid-user
</Location>`,
  );
  return `DocumentRoot {ROOT}\n${sections.join('\n')}`;
}

async function sessionCookie(site: Site, server: WebServer): Promise<Readonly<Record<string, string>>> {
  const token = await site.tokens.fresh('alice');
  const headers = [['Authorization', `Negotiate ${token.base64}`]] as const;
  const answer = await sendOnce(server.port, { method: 'GET', target: '/private/page.txt', headers });
  const cookie = headerValues(answer, 'set-cookie')[0];
  if (cookie === undefined)
    throw new Error(`${server.name} set no session cookie, but answered ${answer.status}`);
  return { Cookie: cookie.replace(/;.*/, '') };
}

/** Everything that is measured, in the order it is printed. */
export const scenarios: readonly Scenario[] = [
  {
    name: 'bare challenge',
    configuration: `DocumentRoot {ROOT}\n<Location /private>\n${gssapi}\n</Location>`,
    path: '/private/page.txt',
    status: 401,
    aim: '2',
  },
  {
    name: 'ErrorDocument 401',
    configuration: `${optionalKerberos}`,
    path: '/app/login',
    status: 401,
    aim: '2',
  },
  {
    name: 'If and Limit (?noext=1)',
    configuration: optionalKerberos,
    path: '/app/login?noext=1',
    status: 200,
    aim: '2',
  },
  {
    name: 'session cookie',
    configuration: `DocumentRoot {ROOT}\n<Location /private>\n${gssapi}\n${sessions}\n</Location>`,
    path: '/private/page.txt',
    status: 200,
    aim: '2',
    headers: sessionCookie,
  },
  {
    name: 'Negotiate tokens',
    configuration: `DocumentRoot {ROOT}\n<Location /private>\n${gssapi}\n</Location>`,
    path: '/private/page.txt',
    status: 200,
    aim: '2',
    tokens: true,
  },
  {
    name: 'static page',
    configuration: 'DocumentRoot {ROOT}',
    path: '/page.html',
    status: 200,
    aim: 'above 1',
  },
  // Without AllowOverride both servers look for .htaccess in each folder on the way, though none may count.
  {
    name: 'static, AllowOverride None',
    configuration: 'DocumentRoot {ROOT}\n<Directory />\nAllowOverride None\n</Directory>',
    path: '/page.html',
    status: 200,
    aim: 'above 1',
  },
  {
    name: 'proxied page',
    configuration: 'ProxyPass /app http://127.0.0.1:{FAST_UPSTREAM}/app',
    path: '/app/page',
    status: 200,
    aim: 'above 1',
  },
  {
    name: '10,000 Locations',
    configuration: manyLocations(10_000),
    path: '/area/5000/page',
    status: 401,
    aim: '10',
  },
];

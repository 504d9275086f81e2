import { isUtf8 as isUtf8Bytes } from 'node:buffer';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Answer, headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { Connection } from '../kit/request.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { type Site, startSite } from '../kit/site.js';
import { writeTicket } from '../kit/ticket.js';
import { startTokens } from '../kit/tokens.js';
import type { SeenRequest } from '../kit/upstream.js';
import { until } from '../kit/wait.js';

// Names of principals that nobody expects: what programs, upstreams, sessions and the log are told of them.

const long = 'n'.repeat(1500);

/** The parts of a name, and what the Kerberos library makes of it; of the realm nothing is said. */
const names: readonly (readonly [title: string, parts: readonly string[], shown: string])[] = [
  ['a plain one', ['alice'], 'alice'],
  ['with an instance', ['bob', 'admin'], 'bob/admin'],
  ['with @', ['user@corp'], 'user\\@corp'],
  ['with a slash that divides nothing', ['bob/admin'], 'bob\\/admin'],
  ['with a backslash', ['back\\slash'], 'back\\\\slash'],
  ['with a tab', ['tab\there'], 'tab\\there'],
  ['with a line feed', ['line\nfeed'], 'line\\nfeed'],
  ['with a zero', ['zero\0byte'], 'zero\\0byte'],
  ['with a carriage return', ['carriage\rreturn'], 'carriage\rreturn'],
  ['with a field', ['x\r\nX-Evil: 1'], 'x\r\\nX-Evil: 1'],
  ['with an escape', ['esc\x1b[31mred'], 'esc\x1b[31mred'],
  ['with a delete', ['del\x7fete'], 'del\x7fete'],
  ['with quotes and brackets', ['"<b>&\'$(id)'], '"<b>&\'$(id)'],
  ['with blanks', [' two  words '], ' two  words '],
  ['with other letters', [Buffer.from('žofie').toString('latin1')], Buffer.from('žofie').toString('latin1')],
  ['with bytes that are no text', ['\xff\xfe\x80'], '\xff\xfe\x80'],
  ['with 1,500 letters', [long], long],
];

let site: Site;
let servers: Readonly<Record<'apache' | 'kerbgate', WebServer>>;

const configuration = (): string => `
DocumentRoot ${site.placeholders.ROOT}
ScriptAlias /env ${site.placeholders.CGI}/env
<Location />
  AuthType GSSAPI
  AuthName Names
  GssapiCredStore keytab:${site.realm.keytab}
  GssapiAllowedMech krb5
  GssapiUseSessions On
  GssapiSessionKey key:${site.placeholders.SESSION_KEY}
  Session On
  SessionCookieName names path=/
  Require valid-user
</Location>
<Location /app>
  RequestHeader set X-User "expr=%{REMOTE_USER}"
  ProxyPass http://127.0.0.1:${site.upstream.port}/app
</Location>
<Location /shown>
  Header always set X-User "expr=%{REMOTE_USER}"
</Location>
<Location /env/nobody>
  Require user nobody
</Location>
<Location /env/known>
  Require user "user\\\\@corp@EXAMPLE.TEST" "bob\\\\/admin@EXAMPLE.TEST" " two  words @EXAMPLE.TEST" ${long}@EXAMPLE.TEST
</Location>
`;

beforeAll(async () => {
  site = await startSite();
  const options = (name: string): ServerOptions => ({
    folder: site.folder,
    environment: site.realm.serverEnvironment(name),
    configuration,
  });
  servers = {
    apache: await startApache(options('apache')),
    kerbgate: await startKerbgate(options('kerbgate')),
  };
});
afterAll(async () => {
  await servers?.apache.stop();
  await servers?.kerbgate.stop();
  await site?.stop();
});

let serial = 0;

/** Tokens of somebody with that name, whom no KDC has to know: the service's key makes the ticket. */
async function tokensOf(parts: readonly string[], count: number): Promise<readonly string[]> {
  const { realm } = site;
  const order = {
    keytab: realm.keytab,
    realm: realm.name,
    user: parts,
    service: ['HTTP', 'localhost'] as const,
  };
  const cache = writeTicket(join(realm.folder, `named-${serial++}`), order);
  const tokens = startTokens({ ...realm, kinit: () => cache });
  const made = await tokens.bulk('somebody', count);
  await tokens.stop();
  return made;
}

async function get(server: WebServer, target: string, field: readonly [string, string]): Promise<Answer> {
  const connection = await Connection.open(server.port);
  const answer = await connection.send({ method: 'GET', target, headers: [field] });
  connection.close();
  return answer;
}

const userIn = (answer: Answer): string | undefined =>
  answer.status === 200
    ? (JSON.parse(answer.body.toString('latin1')) as { environment: Record<string, string> }).environment
        .REMOTE_USER
    : undefined;

/** What one server tells of one user. */
async function told(server: WebServer, tokens: readonly string[]) {
  const [first, second, third, fourth, fifth] = tokens.map(
    (token) => ['Authorization', `Negotiate ${token}`] as const,
  );
  const program = await get(server, '/env', first!);
  const cookie = headerValues(program, 'set-cookie')[0]?.split(';')[0] ?? '';
  const resumed = await get(server, '/env', ['Cookie', cookie]);
  const upstream = await get(server, '/app/headers', second!);
  const seen =
    upstream.status === 200 ? (JSON.parse(upstream.body.toString('latin1')) as SeenRequest) : undefined;
  const shown = await get(server, '/shown', third!);
  const nobody = await get(server, '/env/nobody', fourth!);
  const known = await get(server, '/env/known', fifth!);
  return {
    program: [program.status, userIn(program)],
    resumed: [resumed.status, userIn(resumed)],
    upstream: [
      upstream.status,
      seen?.headers.filter(([name]) => /^x-/i.test(name) && !/^x-forw/i.test(name)),
    ],
    shown: [shown.status, shown.failure, headerValues(shown, 'x-user'), headerValues(shown, 'x-evil')],
    nobody: nobody.status,
    known: known.status,
  };
}

const controls = /[\0-\x1f\x7f]/;
const isUtf8 = (text: string): boolean => isUtf8Bytes(Buffer.from(text, 'latin1'));

test.each(names)('a name %s', async (_, parts, shown) => {
  const user = `${shown}@EXAMPLE.TEST`;
  const tokens = await tokensOf(parts, 10);
  const apache = await told(servers.apache, tokens.slice(0, 5));
  const kerbgate = await told(servers.kerbgate, tokens.slice(5));
  expect(apache).toMatchObject({ program: [200, user], resumed: [200, user], nobody: 401 });
  // What is not UTF-8 cannot be passed to a program, and no control character comes into a field.
  const program = isUtf8(user) ? {} : { program: [400, undefined], resumed: [400, undefined] };
  const upstream = controls.test(user) ? { upstream: [500, undefined] } : {};
  expect(kerbgate).toEqual({ ...apache, ...program, ...upstream });
  expect(apache.shown.slice(0, 2)).toEqual([controls.test(user) ? 500 : 404, undefined]);
  const known = ['user\\@corp', 'bob\\/admin', ' two  words ', long].includes(shown);
  expect(apache.known).toBe(known ? 200 : 401);
});

const refusals = (log: string): readonly string[] =>
  log
    .split('\n')
    .flatMap((line) => /AH01631: (.*for "\/env\/nobody")/.exec(line)?.[1] ?? [])
    .toSorted();

test('the log tells names without their control characters, in the words of httpd', async () => {
  const whole = async (server: WebServer): Promise<string> => {
    await until('a line for each name', () => refusals(server.log()).length >= names.length);
    return server.log();
  };
  const [apache, kerbgate] = [await whole(servers.apache), await whole(servers.kerbgate)];
  expect(refusals(kerbgate)).toEqual(refusals(apache));
  expect(refusals(kerbgate).length).toBe(names.length);
  expect(kerbgate.replaceAll('\n', '')).not.toMatch(controls);
});

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { startApache } from '../kit/apache.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { runProgram } from '../kit/process.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { WebServer } from '../kit/server.js';
import { type SkewedKdc, startSkewedKdc } from '../kit/skewed-kdc.js';
import { startTokens } from '../kit/tokens.js';
import { acceptFailed, noLongerValid, notYetValid, passwordFailed, skewed } from './login-lines.js';

// A KDC whose clock is wrong gives tickets that are not good here: nobody gets in, and the log tells why.

const folder = makeScratch('clocks');
let realm: Realm;
beforeAll(async () => {
  realm = await startRealm();
});
afterAll(async () => {
  await realm?.stop();
  dropScratch(folder);
});

/** What the log says of a login with a ticket and of one with a password, where nobody is let in. */
interface Clock {
  readonly seconds: number;
  readonly status: 404 | 401;
  readonly ticket: RegExp;
  readonly password: RegExp;
}

const clocks: readonly Clock[] = [
  { seconds: 90, status: 404, ticket: /^$/, password: /^$/ },
  { seconds: 600, status: 401, ticket: notYetValid, password: noLongerValid },
  { seconds: 3600, status: 401, ticket: notYetValid, password: noLongerValid },
  { seconds: -3600, status: 401, ticket: skewed, password: noLongerValid },
];

const places = (kerb: boolean): string => `DocumentRoot ${folder}
ErrorLogFormat "%{X-Cause}i [%l] [%L] %M"
LogLevel auth_gssapi:error authz_core:error
<Location /gssapi>
  AuthType GSSAPI
  AuthName clocks
  GssapiCredStore keytab:${realm.keytab}
  GssapiBasicAuth On
  Require valid-user
</Location>
${
  kerb
    ? `<Location /kerb>
  AuthType Kerberos
  AuthName clocks
  Krb5Keytab ${realm.keytab}
  Require valid-user
</Location>`
    : ''
}`;

let serial = 0;

/** Tokens of somebody who has asked that KDC: the client takes over its time. */
async function tokensOf(kdc: SkewedKdc, count: number): Promise<readonly string[]> {
  const clientEnvironment = { ...realm.clientEnvironment, ...kdc.environment };
  const cache = `FILE:${realm.folder}/clock-${serial++}`;
  runProgram('kinit', ['-c', cache, 'alice'], clientEnvironment, 'alice-pw\n');
  const tokens = startTokens({ ...realm, clientEnvironment, kinit: () => cache });
  const made = await tokens.bulk('alice', count);
  await tokens.stop();
  return made;
}

/** Status and challenges without the tokens in them, which tell the time. */
async function ask(server: WebServer, path: string, name: string, value: string): Promise<string> {
  const headers = [
    ['Authorization', value],
    ['X-Cause', `${name}:`],
  ] as const;
  const answer = await sendOnce(server.port, { method: 'GET', target: `/${path}/x`, headers });
  const challenges = headerValues(answer, 'www-authenticate').map((each) =>
    each.replace(/ [\w+/=]{20,}$/, ' TOKEN'),
  );
  return `${answer.status} ${challenges.join(', ')}`;
}

const passwords = { plain: 'alice:alice-pw', proven: 'carol:carol-pw' } as const;

/** What a server answers to each login, by module and kind. */
async function logins(server: WebServer, modules: readonly string[], tokens: readonly string[]) {
  const answers: Record<string, string> = {};
  for (const [at, module] of modules.entries()) {
    const add = async (kind: string, value: string): Promise<void> => {
      const name = `${module}-${kind}`;
      answers[name] = await ask(server, module, name, value);
    };
    await add('ticket', `Negotiate ${tokens[at]}`);
    for (const [kind, pair] of Object.entries(passwords)) await add(kind, `Basic ${btoa(pair)}`);
  }
  return answers;
}

const linesOf = (log: string, name: string): readonly string[] =>
  log.split('\n').flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []));

test.each(clocks)('a KDC that is $seconds seconds ahead', async ({ seconds, status, ...words }) => {
  const kdc = await startSkewedKdc(realm, seconds);
  try {
    const serve = async (start: typeof startApache, name: string, modules: readonly string[]) => {
      const kerb = modules.includes('kerb');
      const server = await start({
        folder,
        environment: { ...realm.serverEnvironment(name), ...kdc.environment },
        configuration: () => places(kerb),
        extraModules: kerb ? ['auth_kerb'] : [],
      });
      const answers = await logins(server, modules, await tokensOf(kdc, modules.length));
      await server.stop();
      return { answers, log: server.log() };
    };
    const apache = await serve(startApache, 'apache', ['gssapi']);
    const { answers, log } = await serve(startKerbgate, 'kerbgate', ['gssapi', 'kerb']);
    expect(answers).toMatchObject(apache.answers);
    for (const [name, answer] of Object.entries(answers)) {
      expect(`${name} ${answer}`).toContain(`${name} ${status} `);
      const lines = linesOf(log, name);
      if (status === 404) expect(lines).toEqual([]);
      else
        expect(lines).toEqual([
          expect.stringMatching(name.endsWith('ticket') ? acceptFailed : passwordFailed),
          expect.stringMatching(name.endsWith('ticket') ? words.ticket : words.password),
        ]);
    }
  } finally {
    await kdc.stop();
  }
});

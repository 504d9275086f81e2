// npm run demo [-- --once] [-- --apache]: optional Kerberos from end to end in a realm of its own. --once ends after the
// checks, --apache tells the same story on real Apache.
import { parseArgs } from 'node:util';
import { startApache } from '../kit/apache.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { type LogonApplication, startLogonApplication } from './logon-application.js';
import { commandLine, runStep, storyFor } from './story.js';

const { values: options } = parseArgs({
  options: { once: { type: 'boolean', default: false }, apache: { type: 'boolean', default: false } },
});

/** Configuration A of optional Kerberos, with the application behind it. */
function configuration(keytab: string, application: number): string {
  return `<Location /app/login>
<If "%{QUERY_STRING} !~ /^noext=1/">
<Limit GET>
  AuthType GSSAPI
  AuthName "Kerberos Login"
  GssapiCredStore keytab:${keytab}
  require valid-user
  ErrorDocument 401 /app/login?noext=1
</Limit>
</If>
</Location>
ProxyPass /app http://127.0.0.1:${application}/app
RequestHeader set X-Remote-User "expr=%{REMOTE_USER}"`;
}

function startServer(folder: string, realm: Realm, application: LogonApplication): Promise<WebServer> {
  const serverOptions: ServerOptions = {
    folder,
    environment: realm.serverEnvironment('demo'),
    configuration: () => configuration(realm.keytab, application.port),
  };
  return options.apache ? startApache(serverOptions) : startKerbgate(serverOptions);
}

async function tellStory(realm: Realm, server: WebServer): Promise<void> {
  const environment = { ...realm.clientEnvironment, KRB5CCNAME: realm.kinit('alice') };
  for (const [index, step] of storyFor(`http://localhost:${server.port}/app/login`).entries()) {
    console.log(`\n${index + 1}. ${step.title}\n   $ ${commandLine(step)}`);
    const answer = await runStep(step, environment);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const shown = [
      head.split('\r\n')[0],
      ...(head.match(/^WWW-Authenticate:.{0,60}/gim) ?? []),
      ...body.trim().split('\n'),
    ];
    console.log(shown.map((line) => `   | ${line}`).join('\n'));
  }
}

function explainHowToGoOn(realm: Realm, server: WebServer): void {
  console.log(`
All steps are as they should be. The server goes on:
  open          http://localhost:${server.port}/app/login in a browser: without a ticket it shows the form
  or, with a ticket, in another terminal:
                export KRB5_CONFIG=${realm.clientEnvironment.KRB5_CONFIG} KRB5CCNAME=FILE:/tmp/kerbgate-demo.ccache
                echo alice-pw | kinit alice
                curl --negotiate -u : http://localhost:${server.port}/app/login
  configuration ${server.file}
  stop          Ctrl-C here, or: kill ${process.pid}`);
}

/** Resolves on Ctrl-C or kill. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
  });
}

const cleanUp: (() => unknown)[] = [];

async function demo(): Promise<void> {
  const folder = makeScratch('demo');
  cleanUp.push(() => dropScratch(folder));
  const realm = await startRealm();
  cleanUp.push(() => realm.stop());
  const application = await startLogonApplication();
  cleanUp.push(() => application.stop());
  const server = await startServer(folder, realm, application);
  cleanUp.push(() => server.stop());
  console.log(`realm ${realm.name} on port ${realm.port}, ${server.name} on port ${server.port}`);
  await tellStory(realm, server).catch((error: unknown) => {
    console.error(`--- ${server.name} logged\n${server.log().trimEnd().split('\n').slice(-20).join('\n')}`);
    throw error;
  });
  if (options.once) return;
  explainHowToGoOn(realm, server);
  await untilStopped();
}

try {
  await demo();
} catch (error) {
  console.error(`\nThe demo failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  for (const step of cleanUp.reverse()) await step();
}

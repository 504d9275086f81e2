import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApache } from '../kit/apache.js';
import { type Browser, startBrowser } from '../kit/browser.js';
import { readFixtures } from '../kit/fixture.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { projectFolder } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { dropScratch, makeScratch, openToAll } from '../kit/scratch.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';

const folder = makeScratch('chromium');
let realm: Realm;
let known: Browser;
let unknown: Browser;
const servers: Partial<Record<'apache' | 'kerbgate', WebServer>> = {};

/** The complete optional login, with an application that has a form; beside it a place with sessions and one without. */
function configuration(name: string): string {
  const optional = readFixtures('conformance').find((fixture) => fixture.name === 'a-optional-kerberos');
  const place = (path: string, more: string): string => `<Location /${path}>
  AuthType GSSAPI
  AuthName "Intranet"
  GssapiCredStore keytab:{KEYTAB}
  ${more}
  Require valid-user
</Location>`;
  return `${optional!.configuration.replace('{CGI}/env', '{CGI}/logon')}
ScriptAliasMatch ^/(?:kept|each)/ {CGI}/logon
${place('kept', 'GssapiUseSessions On\n  Session On\n  SessionCookieName login path=/kept;httponly')}
${place('each', '')}
CustomLog ${folder}/${name}.log "%>s %U %{Authorization}i"
`;
}

function options(name: string): ServerOptions {
  const site = join(folder, 'site');
  const values = { KEYTAB: realm.keytab, CGI: join(site, 'cgi-bin'), ROOT: join(site, 'htdocs') };
  return {
    folder,
    environment: realm.serverEnvironment(name),
    configuration: () => fillPlaceholders(configuration(name), values),
  };
}

beforeAll(async () => {
  cpSync(join(projectFolder, 'fixtures/conformance/site'), join(folder, 'site'), { recursive: true });
  openToAll(join(folder, 'site'));
  realm = await startRealm();
  const ticket = { ...realm.clientEnvironment, KRB5CCNAME: realm.kinit('alice') };
  [known, unknown, servers.apache, servers.kerbgate] = await Promise.all([
    startBrowser(ticket, true),
    startBrowser(realm.clientEnvironment, false),
    startApache(options('apache')),
    startKerbgate(options('kerbgate')),
  ]);
});

afterAll(async () => {
  await Promise.all([known?.stop(), unknown?.stop(), servers.apache?.stop(), servers.kerbgate?.stop()]);
  await realm?.stop();
  dropScratch(folder);
});

/** What the access log says about a path once it tells of that many answers; each line begins with a status. */
async function logged(name: string, path: string, answers: number): Promise<readonly string[]> {
  for (;;) {
    const lines = readFileSync(join(folder, `${name}.log`), 'latin1').split('\n');
    const found = lines
      .filter((line) => line.split(' ')[1] === path)
      .map((line) => line.slice(0, 3 + path.length + 11));
    if (found.length >= answers) return found;
    await delay(25);
  }
}

const greeting = `document.querySelector('#user')?.textContent`;

describe.each(['apache', 'kerbgate'] as const)('Chromium and %s', (name) => {
  const url = (path: string): string => `http://localhost:${servers[name]!.port}${path}`;

  test('with a ticket the application opens without a question', async () => {
    const page = await known.page();
    await page.open(url('/app/login'));
    expect(await page.ask(greeting)).toBe('Hello alice@EXAMPLE.TEST, you logged in with Negotiate.');
    await page.close();
  });

  test('without a ticket the form is shown under the same URL, and what it sends logs in', async () => {
    const page = await unknown.page();
    await page.open(url('/app/login'));
    expect(await page.ask(`document.querySelector('form button')?.textContent`)).toBe('Log in');
    expect(await page.ask('location.pathname + location.search')).toBe('/app/login');
    const picture = await page.picture();
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    await page.ask(`document.querySelector('[name=user]').value = 'carol'`);
    await page.ask(`document.querySelector('button').click() ?? true`);
    expect(await page.ask(greeting)).toBe('Hello carol, you logged in with the form.');
    await page.close();
  });

  test('a session takes the place of further negotiations', async () => {
    const page = await known.page();
    for (const path of ['/kept/a', '/kept/a', '/kept/a', '/each/a', '/each/a']) {
      await page.open(url(path));
      expect(await page.ask(greeting)).toContain('Hello alice@EXAMPLE.TEST');
    }
    const negotiate = (path: string) => `200 ${path} Negotiate`;
    expect(await logged(name, '/kept/a', 4)).toEqual([
      '401 /kept/a -',
      negotiate('/kept/a'),
      '200 /kept/a -',
      '200 /kept/a -',
    ]);
    const without = await logged(name, '/each/a', 4);
    expect(without.filter((line) => line === negotiate('/each/a'))).toHaveLength(2);
    await page.close();
  });
});

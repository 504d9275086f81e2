import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { headerValues } from '../kit/answer.js';
import { type Running, startProcess, untilListening } from '../kit/process.js';
import { projectFolder } from '../kit/project.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, freePort, makeScratch } from '../kit/scratch.js';
import { kerbgate } from './run.js';

// A ruleset that `compile` wrote is served as the configuration it came from; one that was meddled with is not served.

let folder = '';
let port = 0;
const file = (name: string): string => join(folder, name);

function configuration(): string {
  const user = process.getuid?.() === 0 ? 'User www-data\nGroup www-data\n' : '';
  return `${user}ServerName localhost
Listen 127.0.0.1:${port}
ErrorLog ${file('error.log')}
DocumentRoot ${folder}
<Location /private>
  AuthType GSSAPI
  AuthName "Private"
  GssapiBasicAuth On
  GssapiCredStore keytab:${file('none.keytab')}
  Require valid-user
</Location>
<LocationMatch "^/(?<part>open|free)">
  Require all granted
</LocationMatch>
<Location /closed>
  <If "%{QUERY_STRING} !~ /^in=1/">
    Require all denied
  </If>
</Location>
`;
}

const environment = { PATH: process.env.PATH ?? '' };
const targets = ['/private', '/PRIVATE', '/open', '/closed', '/closed?in=1', '/a%2fb', '/..', '/'];

beforeAll(async () => {
  folder = makeScratch('serve-json');
  port = await freePort();
  writeFileSync(file('site.conf'), configuration());
  expect(kerbgate(['compile', file('site.conf'), '-o', file('site.json')]).code).toBe(0);
});
afterAll(() => dropScratch(folder));

async function answersOf(path: string): Promise<readonly (readonly unknown[])[]> {
  const program = join(projectFolder, 'bin', 'kerbgate');
  const words = [program, 'serve', path, '--workers', '1'];
  const server: Running = startProcess(process.execPath, words, environment);
  try {
    await untilListening(server, port);
    const answers: unknown[][] = [];
    for (const target of targets) {
      const answer = await sendOnce(port, { method: 'GET', target, headers: [] });
      answers.push([target, answer.status, headerValues(answer, 'www-authenticate'), answer.body.toString()]);
    }
    return answers;
  } finally {
    await server.stop();
  }
}

test('a compiled ruleset decides as its configuration', async () => {
  const fromConfiguration = await answersOf(file('site.conf'));
  expect(fromConfiguration[0]?.slice(0, 3)).toEqual([
    '/private',
    401,
    ['Negotiate', 'Basic realm="Private"'],
  ]);
  expect(fromConfiguration[3]?.slice(0, 2)).toEqual(['/closed', 403]);
  expect(await answersOf(file('site.json'))).toEqual(fromConfiguration);
});

test.each([
  ['broken JSON', (text: string) => text.slice(0, -20)],
  ['another version', (text: string) => text.replace('"version": 1', '"version": 2')],
  ['a field nobody knows', (text: string) => text.replace('"authName"', '"authNane"')],
  ['a requirement that is none', (text: string) => text.replace('"valid-user"', '"anybody"')],
  ['a pattern that cannot be compiled', (text: string) => text.replaceAll('open|free', 'open|free(')],
  ['two sections of one number', (text: string) => text.replace(/"id": 2\b/, '"id": 1')],
])('%s is refused', (_, meddle) => {
  const text = readFileSync(file('site.json'), 'utf8');
  const meddled = meddle(text);
  expect(meddled).not.toBe(text);
  writeFileSync(file('meddled.json'), meddled);
  const { code, error } = kerbgate(['serve', file('meddled.json'), '--workers', '1']);
  expect(code).toBe(1);
  expect(error).toContain('meddled.json');
});

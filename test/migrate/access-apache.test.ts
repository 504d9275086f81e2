import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toApache24 } from '../../src/migrate/to-apache-24.js';
import { startApache } from '../kit/apache.js';
import { withApache } from '../kit/apache-check.js';
import { Random } from '../kit/random.js';
import { sendOnce } from '../kit/request.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { moduleLines, type WebServer } from '../kit/server.js';
import { migrateText } from './migrate-text.js';
import { type AccessRequest, folders, makeAccessText, makeRequests, users } from './random-access.js';

// Made-up sections with httpd 2.2's access control and what they become, side by side in real Apache.

const first = 10_001;
const count = 60;

interface Case {
  readonly seed: number;
  readonly old: string;
  readonly now: string;
  /** Whether something could not be said as it was. */
  readonly isChoice: boolean;
  readonly requests: readonly AccessRequest[];
}

const folder = makeScratch('migrate-access');
let cases: readonly Case[] = [];
let apache: WebServer;

function caseOf(seed: number, root: string): Case {
  const random = new Random(seed);
  const old = `DocumentRoot ${root}\n${makeAccessText(random).replaceAll('{ROOT}', root)}`;
  const { text, entries } = migrateText(old, toApache24);
  const isChoice = entries.some(({ kind }) => kind === 'choice');
  return { seed, old, now: text, isChoice, requests: makeRequests(random, 12) };
}

function makePages(root: string): void {
  for (const each of folders) {
    mkdirSync(join(root, each), { recursive: true });
    chmodSync(join(root, each), 0o755);
    for (const name of ['x.html', 'y.txt']) writeFileSync(join(root, each, name), 'page\n', { mode: 0o644 });
  }
  const hash = (user: string): string => createHash('sha1').update(`${user}-pw`).digest('base64');
  writeFileSync(join(root, 'users'), users.map((user) => `${user}:{SHA}${hash(user)}\n`).join(''), {
    mode: 0o644,
  });
}

const hostOf = (name: string, text: string, port: number): string =>
  `<VirtualHost 127.0.0.1:${port}>\nServerName ${name}\n${text}\n</VirtualHost>`;

beforeAll(async () => {
  const root = join(folder, 'www');
  makePages(root);
  chmodSync(folder, 0o755);
  cases = Array.from({ length: count }, (_, index) => caseOf(first + index, root));
  apache = await startApache({
    folder,
    environment: {},
    extraModules: ['remoteip'],
    configuration: (port) =>
      [
        'RemoteIPHeader X-Asks-From\nRemoteIPInternalProxy 127.0.0.1',
        ...cases.flatMap(({ seed, old, now }) => [
          hostOf(`o${seed}.test`, old, port),
          hostOf(`n${seed}.test`, now, port),
        ]),
      ].join('\n'),
  });
});

afterAll(async () => {
  await apache?.stop();
  dropScratch(folder);
});

async function statusOf(host: string, request: AccessRequest): Promise<number> {
  const { path, method, address, user, good } = request;
  const answer = await sendOnce(apache.port, {
    method,
    target: path,
    headers: [
      ['Host', host],
      ['X-Asks-From', address],
      ...(good ? [['X-Good', '1'] as const] : []),
      ...(user === undefined ? [] : [['Authorization', `Basic ${btoa(`${user}:${user}-pw`)}`] as const]),
    ],
  });
  return answer.status;
}

test('real Apache decides made-up sections and what they become alike, and grants no more where a choice was made', async () => {
  const wrong: string[] = [];
  const seen = new Set<number>();
  for (const { seed, old, now, isChoice, requests } of cases)
    for (const request of requests) {
      const before = await statusOf(`o${seed}.test`, request);
      const after = await statusOf(`n${seed}.test`, request);
      seen.add(before).add(after);
      const isRefused = (status: number): boolean => status === 401 || status === 403 || status === 500;
      const isWrong = isChoice ? isRefused(before) && !isRefused(after) : before !== after;
      if (isWrong) wrong.push(`${JSON.stringify(request)}: ${before} => ${after}\n${old}\n=>\n${now}`);
    }
  expect(wrong).toEqual([]);
  expect([...seen].sort()).toEqual(expect.arrayContaining([200, 401, 403, 405]));
});

test('httpd takes what they become without mod_access_compat', async () => {
  const modules = moduleLines('prefork', []).filter((line) => !line.includes('access_compat'));
  const texts = cases.map(({ now, seed }) => hostOf(`n${seed}.test`, now, 80)).join('\n');
  const said = await withApache(modules, (check) => check(`Listen 127.0.0.1:80\n${texts}`));
  expect(said).toContain('Syntax OK');
});

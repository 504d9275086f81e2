import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from '../kit/request.js';
import { makeStage, type Stage } from './processes.js';

// A per-directory file counts from when it is written until it goes, on connections that were open before, too.

let stage: Stage;
let connection: Connection;
let folder: string;

beforeAll(async () => {
  stage = await makeStage();
  folder = join(stage.folder, 'htdocs', 'below');
  mkdirSync(folder);
  writeFileSync(join(folder, 'page.txt'), 'page\n');
  const file = stage.configure(
    `<Directory ${stage.folder}/htdocs>\nAllowOverride AuthConfig FileInfo\nRequire all granted\n</Directory>`,
  );
  await stage.start(['serve', file, '--workers', '1']);
  connection = await Connection.open(stage.port);
}, 60_000);

afterAll(async () => {
  connection.close();
  await stage.close();
}, 60_000);

async function status(): Promise<number> {
  const answer = await connection.send({ method: 'GET', target: '/below/page.txt', headers: [] });
  // After a 500 the server ends the connection.
  if (answer.status === 500) await reopen();
  return answer.status;
}

async function reopen(): Promise<void> {
  connection.close();
  connection = await Connection.open(stage.port);
}

/** Asks again and again on the one connection until the answer is another one; what it becomes. */
async function statusAfter(before: number): Promise<number> {
  const end = Date.now() + 10_000;
  let now = await status();
  while (now === before && Date.now() < end) now = await status();
  return now;
}

/** Waits until a line is in the log, which may be written after the answer. */
async function logged(line: RegExp): Promise<void> {
  const end = Date.now() + 10_000;
  while (!line.test(stage.log()) && Date.now() < end) await delay(10);
  expect(stage.log()).toMatch(line);
}

test('a file is seen when it comes, changes and goes', async () => {
  const path = join(folder, '.htaccess');
  expect(await status()).toBe(200);
  writeFileSync(path, 'Require all denied\n');
  expect(await statusAfter(200)).toBe(403);
  writeFileSync(path, 'Require all grant\n');
  expect(await statusAfter(403)).toBe(500);
  await logged(/:alert\].*\/below\/\.htaccess: .*\(line 1, column \d+\)/);
  // As long as the text before: only the times tell, and the bytes.
  writeFileSync(path, 'Require all denied\n');
  expect(await statusAfter(500)).toBe(403);
  rmSync(path);
  expect(await statusAfter(403)).toBe(200);
  mkdirSync(path);
  expect(await statusAfter(200)).toBe(403);
  await logged(/:crit\].* AH00529: /);
}, 60_000);

test('a file above comes and goes too', async () => {
  rmSync(join(folder, '.htaccess'), { recursive: true, force: true });
  expect(await statusAfter(403)).toBe(200);
  const path = join(stage.folder, 'htdocs', '.htaccess');
  writeFileSync(path, 'Redirect 303 /below /elsewhere\n');
  expect(await statusAfter(200)).toBe(303);
  rmSync(path);
  expect(await statusAfter(303)).toBe(200);
}, 60_000);

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from '@jest/globals';
import { Connection } from '../kit/request.js';
import { makeStage, type Stage, until } from './processes.js';

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
});

afterAll(async () => {
  connection.close();
  await stage.close();
});

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

/** Asks again and again on the one connection until the answer is this one; while a file is written it may seem to be empty. */
const untilStatus = (wanted: number): Promise<void> =>
  until(`the answer ${wanted}`, async () => (await status()) === wanted);

test('a file is seen when it comes, changes and goes', async () => {
  const path = join(folder, '.htaccess');
  await untilStatus(200);
  writeFileSync(path, 'Require all denied\n');
  await untilStatus(403);
  writeFileSync(path, 'Require all grant\n');
  await untilStatus(500);
  await stage.untilLog(/:alert\].*\/below\/\.htaccess: .*\(line 1, column \d+\)/);
  // As long as the text before: only the times tell, and the bytes.
  writeFileSync(path, 'Require all denied\n');
  await untilStatus(403);
  rmSync(path);
  await untilStatus(200);
  mkdirSync(path);
  await untilStatus(403);
  await stage.untilLog(/:crit\].* AH00529: /);
});

test('a file above comes and goes too', async () => {
  rmSync(join(folder, '.htaccess'), { recursive: true, force: true });
  await untilStatus(200);
  const path = join(stage.folder, 'htdocs', '.htaccess');
  writeFileSync(path, 'Redirect 303 /below /elsewhere\n');
  await untilStatus(303);
  rmSync(path);
  await untilStatus(200);
});

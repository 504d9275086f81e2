import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startProcess, untilListening } from '../kit/process.js';
import { compiled, projectFolder } from '../kit/project.js';
import { readme } from '../kit/readme.js';
import { dropScratch, freePort, giveBack, makeScratch } from '../kit/scratch.js';
import { isRoot } from './processes.js';

let folder = '';
let port = 0;
beforeAll(async () => {
  compiled('src/cli/main.js');
  folder = makeScratch('readme-serve');
  port = await freePort();
});
afterAll(() => {
  giveBack(port);
  dropScratch(folder);
});

test('the file that the README serves answers as it says', async () => {
  const [, text = '', path = '', told = ''] =
    /```apache\n(# hello\.conf\n[\s\S]*?)```[\s\S]*?kerbgate serve hello\.conf[\s\S]*?curl -i http:\/\/127\.0\.0\.1:8080(\S+) +# (.*)/.exec(
      readme(),
    ) ?? [];
  const file = join(folder, 'hello.conf');
  const who = isRoot ? 'User www-data\nGroup www-data\n' : '';
  writeFileSync(file, `${text.replace('127.0.0.1:8080', `127.0.0.1:${port}`)}${who}`);
  const server = startProcess(process.execPath, [join(projectFolder, 'bin/kerbgate'), 'serve', file], {
    PATH: process.env.PATH ?? '',
  });
  try {
    await untilListening(server, port);
    const { status, headers } = await fetch(`http://127.0.0.1:${port}${path}`);
    expect(`${status}, WWW-Authenticate: ${headers.get('www-authenticate')}`).toBe(told);
  } finally {
    await server.stop();
  }
});

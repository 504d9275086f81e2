import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { compiled, projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

// The process writes beyond the size its files may have, as on a full disk, makes room and writes again.
const program = (module: string): string => `
import { ftruncateSync } from 'node:fs';
const { Appender } = await import(${JSON.stringify(module)});
const out = new Appender(3);
const moment = () => new Promise((resolve) => setTimeout(resolve, 5));
const write = async (text) => {
  out.write(text);
  while (out.writableLength > 0) await moment();
};
process.on('SIGXFSZ', () => {});
await write('first\\n'.repeat(1000));
await write('lost\\n'.repeat(1000));
await write('lost\\n'.repeat(1000));
ftruncateSync(3, 0);
await write('later\\n');
out.write('at the ');
out.write('end\\n');
await new Promise((resolve) => out.end(resolve));
`;

test('a log that could not be written is written again as soon as there is room', () => {
  compiled('src/serve/append.js');
  const folder = makeScratch('append');
  const file = join(folder, 'log');
  const fd = openSync(file, 'a');
  try {
    const module = pathToFileURL(join(projectFolder, 'dist/src/serve/append.js')).href;
    const { stderr, status } = spawnSync(
      '/bin/sh',
      ['-c', 'ulimit -f 16; exec "$0" --input-type=module -e "$1"', process.execPath, program(module)],
      { stdio: ['ignore', 'ignore', 'pipe', fd], encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^kerbgate: cannot write the error log: .*\n$/);
    expect(readFileSync(file, 'latin1')).toBe('later\nat the end\n');
  } finally {
    closeSync(fd);
    dropScratch(folder);
  }
});

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { compiled } from '../kit/project.js';

const start = (words: string): string => `
import { openSync } from 'node:fs';
const { startHelper, helperFileOf } = await import('${compiled('src/authn/helper-process.js')}');
const { HelperStarts } = await import('${compiled('src/authn/helper-starts.js')}');
const identity = { user: 'www-data', uid: 33, gid: 33 };
try { for (;;) openSync('/dev/null'); } catch {}
${words}
`;

/** What a program says that can open no more files. */
async function withoutDescriptors(words: string): Promise<string> {
  const limited = ['-c', 'ulimit -n 60; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e'];
  const child = spawn('/bin/sh', [...limited, start(words)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said + complained;
}

test('a helper that cannot be started for want of descriptors is gone at once, and its process lives on', async () => {
  const words = `const helper = startHelper(helperFileOf('task'), process.env);
await helper.gone;
console.log(helper.pid, await helper.ask(Buffer.from('x')), 'alive');`;
  expect(await withoutDescriptors(words)).toBe('undefined undefined alive\n');
});

test('a starter without descriptors says that nothing was started, and lives on', async () => {
  const words = `const starts = new HelperStarts(identity, (answer) => console.log(answer.number, answer.pid));
starts.follow({ kind: 'start-helper', helper: 'task', number: 7 });
setImmediate(() => setImmediate(() => console.log('alive')));`;
  expect(await withoutDescriptors(words)).toBe('7 undefined\nalive\n');
});

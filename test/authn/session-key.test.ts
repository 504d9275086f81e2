import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadSessionKey } from '../../src/authn/session-key.js';
import { compiled } from '../kit/project.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbgate-key-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const octets = Buffer.alloc(32, 7);

describe('a key in the configuration', () => {
  test('has 32 octets', () => {
    expect(loadSessionKey({ kind: 'key', base64: octets.toString('base64') })).toEqual({
      kind: 'key',
      key: octets,
    });
  });

  test.each([
    ['AAAA', 'Invalid key length, expected 32 got 3'],
    [Buffer.alloc(33).toString('base64'), 'Invalid key length, expected 32 got 33'],
    ['', 'Invalid key length, expected 32 got 0'],
  ])('"%s" is refused with its length', (base64, text) => {
    expect(loadSessionKey({ kind: 'key', base64 })).toEqual({ kind: 'error', text });
  });
});

describe('a key in a file', () => {
  test('is made once, for its owner alone, and leaves nothing else behind', () => {
    const path = join(folder, 'made');
    const first = loadSessionKey({ kind: 'file', path });
    expect(first.kind === 'key' && first.key.length).toBe(32);
    expect(loadSessionKey({ kind: 'file', path })).toEqual(first);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(first).toEqual({ kind: 'key', key: readFileSync(path) });
    expect(readdirSync(folder)).toEqual(['made']);
    expect(loadSessionKey({ kind: 'file', path: join(folder, 'second') })).not.toEqual(first);
  });

  test('that is longer counts by its first 32 octets, a shorter one not at all', () => {
    const [long, short] = [join(folder, 'long'), join(folder, 'short')];
    writeFileSync(long, Buffer.concat([octets, Buffer.from('more')]));
    writeFileSync(short, octets.subarray(1));
    expect(loadSessionKey({ kind: 'file', path: long })).toEqual({ kind: 'key', key: octets });
    expect(loadSessionKey({ kind: 'file', path: short })).toMatchObject({
      kind: 'error',
      text: expect.stringContaining('shorter'),
    });
    expect(readFileSync(short)).toEqual(octets.subarray(1));
  });

  test('that cannot be made or read is told', () => {
    for (const path of [join(folder, 'none', 'key'), folder]) {
      expect(loadSessionKey({ kind: 'file', path })).toMatchObject({
        kind: 'error',
        text: expect.stringContaining(path),
      });
    }
  });

  test('that another process has made and not yet filled is waited for', async () => {
    const path = join(folder, 'late');
    const code = `const fs = require('node:fs'); const file = fs.openSync(${JSON.stringify(path)}, 'wx', 0o600);
      process.stdout.write('made'); setTimeout(() => fs.writeSync(file, Buffer.alloc(32, 9)), 200);`;
    const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(loadSessionKey({ kind: 'file', path })).toEqual({ kind: 'key', key: Buffer.alloc(32, 9) });
    await ended;
  });

  test('is one whichever of several processes makes it', async () => {
    const paths = Array.from({ length: 20 }, (_, index) => join(folder, `raced-${index}`));
    const code = `const { loadSessionKey } = await import(${JSON.stringify(compiled('src/authn/session-key.js'))});
      for (const path of ${JSON.stringify(paths)})
        console.log(Buffer.from(loadSessionKey({ kind: 'file', path }).key).toString('hex'));`;
    const run = () =>
      new Promise<string>((resolve, reject) =>
        execFile(process.execPath, ['--input-type=module', '-e', code], (error, out) =>
          error ? reject(error) : resolve(out),
        ),
      );
    const said = await Promise.all([run(), run(), run()]);
    expect(new Set(said).size).toBe(1);
    expect(said[0]!.trim().split('\n')).toEqual(paths.map((path) => readFileSync(path).toString('hex')));
    for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => /^raced-\d+\./.test(name))).toEqual([]);
  });
});

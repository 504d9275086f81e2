import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CommandResult, kerbgate } from '../cli/run.js';
import { childrenOf, isAlive, makeStage, type Stage, until } from './processes.js';

// httpd -k and what goes with it; the words are those of httpd's ap_signal_server.

let stage: Stage;
let file = '';
const pidFile = (): string => join(stage.folder, 'httpd.pid');
const httpd = (...args: string[]): CommandResult => kerbgate(['httpd', '-f', file, ...args]);
const pid = (): number => Number(readFileSync(pidFile(), 'latin1'));

beforeEach(async () => {
  stage = await makeStage();
  file = stage.configure('');
});

afterEach(async () => {
  if (existsSync(pidFile())) {
    const left = pid();
    if (left > 1 && isAlive(left)) {
      process.kill(left, 'SIGTERM');
      await until('the server ends', () => !isAlive(left));
    }
  }
  await stage.close();
});

test('start returns when the server listens, and every -k acts on it', async () => {
  expect(httpd('-k', 'start')).toEqual({ code: 0, out: '', error: '' });
  expect(await stage.get('/index.html')).toBe(200);
  const server = pid();
  const workers = childrenOf(server);
  for (const args of [['-k', 'start'], ['-kstart'], [], ['-DFOREGROUND']]) {
    expect(httpd(...args)).toEqual({ code: 0, out: `httpd (pid ${server}) already running\n`, error: '' });
  }
  expect(httpd('-k', 'graceful')).toEqual({ code: 0, out: '', error: '' });
  await until('new workers serve', () => !workers.some(isAlive));
  expect(await stage.get('/index.html')).toBe(200);
  expect(httpd('-k', 'restart')).toEqual({ code: 0, out: '', error: '' });
  await stage.untilLog('SIGHUP received');
  expect(httpd('-k', 'stop')).toEqual({ code: 0, out: '', error: '' });
  await until('it stops', () => !isAlive(server));
  expect(existsSync(pidFile())).toBe(false);
});

test('graceful-stop ends it', async () => {
  expect(httpd('-k', 'start').code).toBe(0);
  const server = pid();
  expect(httpd('-kgraceful-stop')).toEqual({ code: 0, out: '', error: '' });
  await until('it stops', () => !isAlive(server));
});

test('restart and graceful start a server that does not run', () => {
  expect(httpd('-k', 'graceful')).toEqual({
    code: 0,
    out: 'httpd not running, trying to start\n',
    error: '',
  });
  expect(isAlive(pid())).toBe(true);
});

test('stop tells when nothing runs', () => {
  expect(httpd('-k', 'stop')).toEqual({ code: 0, out: 'httpd (no pid file) not running\n', error: '' });
  expect(httpd('-k', 'graceful-stop').out).toBe('httpd (no pid file) not running\n');
  writeFileSync(pidFile(), '4194304\n');
  expect(httpd('-k', 'stop')).toEqual({ code: 0, out: 'httpd (pid 4194304?) not running\n', error: '' });
  writeFileSync(pidFile(), 'garbage\n');
  const { code, error } = httpd('-k', 'stop');
  expect(code).toBe(1);
  expect(error).toContain(`AH00058: Error retrieving pid file ${pidFile()}`);
});

test('a refused configuration stops -k before anything is signalled', async () => {
  expect(httpd('-k', 'start').code).toBe(0);
  stage.configure('Foo bar');
  const { code, error } = httpd('-k', 'graceful');
  expect(code).toBe(1);
  expect(error).toContain("Invalid command 'Foo'");
  const server = pid();
  process.kill(server, 'SIGTERM');
  await until('the server ends', () => !isAlive(server));
  const log = await stage.wholeLog();
  expect(log).toContain('resuming normal operations');
  expect(log).not.toContain('SIGUSR1');
});

test('-X serves in one process', async () => {
  const server = await stage.start(['httpd', '-X', '-f', file]);
  expect(await stage.get('/index.html')).toBe(200);
  expect(childrenOf(server.pid)).toEqual([]);
  process.kill(server.pid, 'SIGTERM');
  await until('it stops', () => server.ended() !== undefined);
  expect(server.ended()).toMatch(/exit code 0/);
});

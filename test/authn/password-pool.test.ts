import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createPasswordChecker,
  type PasswordChecker,
  type PasswordOptions,
} from '../../src/authn/password.js';
import type { PasswordOutcome, PasswordSettings } from '../../src/gssapi/acceptor.js';
import { compiled } from '../kit/project.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { until, withEnoughTime } from '../kit/wait.js';
import { type SilentKdc, startSilentKdc } from './kdc-silent.js';

let realm: Realm;
let silent: SilentKdc;
const checkers: PasswordChecker[] = [];

beforeAll(async () => {
  realm = await startRealm();
  silent = await startSilentKdc(realm.folder, realm.name);
});

afterEach(async () => {
  await Promise.all(checkers.splice(0).map((checker) => checker.close()));
});

afterAll(async () => {
  await silent.stop();
  await realm.stop();
});

const settings = (): PasswordSettings => ({
  acceptor: {
    store: { keytab: realm.keytab },
    mechanisms: [],
    wants: { localName: false, delegated: false },
  },
  verify: true,
});

function checker(options: PasswordOptions = {}): PasswordChecker {
  const environment = realm.serverEnvironment('pool');
  const made = createPasswordChecker({
    helperFile: compiled('src/gssapi/helper.js'),
    environment,
    ...options,
  });
  checkers.push(made);
  return made;
}

const hanging = (options: PasswordOptions = {}): PasswordChecker =>
  checker({
    environment: { ...realm.serverEnvironment('hanging'), KRB5_CONFIG: silent.configuration },
    ...options,
  });

/** A helper of our own making, to see what the pool does with it. */
function helperOf(name: string, code: string): string {
  const file = join(realm.folder, `${name}.mjs`);
  writeFileSync(file, code);
  return file;
}

/** What the system tells of a process, or nothing when it is gone. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return '';
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What is to be seen of a helper whose KDC was called and does not answer. */
interface Hung<T> {
  readonly check: PasswordChecker;
  readonly pid: number;
  readonly seen: T;
  readonly outcome: PasswordOutcome;
  /** Milliseconds. */
  readonly limit: number;
  readonly took: number;
}

/** Has a password checked by a KDC that never answers, with time enough for the helper to call it; `look` is done then. */
async function hang<T>(password: string, look: (pid: number) => T): Promise<Hung<T>> {
  const attempt = async (seconds: number): Promise<Hung<T> | undefined> => {
    const limit = seconds * 1000;
    const check = hanging({ timeLimit: limit });
    const before = silent.calls();
    const began = performance.now();
    const work = check.check('alice', password, settings());
    let over = false;
    void work.then(() => {
      over = true;
    });
    await until('the KDC is called', () => over || silent.calls() > before);
    if (over) return undefined;
    const pid = check.helpers()[0]!;
    const seen = look(pid);
    const outcome = await work;
    return { check, pid, seen, outcome, limit, took: performance.now() - began };
  };
  return (await withEnoughTime(attempt, (hung) => hung !== undefined))!;
}

const reason = (outcome: PasswordOutcome): string =>
  'failure' in outcome ? `${outcome.kind}: ${outcome.failure.text}` : outcome.kind;

describe('a KDC that never answers', () => {
  test('is given up in time and its helper is killed', async () => {
    const { check, pid, outcome, limit, took } = await hang('alice-pw', () => undefined);
    expect(reason(outcome)).toBe('unavailable: the KDC did not answer in time');
    expect(took).toBeGreaterThanOrEqual(limit - 10);
    await until('the helper is killed', () => !alive(pid));
    expect(check.helpers()).toEqual([]);
  });

  test('does not stop the process from doing other things', async () => {
    const check = hanging({ timeLimit: 1000 });
    const work = check.check('alice', 'alice-pw', settings());
    let ticks = 0;
    const ticker = setInterval(() => ticks++, 10);
    await work;
    clearInterval(ticker);
    expect(ticks).toBeGreaterThan(2);
  });

  test('lets few checks wait, and more are refused at once', async () => {
    const check = hanging({ helpers: 1, queue: 2, timeLimit: 500 });
    const waiting = [1, 2, 3].map(() => check.check('alice', 'alice-pw', settings()));
    let answered = 0;
    for (const each of waiting) void each.then(() => answered++);
    const outcome = await check.check('alice', 'alice-pw', settings());
    expect(reason(outcome)).toBe('unavailable: too many password checks wait');
    expect(answered).toBe(0);
    expect(check.helpers()).toHaveLength(1);
    expect((await Promise.all(waiting)).map((each) => each.kind)).toEqual([
      'unavailable',
      'unavailable',
      'unavailable',
    ]);
  });

  test('has no password in argv or environment of the helper', async () => {
    const files = ['cmdline', 'environ'];
    const { seen } = await hang('a-secret-nobody-sees', (pid) =>
      files.map((file) => readFileSync(`/proc/${pid}/${file}`, 'latin1')).join(),
    );
    expect(seen).toContain('helper.js');
    expect(seen).not.toContain('secret');
  });
});

describe('the caller', () => {
  test('that goes away is answered at once, waiting or running', async () => {
    const check = hanging({ helpers: 1, timeLimit: 1_000_000 });
    const [first, second] = [new AbortController(), new AbortController()];
    const work = [first, second].map((each) =>
      check.check('alice', 'alice-pw', settings(), { signal: each.signal }),
    );
    second.abort();
    first.abort();
    for (const outcome of await Promise.all(work))
      expect(reason(outcome)).toBe('unavailable: the request has ended');
    expect(reason(await check.check('alice', 'alice-pw', settings(), { signal: first.signal }))).toBe(
      'unavailable: the request has ended',
    );
  });

  test('that closes is answered, and helpers are gone', async () => {
    const check = hanging({ timeLimit: 1_000_000 });
    const work = [1, 2, 3].map(() => check.check('alice', 'alice-pw', settings()));
    await until('helpers are there', () => check.helpers().length === 2);
    const pids = check.helpers();
    await check.close();
    expect((await Promise.all(work)).map(reason)).toEqual(
      Array(3).fill('unavailable: password checks have ended'),
    );
    expect(pids.map(alive)).toEqual([false, false]);
    expect(reason(await check.check('alice', 'alice-pw', settings()))).toBe(
      'unavailable: password checks have ended',
    );
  });
});

describe('helpers', () => {
  test('are kept and share the work, each one check at a time', async () => {
    const check = checker();
    const many = await Promise.all(
      Array.from({ length: 40 }, () => check.check('alice', 'alice-pw', settings())),
    );
    expect(new Set(many.map((outcome) => outcome.kind))).toEqual(new Set(['complete']));
    expect(check.helpers()).toHaveLength(2);
  });

  test('never mix up their answers', async () => {
    const check = checker({ refusalTime: 0 });
    const users = Array.from({ length: 60 }, (_, index) => ['alice', 'bob', 'nobody'][index % 3]!);
    const outcomes = await Promise.all(users.map((user) => check.check(user, `${user}-pw`, settings())));
    expect(outcomes.map((outcome) => (outcome.kind === 'complete' ? outcome.name : outcome.kind))).toEqual(
      users.map((user) => (user === 'nobody' ? 'failure' : `${user}@EXAMPLE.TEST`)),
    );
  });

  test('that are killed make one check unavailable and are replaced', async () => {
    const check = checker({ helpers: 1, restartPause: 50 });
    expect((await check.check('alice', 'alice-pw', settings())).kind).toBe('complete');
    const [pid] = check.helpers();
    const work = check.check('alice', 'alice-pw', settings());
    process.kill(pid!, 'SIGKILL');
    expect(reason(await work)).toBe('unavailable: the password helper has ended');
    expect((await check.check('alice', 'alice-pw', settings())).kind).toBe('complete');
    expect(check.helpers()).not.toEqual([pid]);
  });

  test('that crash are restarted ever more slowly', async () => {
    const log = join(realm.folder, 'starts');
    writeFileSync(log, '');
    const file = helperOf(
      'crash',
      `import { appendFileSync } from 'node:fs';
      appendFileSync(${JSON.stringify(log)}, Date.now() + '\\n'); process.stdin.once('data', () => process.exit(3));`,
    );
    const check = checker({ helperFile: file, helpers: 1, restartPause: 100 });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => check.check('alice', 'alice-pw', settings())));
    expect(new Set(outcomes.map(reason))).toEqual(new Set(['unavailable: the password helper has ended']));
    const starts = readFileSync(log, 'utf8').trim().split('\n').map(Number);
    expect(starts).toHaveLength(4);
    expect(starts[3]! - starts[2]!).toBeGreaterThan(400);
    expect(starts[1]! - starts[0]!).toBeGreaterThan(100);
  });

  test('that do not exist make checks unavailable', async () => {
    const check = checker({ helperFile: helperOf('gone', 'process.exit(1)') });
    expect((await check.check('alice', 'alice-pw', settings())).kind).toBe('unavailable');
  });

  test('outlive signals to the group, and end when their parent is killed, even in a call', async () => {
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { createPasswordChecker } from ${JSON.stringify(compiled('src/authn/password.js'))};
         const check = createPasswordChecker({ helpers: 1, timeLimit: 60000 });
         check.check('alice', 'alice-pw', ${JSON.stringify(settings())});
         console.log(check.helpers()[0]);`,
      ],
      {
        env: { ...realm.serverEnvironment('orphan'), KRB5_CONFIG: silent.configuration },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const before = silent.calls();
    const pid = Number(
      await new Promise<string>((resolve) => parent.stdout.once('data', (data) => resolve(String(data)))),
    );
    await until('the KDC is called', () => silent.calls() > before);
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    await until('the signals are taken', () => !/^(?:Sig|Shd)Pnd:.*[1-9a-f]/m.test(statusOf(pid)));
    expect(alive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until('the helper ends', () => !alive(pid));
  });

  test('do not hold an otherwise finished process open', async () => {
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { createPasswordChecker } from ${JSON.stringify(compiled('src/authn/password.js'))};
         const check = createPasswordChecker({ helpers: 1 });
         console.log((await check.check('alice', 'alice-pw', ${JSON.stringify(settings())})).kind);`,
      ],
      { env: realm.serverEnvironment('finished'), stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const said = new Promise<string>((resolve) =>
      parent.stdout.once('data', (data) => resolve(String(data))),
    );
    const ended = new Promise<number | null>((resolve) => parent.once('exit', resolve));
    expect([await said, await ended]).toEqual(['complete\n', 0]);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createPasswordChecker,
  type PasswordChecker,
  type PasswordOptions,
} from '../../src/authn/password.js';
import type { PasswordOutcome } from '../../src/gssapi/acceptor.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';

// Who gets a helper, and when none is asked: with helpers of our own making, which say by the user's name what a KDC would do.

/** `hang` never ends, the realm DEAD has no KDC, `odd` is no name that a KDC could be asked for, everybody else gets in. Each check that reaches a helper is noted. */
const helperCode = `import { appendFileSync, readSync, writeSync } from 'node:fs';
function read(length) {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length;) {
    const count = readSync(0, bytes, done, length - done, null);
    if (count === 0) process.exit(0);
    done += count;
  }
  return bytes;
}
for (;;) {
  const head = read(8);
  const { user } = JSON.parse(read(head.readUInt32BE(0)).toString());
  read(head.readUInt32BE(4));
  appendFileSync(process.env.NOTES, user + '\\n');
  if (user.startsWith('hang')) for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  const dead = { kind: 'unavailable', failure: { call: 'x', major: 851968, minor: 5, text: 'Cannot contact any KDC' } };
  const odd = { kind: 'failure', unknownUser: false, failure: { call: 'x', major: 131072, minor: 2529639046, text: 'Malformed' } };
  const text = JSON.stringify(user.startsWith('odd') ? odd : user.endsWith('@DEAD') ? dead : { kind: 'complete', name: user, mechanism: '1', lifetime: 1 });
  const frame = Buffer.alloc(4 + Buffer.byteLength(text));
  frame.writeUInt32BE(Buffer.byteLength(text), 0);
  frame.write(text, 4);
  writeSync(1, frame);
}
`;

let folder: string;
let notes = 0;
const checkers: PasswordChecker[] = [];

beforeAll(() => {
  folder = makeScratch('turns');
  writeFileSync(join(folder, 'helper.mjs'), helperCode);
});

afterEach(async () => {
  await Promise.all(checkers.splice(0).map((checker) => checker.close()));
});

afterAll(() => dropScratch(folder));

interface Stage {
  /** One check; the name is noted in `answered` when it ends. */
  check(user: string, client: string): Promise<PasswordOutcome>;
  /** Users in the order in which they were answered. */
  readonly answered: string[];
  /** Users in the order in which they came to a helper. */
  asked(): readonly string[];
  readonly told: string[];
}

function stage(options: PasswordOptions): Stage {
  const file = join(folder, `notes-${notes++}`);
  writeFileSync(file, '');
  const told: string[] = [];
  const checker = createPasswordChecker({
    helperFile: join(folder, 'helper.mjs'),
    environment: { ...process.env, NOTES: file },
    timeLimit: 60_000,
    tell: (message) => told.push(message),
    ...options,
  });
  checkers.push(checker);
  const answered: string[] = [];
  const settings = {
    acceptor: { store: {}, mechanisms: [], wants: { localName: false, delegated: false } },
    verify: true,
  };
  return {
    check: async (user, client) => {
      const outcome = await checker.check(user, 'secret', settings, { client });
      answered.push(user);
      return outcome;
    },
    answered,
    asked: () => readFileSync(file, 'utf8').split('\n').slice(0, -1),
    told,
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 3000) throw new Error('it never happened');
    await delay(10);
  }
}

const textOf = (outcome: PasswordOutcome): string =>
  'failure' in outcome ? outcome.failure.text : outcome.kind;

describe('clients', () => {
  test('get their turns, so that a burst of one does not keep another waiting', async () => {
    const { check, answered } = stage({ helpers: 1 });
    const burst = Array.from({ length: 20 }, (_, number) => check(`a${number}`, '192.0.2.1'));
    await Promise.all([...burst, check('b', '192.0.2.2')]);
    expect(answered.slice(0, 4)).toEqual(['a0', 'a1', 'b', 'a2']);
  });

  test('of one IPv6 network count as one', async () => {
    const { check, answered } = stage({ helpers: 1 });
    const burst = Array.from({ length: 20 }, (_, number) => check(`a${number}`, `2001:db8:1:2::${number}`));
    await Promise.all([...burst, check('b', '2001:db8:1:3::1')]);
    expect(answered.slice(0, 4)).toEqual(['a0', 'a1', 'b', 'a2']);
  });

  test('of an IPv6 network with zeros in its number count as one, too', async () => {
    const { check, answered } = stage({ helpers: 1 });
    const burst = Array.from({ length: 20 }, (_, number) => check(`a${number}`, `2001:db8::${number}:0:0:1`));
    await Promise.all([...burst, check('b', '::ffff:192.0.2.1'), check('c', '::ffff:192.0.2.2')]);
    expect(answered.slice(0, 5)).toEqual(['a0', 'a1', 'b', 'c', 'a2']);
  });

  test('who wait for a slow answer leave the other helper to others', async () => {
    const { check, answered, asked } = stage({ helpers: 2, slowAfter: 0 });
    void check('hang1', '192.0.2.1');
    await until(() => asked().length === 1);
    for (const number of [2, 3, 4]) void check(`hang${number}`, '192.0.2.1');
    for (const number of [1, 2, 3]) await check(`b${number}`, '192.0.2.2');
    expect(asked()).toEqual(['hang1', 'b1', 'b2', 'b3']);
    expect(answered).toEqual(['b1', 'b2', 'b3']);
  });

  test('who have taken all helpers at once do not keep others waiting, and get no third', async () => {
    const { check, answered, asked } = stage({ helpers: 2 });
    for (const number of [1, 2, 3, 4]) void check(`hang${number}`, '192.0.2.1');
    await until(() => asked().length === 2);
    for (const number of [1, 2, 3]) await check(`b${number}`, '192.0.2.2');
    expect(asked().toSorted()).toEqual(['b1', 'b2', 'b3', 'hang1', 'hang2']);
    expect(answered).toEqual(['b1', 'b2', 'b3']);
  });

  test('who have filled the queue lose a place to one who has none', async () => {
    const { check, asked } = stage({ helpers: 1, queue: 4 });
    void check('hang', '192.0.2.9');
    await until(() => asked().length === 1);
    const burst = Array.from({ length: 4 }, (_, number) => check(`a${number}`, '192.0.2.1'));
    const refused = await check('a4', '192.0.2.1');
    void check('b', '192.0.2.2');
    expect([textOf(refused), textOf(await burst[3]!)]).toEqual([
      'too many password checks wait',
      'too many password checks wait',
    ]);
  });
});

describe('a realm whose KDC does not answer', () => {
  test('is not asked any more after three checks, and others are', async () => {
    const { check, asked, told } = stage({ helpers: 2 });
    for (let number = 0; number < 50; number++) await check(`u${number}@DEAD`, '192.0.2.1');
    expect(asked()).toEqual(['u0@DEAD', 'u1@DEAD', 'u2@DEAD']);
    expect(await check('alice@LIVE', '192.0.2.1')).toMatchObject({ kind: 'complete', name: 'alice@LIVE' });
    expect(await check('alice', '192.0.2.1')).toMatchObject({ kind: 'complete' });
    expect(told).toEqual([expect.stringContaining('no KDC of the realm DEAD answers')]);
  });

  test('lets go those who wait for it', async () => {
    const { check, asked } = stage({ helpers: 1 });
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, number) => check(`u${number}@DEAD`, '192.0.2.1')),
    );
    expect(asked()).toHaveLength(3);
    expect(outcomes.filter((outcome) => 'failure' in outcome && outcome.failure.toldAlready)).toHaveLength(
      27,
    );
  });

  test('is tried again with one check, and told of once', async () => {
    const { check, asked, told } = stage({ helpers: 2, circuit: { pause: 20, longestPause: 20 } });
    for (let number = 0; asked().length < 8; number++) {
      await check(`u${number}@DEAD`, '192.0.2.1');
      await delay(1);
    }
    expect(told).toHaveLength(1);
  });

  test('does not count as back, nor as never gone, when clients send what it is not asked for', async () => {
    const { check, asked, told } = stage({ helpers: 1, circuit: { pause: 20, longestPause: 20 } });
    for (let number = 0; asked().length < 12; number++) {
      await check(`${number % 2 ? 'odd' : 'u'}${number}@DEAD`, '192.0.2.1');
      await delay(1);
    }
    expect(told).toEqual([expect.stringContaining('no KDC of the realm DEAD answers')]);
  });

  test('is left alone when its checks take too long, too', async () => {
    const { check, asked, told } = stage({ helpers: 1, timeLimit: 300, circuit: { failures: 2 } });
    const outcomes = [];
    for (let number = 0; number < 4; number++) outcomes.push(await check(`hang${number}@SLOW`, '192.0.2.1'));
    expect(outcomes.map(textOf)).toEqual([
      'the KDC did not answer in time',
      'the KDC did not answer in time',
      'no KDC of the realm has answered lately',
      'no KDC of the realm has answered lately',
    ]);
    expect(asked().length).toBeLessThanOrEqual(2);
    expect(told).toHaveLength(1);
  });
});

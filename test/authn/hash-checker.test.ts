import { afterEach, describe, expect, test } from '@jest/globals';
import { createHashChecker, type HashChecker, type HashCheckOptions } from '../../src/authn/hash-checker.js';
import { compareHash } from '../../src/authn/hash-worker.js';
import { compiled } from '../kit/project.js';

const checkers: HashChecker[] = [];

afterEach(async () => {
  await Promise.all(checkers.splice(0).map((checker) => checker.close()));
});

function checker(options: HashCheckOptions = {}): HashChecker {
  const made = createHashChecker({ workerFile: compiled('src/authn/hash-worker.js'), ...options });
  checkers.push(made);
  return made;
}

/** A hash of each kind for the password `secret`, as htpasswd and mkpasswd write them. */
const hashes = {
  apr1: '$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/',
  sha: '{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=',
  des: 'abNANd1rDfiNc',
} as const;

/** Takes about a second. */
const slow = '$2y$14$abcdefghijklmnopqrstuu0000000000000000000000000000000';

describe('a check', () => {
  test.each([
    ['apr1', hashes.apr1],
    ['SHA-1', hashes.sha],
    ['crypt', hashes.des],
  ])('of %s tells whether the password is the one', async (_kind, hash) => {
    const made = checker();
    expect(await made.check('secret', hash)).toBe('match');
    expect(await made.check('Secret', hash)).toBe('mismatch');
    expect(await made.check('', hash)).toBe('mismatch');
    expect(made.checks).toBe(3);
  });

  test.each(['', '*', '!', 'secret', '$', '$9$x$y', '$2y$', '$apr1$', '$6$', '{SHA}'])(
    'of %j, which is no hash, fits nothing',
    async (hash) => {
      const made = checker();
      expect(await made.check('secret', hash)).toBe('mismatch');
      expect(await made.check('', hash)).toBe('mismatch');
    },
  );

  test('of a very long password does not begin', () => {
    const made = checker();
    expect(made.check('x'.repeat(5000), slow)).toBe('mismatch');
    expect(made.checks).toBe(0);
  });

  test('is the same in the thread and out of it', () => {
    expect(compareHash({ password: 'secret', hash: hashes.apr1 })).toEqual({ match: true });
    expect(compareHash({ password: 'other', hash: hashes.des })).toEqual({ match: false });
  });
});

describe('bounds', () => {
  test('what finds no place in the queue is told so at once, and what waits is answered', async () => {
    const made = checker({ threads: 1, queue: 2 });
    const running = Array.from({ length: 3 }, () => made.check('secret', hashes.apr1));
    expect(running.every((answer) => answer instanceof Promise)).toBe(true);
    expect(made.check('secret', hashes.apr1)).toEqual({ problem: 'too many checks of passwords wait' });
    expect(await Promise.all(running)).toEqual(['match', 'match', 'match']);
    expect(await made.check('secret', hashes.apr1)).toBe('match');
  });

  test('the event loop turns while a slow hash is tried', async () => {
    const made = checker({ threads: 1 });
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    expect(await made.check('secret', slow)).toBe('mismatch');
    clearInterval(turning);
    expect(turns).toBeGreaterThan(10);
  });

  test('what takes too long is a problem, and no match', async () => {
    const made = checker({ threads: 1, timeLimit: 20 });
    expect(await made.check('secret', slow)).toEqual({ problem: 'it took too long' });
  });

  test('a thread that ends is a problem for its check, and another takes its place', async () => {
    const made = checker({ threads: 1, workerFile: compiled('test/authn/ending-worker.js') });
    expect(await made.check('secret', hashes.apr1)).toEqual({ problem: 'the thread has ended' });
    expect(await made.check('secret', hashes.apr1)).toEqual({ problem: 'the thread has ended' });
  });

  test('at the end all that is open is answered', async () => {
    const made = checker({ threads: 1 });
    const open = [made.check('secret', slow), made.check('secret', slow)];
    await made.close();
    const ended = { problem: 'checks of passwords have ended' };
    expect(await Promise.all(open)).toEqual([ended, ended]);
    expect(made.check('secret', hashes.sha)).toEqual(ended);
  });
});

import { expect, test } from '@jest/globals';
import { projectFiles } from './source-files.js';

// Tests wait for what they need, however busy the machine is: what holds most of the time fails at some time.

const texts = projectFiles(['test'], /\.ts$/).filter(({ path }) => !path.startsWith('test/bench/'));

/** What no test does, and what it does instead. */
const rules: readonly (readonly [instead: string, pattern: RegExp])[] = [
  [
    'a line may come after its answer: await untilLog(pattern), or wholeLog() once all is over',
    /\bexpect\([^;]*?\.log\(\)/,
  ],
  [
    'how long something takes is up to the machine: compare what comes first, or use withEnoughTime',
    /\bexpect\([^;]*?(?:Date\.now\(\)|performance\.now\(\)|seconds\b|\btook\b)[^;]*?\.toBeLess/,
  ],
  ['a port of its own number is taken by others: freePort(), or 0', /\.listen\((?!0\b)\d/],
  ['what starts has to be waited for: until(…)', /await (?:delay|setTimeout)\(\d[^;]*\);\n\s*expect\(/],
  [
    'no test has a shorter time limit than all have',
    /\}, (?:\d|[1-9]\d|1\d\d|2[0-3]\d)_000\);|\n\s+(?:\d|[1-9]\d|1\d\d|2[0-3]\d)_000,\n\s*\);/,
  ],
];

test.each(rules)('%s', (_, pattern) => {
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});

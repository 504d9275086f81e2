import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openTarget } from '../../src/serve/log-target.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { until } from '../kit/wait.js';

let folder = '';
beforeAll(() => {
  folder = makeScratch('logs');
});
afterAll(() => dropScratch(folder));

const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'latin1') : '');
const neverOpened = (): string => 'not opened';

test('a log program that ends is started again, and takes what came meanwhile', async () => {
  const file = join(folder, 'again');
  const target = openTarget(`|$read line; echo "$$ $line" >> ${file}`, () => {}, neverOpened);
  target.write('one\n');
  await until('the first line is taken', () => textOf(file) !== '');
  // The first one is ending: what it no longer reads may be lost, what comes once it is gone is not.
  for (let number = 2; textOf(file).split('\n').length < 3; number++) {
    target.write(`line ${number}\n`);
    await delay(50);
  }
  await target.close();
  const [first, second] = textOf(file).split('\n');
  expect(first).toMatch(/^\d+ one$/);
  expect(second).toMatch(/^\d+ line \d+$/);
  expect(first!.split(' ')[0]).not.toBe(second!.split(' ')[0]);
});

test('a log program that reads nothing holds nobody up, and is killed in the end', async () => {
  const target = openTarget("|$trap '' TERM; while :; do sleep 1; done <&-", () => {}, neverOpened);
  const line = `${'x'.repeat(1023)}\n`;
  for (let count = 0; count < 5000; count++) target.write(line);
  await target.close();
});

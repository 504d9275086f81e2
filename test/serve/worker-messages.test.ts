import { expect, test } from '@jest/globals';
import { isFromWorker } from '../../src/serve/worker-messages.js';

test.each([
  { kind: 'loaded' },
  { kind: 'ready', warnings: ['a'] },
  { kind: 'failed', lines: [] },
  { kind: 'start-helper', helper: 'task', number: 1 },
  { kind: 'start-helper', helper: 'login', number: 2 },
  { kind: 'end-helper', number: 1 },
])('%j is heard', (message) => {
  expect(isFromWorker(message)).toBe(true);
});

test.each([
  null,
  undefined,
  7,
  'loaded',
  [],
  {},
  { kind: 'ready' },
  { kind: 'ready', warnings: 'none' },
  { kind: 'ready', warnings: [7] },
  { kind: 'failed', lines: null },
  { kind: 'start-helper', helper: '../../bin/sh', number: 1 },
  { kind: 'start-helper', helper: 'task' },
  { kind: 'start-helper', helper: 'task', number: '1' },
  { kind: 'end-helper', number: 0.5 },
  { kind: 'start', number: 1 },
])('%j is none of a worker’s messages, and is passed over', (message) => {
  expect(isFromWorker(message)).toBe(false);
});

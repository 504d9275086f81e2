import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { compiled } from '../kit/project.js';
import { hugeTexts } from './huge-texts.js';

/** No measure of speed: all of them take seconds; what grows faster than the text would take hours. */
const killedAfter = 180_000;

describe('huge texts are read to their end', () => {
  test.each(Object.keys(hugeTexts))(
    '%s',
    (name) => {
      const { stdout, stderr, signal } = spawnSync(process.execPath, [compiled('test/fuzz/huge.js'), name], {
        encoding: 'latin1',
        timeout: killedAfter,
        killSignal: 'SIGKILL',
      });
      expect({ stderr: stderr.slice(0, 2_000), signal }).toEqual({ stderr: '', signal: null });
      expect(stdout).toMatch(/^read with \d+ findings\n$/);
    },
    2 * killedAfter,
  );
});

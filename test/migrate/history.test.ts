import { describe, expect, test } from '@jest/globals';
import { History } from '../../src/migrate/history.js';

// Where bytes of a changed text came from.

const edit = (start: number, end: number, text: string, entry: number) => ({ start, end, text, entry });

describe('descent', () => {
  test('bytes that were put in, moved and left', () => {
    const history = new History();
    history.add([edit(8, 8, 'zz', 2), edit(2, 4, 'wxyz', 0), edit(5, 6, '', 1)]);
    // 'abcdefghij' has become 'abwxyzeghzzij'.
    const seen = Array.from('abwxyzeghzzij', (_, at) => history.descentOf(at));
    expect(seen.map(({ offset }) => offset)).toEqual([0, 1, 2, 2, 2, 2, 4, 6, 7, 8, 8, 8, 9]);
    expect(seen.map(({ entries }) => entries)).toEqual([
      ...[[], [], [0], [0], [0], [0], [], [], [], [2], [2], [], []],
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { fillLine, lineLimit, nextParameter, usedParameters } from '../../src/bind/macro-fill.js';

describe('putting arguments in', () => {
  test.each<[string, string[], string[], string]>([
    ['a $x b', ['$x'], ['1'], 'a 1 b'],
    ['$x$x', ['$x'], ['$x$x'], '$x$x$x$x'],
    ['$abc $ab $a', ['$a', '$ab', '$abc'], ['1', '2', '3'], '3 2 1'],
    ['$ab', ['$ab', '$a'], ['$a', 'no'], '$a'],
    ['name', ['a'], ['xx'], 'nxxme'],
    ['@x', ['@x'], ['a "b" \\'], '"a \\"b\\" \\\\"'],
    ['@x$y', ['@x', '$y'], ['', '1'], '""1'],
    ['$x', ['$x'], [''], ''],
    ['%x and $x', ['%x', '$x'], ['$x', '%x'], '$x and %x'],
  ])('%s with %j as %j', (line, names, values, expected) => {
    expect(fillLine(line, names, values)?.text).toBe(expected);
  });

  test('what quotes were put around is looked at again from behind the length of the argument', () => {
    expect(fillLine('@a', ['@a', 'b"'], ['ab', '!'])?.text).toBe('"a!');
  });

  test('a line stays below the limit, its line end counted', () => {
    const fits = 'x'.repeat(lineLimit - 2);
    expect(fillLine('$a', ['$a'], [fits])?.text).toBe(fits);
    expect(fillLine('$a', ['$a'], [`${fits}x`])).toBeUndefined();
  });

  test('each character leads back to where it was or to the parameter', () => {
    const { sources } = fillLine('a $x b', ['$x'], ['12'])!;
    const put = { start: 2, end: 4, argument: 0 };
    expect(sources).toEqual([0, 1, put, put, 4, 5]);
    expect(fillLine('a b', ['$x'], ['12'])).toEqual({ text: 'a b' });
  });

  test('the first parameter counts, then the longest', () => {
    expect(nextParameter('..$ab$c', 0, ['$c', '$a', '$ab'])).toEqual({ at: 2, parameter: 2 });
    expect(nextParameter('..$ab$c', 3, ['$c', '$a', '$ab'])).toEqual({ at: 5, parameter: 0 });
    expect(nextParameter('..', 0, ['$c'])).toBeUndefined();
  });

  test('a longer parameter hides the shorter one it begins with', () => {
    expect(usedParameters(['$ab x', '$c'], ['$a', '$ab', '$c', '$d'])).toEqual(new Set([1, 2]));
  });
});

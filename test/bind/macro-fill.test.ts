import { describe, expect, test } from '@jest/globals';
import {
  fillLine as fill,
  lineLimit,
  nextParameter,
  parametersOf,
  usedParameters,
} from '../../src/bind/macro-fill.js';

const fillLine = (line: string, names: readonly string[], values: readonly string[]) =>
  fill(line, parametersOf(names), values);

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

  test('each part leads back to where it was or to the parameter', () => {
    expect(fillLine('a $x b', ['$x'], ['123'])?.runs).toEqual([
      { from: 0, start: 0, end: 2 },
      { from: 2, start: 2, end: 4, parameter: 0 },
      { from: 5, start: 4, end: 6 },
    ]);
    expect(fillLine('a b', ['$x'], ['12'])).toEqual({ text: 'a b' });
  });

  test('the first parameter counts, then the longest', () => {
    const parameters = parametersOf(['$c', '$a', '$ab']);
    expect(nextParameter('..$ab$c', 0, parameters)).toEqual({ at: 2, parameter: 2, name: '$ab' });
    expect(nextParameter('..$ab$c', 3, parameters)).toEqual({ at: 5, parameter: 0, name: '$c' });
    expect(nextParameter('..', 0, parameters)).toBeUndefined();
  });

  test('a longer parameter hides the shorter one it begins with', () => {
    const used = usedParameters(['$ab x', '$c'], parametersOf(['$a', '$ab', '$c', '$d']));
    expect(used).toEqual(new Set([1, 2]));
  });

  test('parameters of any characters are looked for as they are', () => {
    const names = ['$(a)', '%.*', '@[b]', '${c}', '\\d', 'a|b', '^', '/-'];
    for (const name of names) expect(fillLine(`x${name}y`, [name], ['1'])?.text).toMatch(/^x"?1"?y$/);
  });
});

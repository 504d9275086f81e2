import { describe, expect, test } from '@jest/globals';
import { shortSize } from '../../src/evaluate/ssi-files.js';
import { legacyTree } from '../../src/evaluate/ssi-legacy-tree.js';
import { decodeEntities, fillVariables } from '../../src/evaluate/ssi-text.js';
import { formatTime } from '../../src/evaluate/ssi-time.js';

describe('texts of pages', () => {
  test('a variable is filled in by its name, and a dollar sign can be kept', () => {
    const valueFor = (name: string) => (name === 'a' ? 'X' : undefined);
    expect(fillVariables('$a ${a}b $b. \\$a \\n $ ${}', valueFor)).toEqual({ text: 'X Xb . $a \\n $ ${}' });
    expect(fillVariables('1 ${a', valueFor)).toEqual({ text: '1 ', unclosed: 'a' });
  });

  test('a text of dollar signs takes no longer than its length', () => {
    expect(fillVariables('\\$'.repeat(100_000), () => undefined).text).toHaveLength(100_000);
    expect(fillVariables('${'.repeat(100_000), () => undefined).text).toBe('');
  });

  test('a text that is long enough is not filled in any further', () => {
    const { text } = fillVariables('$a'.repeat(100_000), () => 'x'.repeat(10_000), 50_000);
    expect(text).toHaveLength(60_000);
  });

  test('character references', () => {
    expect(decodeEntities('&lt;&#65;&auml;&nbsp;&#0;&#x41;&amp')).toBe('<A\xe4&nbsp;&amp');
  });

  test.each([
    [0, '  0 '],
    [972, '972 '],
    [973, '1.0K'],
    [10_000, '9.8K'],
    [1_048_576, '1.0M'],
    [5_000_000_000, '4.7G'],
    [-1, '  - '],
  ])('a size of %d', (size, text) => expect(shortSize(size)).toBe(text));

  test('times in the form of strftime', () => {
    const leapDay = Date.UTC(2024, 1, 29, 12, 0, 0);
    expect(formatTime(leapDay, '%a %d-%b-%y %I%p %j %V %Z %% %Q', true)).toBe(
      'Thu 29-Feb-24 12PM 060 09 GMT % %Q',
    );
    expect(formatTime(Date.UTC(2021, 0, 1), '%G-%V-%u %U %W', true)).toBe('2020-53-5 00 00');
  });

  test('a condition of 2.2 with thousands of words is refused', () => {
    expect(legacyTree('a && '.repeat(5000))).toMatchObject({ problem: 'Too long expression' });
    expect(legacyTree('('.repeat(900))).toBeDefined();
  });
});

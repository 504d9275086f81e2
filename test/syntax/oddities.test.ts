import { describe, expect, test } from '@jest/globals';
import type { Diagnostic } from '../../src/source/diagnostic.js';
import { oddities } from '../../src/syntax/oddities.js';
import { spanText } from '../../src/syntax/print.js';
import { readCases } from './cases.js';
import { place } from './outline.js';

const names = new Set(['KeepAlive', 'Require', 'SetEnv']);

function odd(text: string): readonly Diagnostic[] {
  return oddities({ path: 'test.conf', text }, (name) => names.has(name));
}

/** Severity, place, code and, where it is printable, the text. */
function shown({ severity, span, code }: Diagnostic): string {
  const text = spanText(span!).replace('\r', '␍').trim();
  return `${severity} ${place(span!)} ${code}${/^[ -~␍]+$/.test(text) ? ` [${spanText(span!).replace('\r', '␍').replace('\n', '')}]` : ''}`;
}

describe('oddities', () => {
  test.each(readCases('oddities.txt'))('$title', ({ input, expected }) => {
    const found = odd(input)
      .toSorted((left, right) => left.span!.start - right.span!.start)
      .map(shown);
    expect(found.length === 0 ? ['nothing'] : found).toEqual(expected);
  });

  test('all say what is odd and what to do, or why', () => {
    const texts = readCases('oddities.txt').map(({ input }) => input);
    for (const { message, why, hint } of texts.flatMap(odd)) {
      expect(message).not.toBe('');
      expect(why ?? hint).toBeDefined();
    }
  });

  test('one code is told a bounded number of times', () => {
    const found = odd('AuthName "a\n'.repeat(1000));
    expect(found).toHaveLength(20);
    expect(found.at(-1)!.message).toContain('and 980 more');
    expect(odd('AuthName "a\n'.repeat(20)).at(-1)!.message).toBe(found[0]!.message);
  });

  test('long lines of odd signs take linear time', () => {
    for (const part of ['" ', "'a", '\\\n', '${', '# ', '\xa0', '<a>', '$ABC ', '\r', '"\\'])
      expect(odd(`A ${part.repeat(200_000)}`).length).toBeLessThan(100);
  });
});

import { describe, expect, test } from '@jest/globals';
import { parseLines } from '../../grammar/config.js';
import { parseConditionText, parsePlainText } from '../../grammar/expression.js';
import { cutWords } from '../../src/syntax/words.js';
import { generatedReference, grammarReference, grammars } from '../kit/grammar-reference.js';
import { expressionWords, lineWords, wordRules } from '../kit/grammar-words.js';

interface Node {
  readonly name: string;
  readonly children: Readonly<Record<string, readonly (Node | object)[]>>;
}

/** The names of all rules in a syntax tree. */
function rulesIn(node: Node): readonly string[] {
  const inner = Object.values(node.children).flat();
  return [node.name, ...inner.flatMap((each) => ('children' in each ? rulesIn(each) : []))];
}

const named = (rules: readonly object[]) => rules.map((rule) => (rule as { readonly name: string }).name);
const kinds: Readonly<Record<string, string>> = {
  DirectiveLine: 'directive',
  SectionOpen: 'open',
  SectionClose: 'close',
  Comment: 'comment',
  Blank: 'blank',
};
const cases = (table: Readonly<Record<string, { readonly examples: readonly string[] }>>) =>
  Object.entries(table).flatMap(([name, { examples }]) =>
    examples.map((example) => [name, example] as const),
  );

describe('the reference of the grammar', () => {
  test('is what the grammars say (npm run readme)', () => {
    expect(grammarReference()).toBe(generatedReference());
  });

  test('has words for every rule and no other', () => {
    expect(Object.keys(expressionWords).sort()).toEqual([...named(grammars.expressions)].sort());
    expect(JSON.stringify(grammars.lines).match(/"type":"Terminal","name":"\w+"/g)?.length).toBe(
      Object.keys(lineWords).length,
    );
  });

  test.each(cases(lineWords))('%s: %j is such a line', (name, example) => {
    expect(parseLines(`${example}\n`).map(({ kind }) => kind)).toEqual([kinds[name]]);
  });

  test.each(
    wordRules.flatMap(({ examples, values }) => examples.map((each, at) => [each, values[at]!] as const)),
  )('%j is the words %j', (example, values) => {
    const file = { path: 'example', text: example };
    const words = cutWords(example, (start, end) => ({ file, start, end }));
    expect(words.map(({ value }) => value)).toEqual(values);
  });

  test.each(cases(expressionWords))('%s is in %j', (name, example) => {
    const parsed = name === 'text' || name === 'part' ? parsePlainText(example) : parseConditionText(example);
    expect(parsed.error).toBeUndefined();
    expect(rulesIn(parsed.node as unknown as Node)).toContain(name);
  });
});

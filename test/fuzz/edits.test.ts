import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SourceFile } from '../../src/source/file.js';
import { applyEdits, type Edit, type TextEdit } from '../../src/syntax/edit.js';
import { rename, setArguments, setRawArguments } from '../../src/syntax/edit-change.js';
import { insertAfter, insertAtEnd, insertBefore, replaceItem } from '../../src/syntax/edit-insert.js';
import { commentOut, removeItem } from '../../src/syntax/edit-remove.js';
import type { NewItem } from '../../src/syntax/edit-render.js';
import { unwrapSection, wrapItems } from '../../src/syntax/edit-wrap.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { print } from '../../src/syntax/print.js';
import type { Item } from '../../src/syntax/tree.js';
import { bytes, mutated, tokens } from './texts.js';

function flat(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => (item.kind === 'section' ? [item, ...flat(item.items)] : [item]));
}

/** All edits of an item with any strings in the places of names and values. */
function editsOf(item: Item, file: SourceFile, [name, ...values]: readonly string[]): readonly Edit[] {
  const added: readonly NewItem[] = [
    { kind: 'directive', name: name!, args: values },
    {
      kind: 'section',
      name: name!,
      args: values.join(' '),
      items: [{ kind: 'comment', text: name! }, { kind: 'blank' }],
    },
  ];
  const named = item.kind === 'directive' || item.kind === 'section';
  return [
    insertBefore(item, added.slice(0, 1)),
    insertAfter(item, added.slice(1)),
    replaceItem(item, added),
    insertAtEnd(file, added),
    removeItem(item, { comments: true }),
    commentOut(item),
    wrapItems(item, item, { name: name!, args: values }),
    ...(named
      ? [rename(item, name!), setArguments(item, values), setRawArguments(item, values.join(' '))]
      : []),
    ...(item.kind === 'section' ? [unwrapSection(item), insertAtEnd(item, added)] : []),
  ];
}

const anyText = fc.oneof(
  bytes,
  tokens,
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('A', 'a b', '', '\\', '<A', '#'),
);

test.each([
  ['bytes', bytes],
  ['tokens', tokens],
  ['changed configurations', mutated],
])('edits of %s never throw, and what they give is read again', (_, texts) => {
  fc.assert(
    fc.property(texts, fc.nat(), fc.array(anyText, { minLength: 1, maxLength: 4 }), (text, pick, values) => {
      const file: SourceFile = { path: 'test.conf', text };
      const all = flat(parseConfig(file).value.items);
      if (all.length === 0) return;
      const gathered: TextEdit[] = [];
      for (const { edits, problem } of editsOf(all[pick % all.length]!, file, values)) {
        if (edits === undefined) {
          expect(problem).not.toBe('');
          continue;
        }
        gathered.push(...edits);
        const changed = applyEdits(file, edits).file!;
        expect(print(parseConfig(changed).value)).toBe(changed.text);
      }
      const together = applyEdits(file, gathered);
      expect(together.file === undefined).toBe(together.conflict !== undefined);
    }),
    { numRuns: 700, seed: 5 },
  );
});

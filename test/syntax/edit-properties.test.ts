import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { applyEdits, type Edit } from '../../src/syntax/edit.js';
import { rename, setArguments } from '../../src/syntax/edit-change.js';
import {
  insertAfter,
  insertAtEnd,
  insertAtStart,
  insertBefore,
  replaceItem,
} from '../../src/syntax/edit-insert.js';
import { commentOut, removeItem } from '../../src/syntax/edit-remove.js';
import type { NewItem } from '../../src/syntax/edit-render.js';
import { unwrapSection, wrapItems } from '../../src/syntax/edit-wrap.js';
import type { Item } from '../../src/syntax/tree.js';
import { type Model, modelsOf, opened, texts, unended, unindented } from './edit-model.js';

const runs = { numRuns: 1_500, seed: 11 };
const value = fc.oneof(
  fc.constantFrom('On', 'a b', '', '\\', 'a\\', '"', "it's", '>', '#', '${X}', '\\\\', '\t', 'x\r'),
  fc.string({
    unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 6,
  }),
);
const values = fc.array(value, { maxLength: 4 });

/** What an item's model becomes: nothing, itself or several. */
type Change = (item: Item, model: Model) => readonly Model[];

/** The models of a tree with the change of one item in it. */
function expected(items: readonly Item[], target: Item, change: Change, outer: (text: string) => string) {
  const visit = (all: readonly Item[], models: readonly Model[]): readonly Model[] =>
    all.flatMap((item, index) => {
      const model = models[index]!;
      if (item === target) return change(item, model);
      if (item.kind !== 'section' || !('items' in model)) return [model];
      return [{ ...model, items: visit(item.items, model.items) }];
    });
  return visit(items, modelsOf(items, outer));
}

interface Picked {
  readonly item: Item;
  readonly items: readonly Item[];
  /** The models of the changed text. */
  readonly changed: (edit: Edit, outer: (text: string) => string) => readonly Model[] | undefined;
}

/** Runs a property on an item picked from generated texts. */
function onAnyItem<T>(more: fc.Arbitrary<T>, check: (picked: Picked, given: T) => void): void {
  fc.assert(
    fc.property(texts, fc.nat(), more, (text, pick, given) => {
      const { file, items, all } = opened(text);
      if (all.length === 0) return;
      const changed: Picked['changed'] = ({ edits }, outer) => {
        const applied = edits && applyEdits(file, edits).file!;
        return applied && modelsOf(opened(applied.text).items, outer);
      };
      check({ item: all[pick % all.length]!, items, changed }, given);
    }),
    runs,
  );
}

const isNamed = (item: Item) => item.kind === 'directive' || item.kind === 'section';
/** Stands for any text in a model. */
const anything: string = expect.any(String) as unknown as string;
/** Whether a broken structure may let a change of one tag move the others. */
const sound = (item: Item): boolean =>
  item.kind !== 'section' || (item.close !== undefined && item.items.every(sound));

describe('whatever is edited', () => {
  test('arguments: they are the wanted ones, all the rest stays', () => {
    let refused = 0;
    let done = 0;
    onAnyItem(values, ({ item, items, changed }, wanted) => {
      if (!isNamed(item)) return;
      const edit = setArguments(item, wanted);
      if (edit.problem !== undefined) {
        refused += 1;
        return;
      }
      done += 1;
      const change: Change = (_, model) =>
        'items' in model
          ? [{ ...model, open: anything, values: wanted }]
          : [{ ...model, text: anything, values: wanted }];
      expect(changed(edit, String)).toEqual(expected(items, item, change, String));
    });
    expect(done).toBeGreaterThan(5 * refused);
  });

  test('names: they are the wanted ones in both tags, all the rest stays', () => {
    onAnyItem(fc.constantFrom('X', 'RequireAll'), ({ item, items, changed }, name) => {
      if (!isNamed(item)) return;
      const edit = rename(item, name);
      if (edit.problem !== undefined) return expect(sound(item)).toBe(false);
      const change: Change = (_, model) =>
        'items' in model
          ? [{ ...model, open: anything, name, close: anything }]
          : [{ ...model, text: anything, name }];
      expect(changed(edit, String)).toEqual(expected(items, item, change, String));
    });
  });

  const added: NewItem[] = [{ kind: 'directive', name: 'New', args: ['x y', 'z'] }];
  const asModel: Model = { text: anything, name: 'New', values: ['x y', 'z'] };

  test.each([
    ['before', insertBefore, (model: Model) => [asModel, model]],
    ['after', insertAfter, (model: Model) => [model, asModel]],
    ['in the place of', replaceItem, () => [asModel]],
  ])('new lines %s an item', (_, insert, change) => {
    onAnyItem(fc.constant(0), ({ item, items, changed }) => {
      const edit = insert(item, added);
      const found = changed(edit, unended);
      if (found === undefined) return expect(item.span.file.text).toMatch(/\\$/);
      const plain = found.filter((model) => !('text' in model) || model.text !== '');
      const wanted = expected(items, item, (_item, model) => change(model), unended);
      // A section that is not closed ends where the file ends, and takes what is added there.
      if (sound(item) && items.every(sound))
        expect(plain).toEqual(wanted.filter((model) => !('text' in model) || model.text !== ''));
    });
  });

  test('new lines in a section', () => {
    onAnyItem(fc.boolean(), ({ item, items, changed }, first) => {
      if (item.kind !== 'section' || !sound(item)) return;
      const edit = first ? insertAtStart(item, added) : insertAtEnd(item, added);
      const change: Change = (_, model) => {
        const inner = 'items' in model ? model.items : [];
        return [{ ...model, items: first ? [asModel, ...inner] : [...inner, asModel] } as Model];
      };
      expect(changed(edit, String)).toEqual(expected(items, item, change, String));
    });
  });

  test('removed lines: all the rest stays', () => {
    onAnyItem(fc.constant(0), ({ item, items, changed }) => {
      if (!items.every(sound)) return;
      expect(changed(removeItem(item), String)).toEqual(expected(items, item, () => [], String));
    });
  });

  test('lines made comments: none of them is left, all the rest stays', () => {
    onAnyItem(fc.constant(0), ({ item, items, changed }) => {
      if (!items.every(sound)) return;
      const isComment = (model: Model) => 'text' in model && model.name === undefined;
      const found = changed(commentOut(item), String);
      const wanted = expected(items, item, () => [], String);
      const kept = JSON.stringify(wanted.filter((model) => !isComment(model)));
      if (items.includes(item))
        expect(JSON.stringify(found?.filter((model) => !isComment(model)))).toBe(kept);
    });
  });

  test('wrapped and unwrapped again: the lines stay but for their indentation', () => {
    onAnyItem(fc.nat(), ({ item, items }, length) => {
      const siblings = items.includes(item) ? items : [item];
      const at = siblings.indexOf(item);
      const last = siblings[Math.min(siblings.length - 1, at + (length % 3))]!;
      if (!items.every(sound)) return;
      const edit = wrapItems(item, last, { name: 'Wrap', args: ['a b'] });
      if (edit.problem !== undefined) return expect(last.span.file.text).toMatch(/\\$|<\//);
      const wrapped = opened(applyEdits(item.span.file, edit.edits).file!.text);
      const made = wrapped.all.find((each) => each.kind === 'section' && each.name === 'Wrap');
      if (made?.kind !== 'section') throw new Error('no section was made');
      expect(made.args.words.map((word) => word.value)).toEqual(['a b']);
      const back = applyEdits(wrapped.file, unwrapSection(made).edits!).file!;
      expect(modelsOf(opened(back.text).items, unindented)).toEqual(modelsOf(items, unindented));
    });
  });
});

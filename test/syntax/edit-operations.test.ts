import { describe, expect, test } from '@jest/globals';
import type { SourceFile } from '../../src/source/file.js';
import { applyEdits, type Edit } from '../../src/syntax/edit.js';
import { rename, setArguments, setRawArguments, setWord } from '../../src/syntax/edit-change.js';
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
import { parseConfig } from '../../src/syntax/parse.js';
import type { Directive, Item, Section } from '../../src/syntax/tree.js';

/** Edits a text; items are numbered as they stand, sections before what is in them. */
function changed(text: string, edit: (items: readonly Item[], file: SourceFile) => Edit): string {
  const file: SourceFile = { path: 'test.conf', text };
  const made = edit(flat(parseConfig(file).value.items), file);
  return made.edits ? applyEdits(file, made.edits).file!.text : `no: ${made.problem}`;
}

function flat(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => (item.kind === 'section' ? [item, ...flat(item.items)] : [item]));
}

const at = (items: readonly Item[], index: number) => items[index] as Directive | Section;
const line = (name: string, ...args: string[]): NewItem => ({ kind: 'directive', name, args });

describe('setting arguments', () => {
  test.each([
    ['words that stay keep their bytes', 'Require  user\t"a" b', ['user', 'a', 'c'], 'Require  user\t"a" c'],
    ['changed words keep their quotes', 'A \'x\' "y" z', ['1', '2', '3'], 'A \'1\' "2" 3'],
    ['quotes where they are needed', 'A x', ['a b'], 'A "a b"'],
    ['continued lines stay', 'A x \\\n  y \\\n  z\n', ['x', 'y', 'w'], 'A x \\\n  y \\\n  w\n'],
    ['a word that is continued itself', 'A x "y\\\nz" w\n', ['x', 'q', 'w'], 'A x "q" w\n'],
    ['more at the end', 'A x\r\n', ['x', 'y', 'z z'], 'A x y "z z"\r\n'],
    ['more in the middle', 'A x  z', ['x', 'y', 'z'], 'A x y  z'],
    ['more at the beginning', 'A   z', ['y', 'z'], 'A y   z'],
    ['fewer at the end', 'A x \\\n  y\n', ['x'], 'A x\n'],
    ['fewer in the middle', 'A x y z', ['x', 'z'], 'A x z'],
    ['none any more', 'A x y', [], 'A'],
    ['the first ones', 'A', ['x'], 'A x'],
    ['behind an open quote', 'A "x', ['x', 'y'], 'A x y'],
    ['in an open quote', 'A "x', ['y'], 'A "y"'],
    ['a value with a backslash at its end', 'A x', ['C:\\'], 'A "C:\\\\"'],
    ['an empty value', 'A x', [''], 'A ""'],
    ['the same again', 'A "x"  y \n', ['x', 'y'], 'A "x"  y \n'],
    ['of a section', '<A x>\n</A>', ['y', 'z'], '<A y z>\n</A>'],
    ['of a section, text behind the tag stays', '<A x > # no\n</A>', ['y'], '<A y > # no\n</A>'],
    ['of a section without any', '<A>\n</A>', ['x'], '<A x>\n</A>'],
    ['of a quoted section', '"<A" x>\n</A>', ['y', 'z'], '"<A" y z>\n</A>'],
    ['of a section whose name is quoted with its bracket', '"<A>"\n</A>', ['y'], '<A y>\n</A>'],
    ['a bracket among them', '<A x>\n</A>', ['a>b'], '<A a>b>\n</A>'],
    ['of a section, none any more', '<A x>\n</A>', [], '<A>\n</A>'],
  ])('%s', (_, text, values, expected) => {
    expect(changed(text, (items) => setArguments(at(items, 0), values))).toBe(expected);
  });

  test.each([
    ['a line feed', 'A x', ['a\nb']],
    ['a zero byte', 'A x', ['a\0b']],
    ['what is no byte', 'A x', ['\u20ac']],
    ['a bracket that would end an open tag', '<A x\n</A>', ['y>']],
  ])('%s is refused', (_, text, values) => {
    expect(changed(text, (items) => setArguments(at(items, 0), values))).toMatch(/^no: .*cannot be written/s);
  });

  test('one word', () => {
    expect(changed('A x "y"', (items) => setWord(at(items, 0), 1, 'z'))).toBe('A x "z"');
    expect(changed('A x', (items) => setWord(at(items, 0), 1, 'z'))).toBe('no: A has no argument 1');
  });

  test('as they are written', () => {
    expect(changed('A x\n', (items) => setRawArguments(at(items, 0), '"a" \\"'))).toBe('A "a" \\"\n');
    expect(changed('A\n', (items) => setRawArguments(at(items, 0), 'x'))).toBe('A x\n');
    expect(changed('A x\nB\n', (items) => setRawArguments(at(items, 0), 'x\\'))).toMatch(/^no: /);
    expect(changed('A x\n', (items) => setRawArguments(at(items, 0), 'x\ny'))).toMatch(/^no: /);
  });
});

describe('renaming', () => {
  test.each([
    ['a directive', 'Order x \\\n y\n', 'Require x \\\n y\n'],
    ['a quoted directive', '  "Order" x', '  Require x'],
    ['a section', '<A x>\nB\n</A> # c\n', '<Require x>\nB\n</Require> # c\n'],
    ['a section in capitals', '<A>\n</a>', '<Require>\n</Require>'],
    ['a quoted section', '"<A" x>\n\'</A>\'', '"<Require" x>\n\'</Require>\''],
    ['a closing tag on two lines', '<Ab>\n</A\\\nb>\n', '<Require>\n</Require>\n'],
  ])('%s', (_, text, expected) => {
    expect(changed(text, (items) => rename(at(items, 0), 'Require'))).toBe(expected);
  });

  test.each([
    ['two words', 'A x', 'B C'],
    ['a comment', 'A x', '#B'],
    ['a section', 'A x', '<B'],
    ['nothing', 'A x', ''],
    ['a line feed', 'A x', 'B\nC'],
    ['a section without its end', '<A>\n', 'B'],
    ['a section around another that is open', '<A>\n<B>\n</A>\n', 'B'],
  ])('refuses %s', (_, text, name) => {
    expect(changed(text, (items) => rename(at(items, 0), name))).toMatch(/^no: /);
  });
});

describe('inserting', () => {
  const added = [line('B', 'x y')];
  test.each([
    ['before', '\tA\n', '\tB "x y"\n\tA\n', insertBefore],
    ['after', '\tA\n', '\tA\n\tB "x y"\n', insertAfter],
    ['after, with the line ends around', 'A\r\nC\r\n', 'A\r\nB "x y"\r\nC\r\n', insertAfter],
    ['after a last line without an end', '  A', '  A\n  B "x y"', insertAfter],
    ['the same with CRLF', 'C\r\n  A', 'C\r\n  A\r\n  B "x y"', insertAfter],
    ['after a continued line', 'A \\\n x\n', 'A \\\n x\nB "x y"\n', insertAfter],
    ['after a last line that goes on nowhere', 'A \\\n', 'A \\\n\nB "x y"\n', insertAfter],
    ['after a section', '<A>\n  C\n</A>\n', '<A>\n  C\n</A>\nB "x y"\n', insertAfter],
    ['before a byte order mark', '\xef\xbb\xbfA\n', 'B "x y"\n\xef\xbb\xbfA\n', insertBefore],
  ])('%s', (_, text, expected, insert) => {
    const last = text.startsWith('C') ? 1 : 0;
    expect(changed(text, (items) => insert(items[last]!, added))).toBe(expected);
  });

  test('nothing can stand behind a last line that ends in a backslash', () => {
    expect(changed('A \\', (items) => insertAfter(items[0]!, added))).toMatch(/^no: the last line/);
  });

  test.each([
    ['like what is there', '<A>\n\tC\n</A>\n', '<A>\n\tB "x y"\n\tC\n</A>\n'],
    ['one step deeper in an empty section', '<A>\n</A>\n', '<A>\n    B "x y"\n</A>\n'],
    ['as deep as elsewhere', '<C>\n  D\n</C>\n<A>\n</A>\n', '<C>\n  D\n</C>\n<A>\n  B "x y"\n</A>\n'],
  ])('at the start of a section: %s', (_, text, expected) => {
    const section = (items: readonly Item[]) => at(items, text.startsWith('<C>') ? 2 : 0) as Section;
    expect(changed(text, (items) => insertAtStart(section(items), added))).toBe(expected);
  });

  test('at the end of a section, behind blank lines', () => {
    const text = '<A>\r\n  C\r\n\r\n</A>';
    const expected = '<A>\r\n  C\r\n\r\n  B "x y"\r\n</A>';
    expect(changed(text, (items) => insertAtEnd(at(items, 0) as Section, added))).toBe(expected);
  });

  test('at both ends of a file', () => {
    expect(changed('  A\n', (_, file) => insertAtStart(file, added))).toBe('  B "x y"\n  A\n');
    expect(changed('A', (_, file) => insertAtEnd(file, added))).toBe('A\nB "x y"');
    expect(changed('', (_, file) => insertAtEnd(file, added))).toBe('B "x y"\n');
  });

  test('whole sections with all kinds of lines', () => {
    const items: NewItem[] = [
      { kind: 'comment', text: 'who may' },
      {
        kind: 'section',
        name: 'RequireAny',
        args: [],
        items: [
          line('Require', 'user', 'a'),
          { kind: 'blank' },
          { kind: 'section', name: 'If', args: '"true"', items: [] },
        ],
      },
    ];
    expect(changed('<L /a>\n\tA\n</L>\n', (found) => insertAtEnd(at(found, 0) as Section, items))).toBe(
      '<L /a>\n\tA\n\t# who may\n\t<RequireAny>\n\t\tRequire user a\n\n\t\t<If "true">\n\t\t</If>\n\t</RequireAny>\n</L>\n',
    );
  });

  test.each([
    ['a value that cannot be written', line('A', 'x\ny')],
    ['a comment that would go on', { kind: 'comment', text: 'x\\' }],
    ['a comment of two lines', { kind: 'comment', text: 'x\ny' }],
    ['a text of arguments that would go on', { kind: 'directive', name: 'A', args: 'x\\' }],
    ['a name that is a tag', line('</A>')],
    ['a name that is none', line('')],
    ['two words in a name', { kind: 'section', name: 'A b', args: [], items: [] }],
  ] satisfies [string, NewItem][])('refuses %s', (_, item) => {
    expect(changed('A\n', (items) => insertBefore(items[0]!, [item]))).toMatch(/^no: /);
  });

  test('a macro, whose contents are text', () => {
    const made: NewItem = { kind: 'section', name: 'Macro', args: ['m', '$x'], items: [line('A', '$x')] };
    expect(changed('B\n', (items) => insertBefore(items[0]!, [made]))).toBe(
      '<Macro m $x>\n    A $x\n</Macro>\nB\n',
    );
  });

  test('in the place of an item', () => {
    const two = [line('B'), line('C')];
    expect(changed('A\n  X \\\n  y\r\n', (items) => replaceItem(items[1]!, two))).toBe('A\n  B\r\n  C\r\n');
    expect(changed('A\n  X', (items) => replaceItem(items[1]!, two))).toBe('A\n  B\n  C');
    expect(changed('A\nX\n', (items) => replaceItem(items[1]!, []))).toBe('A\n');
  });
});

describe('removing', () => {
  const text = '# one\n\n# two\n# three\nA \\\n x\nB\n';
  test('with its lines', () => {
    expect(changed(text, (items) => removeItem(items[4]!))).toBe('# one\n\n# two\n# three\nB\n');
  });

  test('with the comments right above', () => {
    expect(changed(text, (items) => removeItem(items[4]!, { comments: true }))).toBe('# one\n\nB\n');
  });

  test('a section', () => {
    expect(changed('A\n<B>\nC\n</B>\nD', (items) => removeItem(items[1]!))).toBe('A\nD');
  });

  test.each([
    ['a directive', '  A x', '  # A x'],
    ['continued lines', 'A \\\n  x\nB', '# A \\\n  # x\nB'],
    ['a section', '<A>\r\n\t# c\r\n\r\n\tB\r\n</A>\r\nC', '# <A>\r\n\t# # c\r\n\r\n\t# B\r\n# </A>\r\nC'],
    ['a line that a blank one goes on', 'A \\\\\n\nB\n', '# A \\\\\n\n# B\n'],
  ])('by comments: %s', (_, given, expected) => {
    expect(changed(given, (items) => commentOut(items[0]!))).toBe(expected);
  });
});

describe('wrapping', () => {
  const limit = { name: 'Limit', args: ['GET'] };
  test.each([
    ['a run', 'A\nB \\\n  x\nC\n', 0, 1, '<Limit GET>\n    A\n    B \\\n  x\n</Limit>\nC\n'],
    [
      'with what is in it',
      '<L>\n\tA\n\n\t<M>\n\t\tB\n\t</M>\n</L>\n',
      1,
      3,
      '<L>\n\t<Limit GET>\n\t\tA\n\n\t\t<M>\n\t\t\tB\n\t\t</M>\n\t</Limit>\n</L>\n',
    ],
    ['a last line without an end', 'A\r\nB', 1, 1, 'A\r\n<Limit GET>\r\n    B\r\n</Limit>'],
  ])('%s', (_, text, first, last, expected) => {
    expect(changed(text, (items) => wrapItems(items[first]!, items[last]!, limit))).toBe(expected);
  });

  test.each([
    ['from behind', 'A\nB\n', 1, 0],
    ['across sections', '<L>\nA\n</L>\nB\n', 1, 2],
    ['a stray end', 'A\n</L>\nB\n', 0, 2],
    ['a last line that ends in a backslash', 'A \\', 0, 0],
  ])('refuses: %s', (_, text, first, last) => {
    expect(changed(text, (items) => wrapItems(items[first]!, items[last]!, limit))).toMatch(/^no: /);
  });

  test.each([
    ['a section', '<L>\n\tA\n\t<M>\n\t\tB\n\t</M>\n</L>\nC', 'A\n<M>\n\tB\n</M>\nC'],
    ['one without indentation', '<L>\nA\n  B\n</L>', 'A\n  B\n'],
    ['an empty one', 'A\n', 'A\n'],
  ])('and unwrapping: %s', (_, text, expected) => {
    const given = text === 'A\n' ? '<L>\n</L>\nA\n' : text;
    expect(changed(given, (items) => unwrapSection(at(items, 0) as Section))).toBe(expected);
  });

  test('an open section cannot be unwrapped', () => {
    expect(changed('<L>\nA\n', (items) => unwrapSection(at(items, 0) as Section))).toBe(
      'no: <L> was not closed',
    );
  });
});

import fc from 'fast-check';
import type { SourceFile } from '../../src/source/file.js';
import { indentAt } from '../../src/syntax/edit-layout.js';
import { parseConfig } from '../../src/syntax/parse.js';
import { spanText } from '../../src/syntax/print.js';
import type { Item } from '../../src/syntax/tree.js';

/** An item by what an edit must keep or change: sections with their tags and what is in them, others by their bytes. */
export type Model =
  | { readonly text: string; readonly name?: string; readonly values?: readonly string[] }
  | {
      readonly open: string;
      readonly name: string;
      readonly values: readonly string[];
      readonly items: readonly Model[];
      readonly close: string | undefined;
    };

/** The models of items; `outer` bytes are taken off, such as indentation or the end of a last line. */
export function modelsOf(items: readonly Item[], outer: (text: string) => string): readonly Model[] {
  return items.map((item) => {
    if (item.kind !== 'directive' && item.kind !== 'section') return { text: outer(spanText(item.span)) };
    const values = item.args.words.map(({ value }) => value);
    if (item.kind === 'directive') return { text: outer(spanText(item.span)), name: item.name, values };
    return {
      open: outer(spanText(item.openSpan)),
      name: item.name,
      values,
      items: modelsOf(item.items, outer),
      close: item.close && outer(spanText(item.close.span)),
    };
  });
}

/** Without indentation and line ends: for changes that move lines. */
export const unindented = (text: string): string =>
  text.slice(indentAt({ path: '', text }, 0).length).trimEnd();

/** Without the line end, which a last line may get or lose. */
export const unended = (text: string): string => text.replace(/\r*\n?$/, '');

const word = fc.oneof(
  fc.constantFrom(
    'On',
    '/a',
    '"J. Doe"',
    "'x y'",
    '"a\\"b"',
    'a\\\\b',
    '"open',
    '${VAR}',
    '%{x}',
    '#',
    '>',
    '""',
  ),
  fc.constantFrom(
    '\\.php$',
    '"C:\\\\"',
    'caf\xc3\xa9',
    '\xff',
    '"a\\\n  b"',
    '\\\n',
    '\\\r\n  x',
    "'",
    '\\x',
  ),
);
const blanks = fc.constantFrom(' ', '\t', '  ', ' \\\n ', ' \\\n\t\t');
const args = fc
  .array(fc.tuple(blanks, word), { maxLength: 4 })
  .map((pairs) => pairs.map(([blank, text]) => blank + text).join(''));
const indent = fc.constantFrom('', '  ', '\t', '    ');
const lineEnd = fc.constantFrom('\n', '\n', '\r\n', ' \n');
const name = fc.constantFrom('Require', 'AuthName', '"Header"', 'a', 'Options>');
const directive = fc.tuple(indent, name, args, lineEnd).map((parts) => parts.join(''));
const other = fc.constantFrom('\n', '\r\n', '# c\n', '  # goes \\\non\n', '"" x\n', ' \t\n');
const stray = fc.constantFrom('</Limit>\n', '<Files\n', '<If "x">\n', '</If', '\xef\xbb\xbfA\n', 'A\0b\\\n');

const { lines } = fc.letrec<{ lines: string; line: string; section: string }>((tie) => ({
  line: fc.oneof({ depthSize: 'small', withCrossShrink: true }, directive, other, tie('section')),
  section: fc
    .tuple(
      indent,
      fc.constantFrom('Limit', 'Files', '"If"'),
      args,
      fc.constantFrom('', ' ', '# x'),
      tie('lines'),
    )
    .map(([deep, tag, text, behind, inner]) => {
      const open = tag.startsWith('"') ? `"<If"${text}>` : `<${tag}${text}>`;
      return `${deep}${open}${behind}\n${inner}${deep}</${tag.replaceAll('"', '')}>\n`;
    }),
  lines: fc.array(tie('line'), { maxLength: 5 }).map((all) => all.join('')),
}));

/** Texts of configurations: odd words, continued lines, both line ends, now and then broken ones, with or without a last line end. */
export const texts: fc.Arbitrary<string> = fc
  .tuple(lines, fc.option(stray, { freq: 4 }), lines, fc.boolean())
  .map(([before, odd, behind, ended]) => before + (odd ?? '') + (ended ? behind : behind.replace(/\n$/, '')));

/** A parsed text and all its items, sections before what is in them. */
export function opened(text: string): {
  readonly file: SourceFile;
  readonly items: readonly Item[];
  readonly all: readonly Item[];
} {
  const file = { path: 'test.conf', text };
  const { items } = parseConfig(file).value;
  return { file, items, all: flat(items) };
}

function flat(items: readonly Item[]): readonly Item[] {
  return items.flatMap((item) => (item.kind === 'section' ? [item, ...flat(item.items)] : [item]));
}

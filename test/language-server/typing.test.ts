import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { cursorAt, lineWith } from '../../src/language-server/cursor.js';
import { commonStart } from '../../src/language-server/marks.js';
import { isAtRest } from '../../src/language-server/rest.js';
import { viewOf } from '../../src/language-server/view.js';

const line = fc.constantFrom(
  '<Location /a>',
  '</Location>',
  '<If "true">',
  '</If>',
  'Require all granted',
  'ServerName \\',
  '# \\',
  '',
);
const lines = (least: number, most: number) =>
  fc.array(line, { minLength: least, maxLength: most }).map((each) => `${each.join('\n')}\n`);

test('after changes a place is read as in a text that was never another one', () => {
  const change = fc.tuple(fc.nat(), fc.nat(300), lines(0, 5));
  const place = fc.nat();
  fc.assert(
    fc.property(
      lines(600, 1500),
      fc.array(fc.tuple(change, place), { maxLength: 6 }),
      place,
      (text, steps, first) => {
        const document = TextDocument.create('untitled:marks', 'apacheconf', 1, text);
        cursorAt(viewOf(document, undefined).file, first % (text.length + 1));
        steps.forEach(([[from, length, put], where], index) => {
          const before = document.getText();
          const start = from % (before.length + 1);
          const range = { start: document.positionAt(start), end: document.positionAt(start + length) };
          TextDocument.update(document, [{ range, text: put }], index + 2);
          const { file } = viewOf(document, undefined);
          const at = where % (file.text.length + 1);
          const fresh = { path: file.path, text: file.text };
          const names = (of: typeof file) => cursorAt(of, at).sections.map(({ name }) => name);
          expect(names(file)).toEqual(names(fresh));
          expect(lineWith(file, at).text).toBe(lineWith(fresh, at).text);
        });
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test('how far two texts are the same', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (same, left, right) => {
      const [one, other] = [same + left, same + right];
      let expected = 0;
      while (expected < one.length && expected < other.length && one[expected] === other[expected])
        expected += 1;
      expect(commonStart(one, other)).toBe(expected);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test.each([
  [10, 0, false, true],
  [400_000, 0, false, true],
  [400_000, 1, false, false],
  [400_000, 0, true, false],
])(
  'a text of %d characters that is changed %d times meanwhile, taken back: %s, is looked at: %s',
  async (size, changes, isCancellationRequested, expected) => {
    const document = TextDocument.create('untitled:rest', 'apacheconf', 1, '#'.repeat(size));
    let waited = 0;
    const rest = async (): Promise<void> => {
      waited += 1;
      for (let change = 0; change < changes; change += 1)
        TextDocument.update(document, [{ text: '' }], 2 + change);
    };
    expect(await isAtRest(document, { isCancellationRequested }, rest)).toBe(expected);
    // What is small is answered at once.
    expect(waited).toBe(size > 300_000 ? 1 : 0);
  },
);

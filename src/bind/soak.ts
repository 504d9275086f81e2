import type { Span } from '../source/file.js';
import { nameOf, tagSpan } from '../syntax/items.js';
import type { Section } from '../syntax/tree.js';
import { type Line, textOf } from './line-stream.js';
import { type Run, report } from './run.js';

/**
 * The skipping of a conditional section whose condition does not hold. httpd only matches tags there: no variable is replaced, no
 * directive looked at, and every mistake is put on the line where skipping began.
 */
export interface Soak {
  readonly at: Section;
  /** The sections that are open, the skipped one first. */
  readonly open: string[];
}

/** What a skipped line leads to; `again` is a closing tag that belongs to what is around. */
export type Soaked = 'more' | 'end' | 'again';

/** Begins to skip a section; `name` as httpd spells it. */
export function beginSoak(at: Section, name: string): Soak {
  return { at, open: [name] };
}

/** Skips a line. `isOpenAround` knows what is open outside, so that one wrong tag is one error. */
export function soak(
  run: Run,
  { at, open }: Soak,
  line: Line,
  isOpenAround: (name: string) => boolean,
): Soaked {
  if (line.kind === 'directive') return 'more';
  const { text } = textOf(line);
  if (text === '' || text.startsWith('#')) return 'more';
  const word = nameOf(text);
  if (!word.value.startsWith('<')) return 'more';
  if (word.value[1] !== '/') {
    const bare = word.next === text.length && word.value.endsWith('>');
    open.push(word.value.slice(1, bare ? -1 : undefined));
    return 'more';
  }
  // httpd cuts off the last character, whatever it is.
  const name = word.value.slice(2, Math.max(2, word.value.length - 1));
  const expected = open.at(-1)!;
  if (same(name, expected)) open.pop();
  else {
    reportTag(run, at, `Expected </${expected}> but saw ${word.value.slice(0, -1)}>`, line.span);
    const index = open.findLastIndex((each) => same(each, name));
    if (index === -1 && isOpenAround(name)) return 'again';
    open.length = index === -1 ? open.length - 1 : index;
  }
  return open.length === 0 ? 'end' : 'more';
}

/** Reports a section that is still skipped at the end of the file. */
export function reportUnsoaked(run: Run, { at, open }: Soak): void {
  reportTag(run, at, `Expected </${open.at(-1)!}> before end of configuration`, undefined);
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

function reportTag(run: Run, at: Section, message: string, seen: Span | undefined): void {
  report(run, 'section-mismatch', tagSpan(at), message, {
    stage: 'read',
    why: 'The condition does not hold, so httpd only looks for the end of the section.',
    related: seen && [{ span: seen, message: 'this is the closing tag' }],
  });
}

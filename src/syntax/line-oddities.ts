import { isBlank } from '../../grammar/lines.js';
import { argumentsEnd, type Oddity, type OddLine, wordsIn } from './odd-line.js';
import { physicalOddities } from './physical-oddities.js';
import { signOddities } from './sign-oddities.js';
import { type CutWord, cutWord } from './words.js';

type Said = Pick<Oddity, 'code' | 'message' | 'why' | 'hint'>;

/** What is odd about one logical line. */
export function* lineOddities(odd: OddLine): Generator<Oddity> {
  yield* physicalOddities(odd);
  if (odd.line.kind === 'comment') return;
  const name = cutWord(odd.text, 0);
  if (!name) return;
  if (odd.line.kind === 'blank') {
    if (!odd.text.startsWith('#')) yield at(odd, 0, odd.text.length, ignored);
    return;
  }
  yield* nameOddities(odd, name);
  if (odd.line.kind === 'close') yield* afterTag(odd, name.next);
  else yield* argumentOddities(odd, name.next);
}

function* nameOddities(odd: OddLine, name: CutWord): Generator<Oddity> {
  if (name.quote === '') yield* signOddities(odd, name);
  if (name.quote !== '') yield at(odd, name.start, name.end, quotedName);
  else if (odd.line.kind === 'directive' && name.value.endsWith('>') && name.value !== '>')
    yield at(odd, name.end - 1, name.end, bracketInName);
}

function* argumentOddities(odd: OddLine, from: number): Generator<Oddity> {
  const { text } = odd;
  const end = argumentsEnd(text, from);
  const args = text.slice(0, end);
  let count = 0;
  for (const word of wordsIn(args, from)) {
    if (word.quote !== '') yield* quoteOddities(odd, args, word);
    else {
      yield* signOddities(odd, word);
      if (count > 0 && isComment(odd, args, word)) {
        yield at(odd, word.start, end, commentInArguments);
        return;
      }
    }
    count += 1;
  }
  if (odd.line.kind === 'open') {
    yield* tagInTag(odd, args, from);
    yield* afterTag(odd, end + 1);
  }
}

function* quoteOddities(odd: OddLine, args: string, word: CutWord): Generator<Oddity> {
  if (!word.closed) yield at(odd, word.start, word.end, openQuote);
  else if (/[\w"'/.%$=-]/.test(args[word.end] ?? ''))
    yield at(odd, word.start, endOfRun(args, word.end), glued);
}

function isComment(odd: OddLine, args: string, word: CutWord): boolean {
  if (odd.line.kind !== 'directive' || !looksLikeComment(args, word)) return false;
  // At the start of a continued line it is told as a swallowed line.
  const { start } = odd.locate(word.start, word.end);
  const begin = odd.source.lastIndexOf('\n', start) + 1;
  return begin <= odd.line.start || odd.source.slice(begin, start).trim() !== '';
}

/** A `#` in front of words, as people write comments; colours, anchors and numbers begin with one too. */
function looksLikeComment(args: string, { value, next }: CutWord): boolean {
  if (!value.startsWith('#')) return false;
  if (/^#+$/.test(value)) return true;
  return /^#+[A-Za-z]{2,}/.test(value) && (next < args.length || !/^#[0-9a-f]+$/i.test(value));
}

/** Two tags on one line: httpd takes the last `>` for the end of the first. */
function* tagInTag(odd: OddLine, args: string, from: number): Generator<Oddity> {
  const found = />\s*<\/?[A-Za-z]+/.exec(args.slice(from));
  if (!found) return;
  const start = from + found.index + found[0].lastIndexOf('<');
  yield at(odd, start, argumentsEnd(odd.text, from) + 1, secondTag);
}

function* afterTag(odd: OddLine, from: number): Generator<Oddity> {
  const { text } = odd;
  let start = from;
  while (start < text.length && isBlank(text.charCodeAt(start))) start += 1;
  if (start < text.length) yield at(odd, start, text.length, textAfterTag);
}

function endOfRun(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end += 1;
  return end;
}

/** An oddity at a range of a line's text. */
function at(odd: OddLine, from: number, to: number, said: Said): Oddity {
  const { start, end } = odd.locate(from, to);
  return { ...said, start, end };
}

const ignored: Said = {
  code: 'line-ignored',
  message: 'httpd ignores this line, whose name is empty',
  hint: 'remove it, or put # in front of it',
};

const quotedName: Said = {
  code: 'name-quoted',
  message: 'The name stands in quotes',
  why: 'httpd drops them: the line is a directive or tag like others.',
  hint: 'write the name without quotes',
};

const bracketInName: Said = {
  code: 'name-bracket',
  message: 'A > at the end of the name is dropped',
  why: 'httpd reads a directive here and no section.',
  hint: 'remove the >, or write < in front if a section is meant',
};

const openQuote: Said = {
  code: 'quote-not-closed',
  message: 'The quote is not closed',
  why: 'httpd takes the rest of the line for the word.',
  hint: 'close the quote',
};

const glued: Said = {
  code: 'text-after-quote',
  message: 'Text touches the closing quote',
  why: 'httpd ends the word at the quote and takes what follows for the next word.',
  hint: 'put a blank between them, or the whole word into the quotes',
};

const commentInArguments: Said = {
  code: 'comment-in-arguments',
  message: 'This is no comment: # begins one only at the start of a line',
  why: 'httpd takes these words for arguments, or ignores them where it needs no more.',
  hint: 'put the comment on a line of its own',
};

const secondTag: Said = {
  code: 'tag-in-tag',
  message: 'A second tag on the line belongs to the arguments of the first',
  why: 'httpd reads one tag a line, which ends at the last >.',
  hint: 'put the second tag on a line of its own',
};

const textAfterTag: Said = {
  code: 'text-after-tag',
  message: 'httpd ignores what follows the tag',
  hint: 'put it on a line of its own',
};

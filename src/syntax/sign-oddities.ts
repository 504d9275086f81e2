import type { Oddity, OddLine } from './odd-line.js';
import type { CutWord } from './words.js';

/** Signs in a word without quotes that look like others to people. */
export function* signOddities(odd: OddLine, { start, end }: CutWord): Generator<Oddity> {
  const word = odd.text.slice(start, end);
  if (!/[$\x80-\xff]/.test(word)) return;
  const make = (
    from: number,
    length: number,
    said: Pick<Oddity, 'code' | 'message' | 'why' | 'hint'>,
  ): Oddity => {
    const place = odd.locate(start + from, start + from + length);
    return { ...said, start: place.start, end: place.end };
  };
  const quote = typographic.exec(word);
  if (quote) yield make(quote.index, quote[0].length, typographicQuote);
  const blank = /\xc2\xa0|\xe2\x80[\x80-\x8b\xaf]|^\xa0|\xa0$/.exec(word);
  if (blank) yield make(blank.index, blank[0].length, oddBlank);
  const dash = /^\xe2\x80[\x90-\x95](?=\w)/.exec(word);
  if (dash) yield make(0, dash[0].length, typographicDash);
  if (odd.inMacro) return;
  const bare = /(?:^|[/:=@,])\$([A-Z][A-Z0-9_]{2,})(?=$|[/:.,])/.exec(word);
  if (bare) yield make(bare.index + bare[0].lastIndexOf('$'), bare[1]!.length + 1, withoutBraces(bare[1]!));
  const open = word.lastIndexOf('${');
  if (open !== -1 && !odd.text.includes('}', start + open)) yield make(open, word.length - open, noEnd);
}

/** In UTF-8, or in Windows' Latin-1 around a word that is no UTF-8. */
const typographic = /^\xe2\x80[\x98-\x9f]|\xe2\x80[\x9c-\x9f]$|^[\x91-\x94](?=[ -~])/;

const typographicQuote = {
  code: 'typographic-quote',
  message: 'This is no quote to httpd',
  why: 'Typographic quotes are letters like others: blanks between them end the word.',
  hint: 'write " instead',
};

const oddBlank = {
  code: 'odd-blank',
  message: 'This is no blank to httpd',
  why: 'A non-breaking space, or another one that is not of ASCII, is a letter like others: it does not end the word.',
  hint: 'write a blank instead',
};

const typographicDash = {
  code: 'typographic-dash',
  message: 'This is no minus sign to httpd',
  hint: 'write - instead',
};

const noEnd = {
  code: 'variable-not-closed',
  message: 'The variable has no }',
  why: 'httpd leaves the text as it is.',
  hint: 'close it with }',
};

function withoutBraces(name: string): Pick<Oddity, 'code' | 'message' | 'why' | 'hint'> {
  return {
    code: 'variable-without-braces',
    message: `$${name} is not replaced`,
    why: 'httpd replaces variables in braces only.',
    hint: `write \${${name}} if the variable is meant`,
  };
}

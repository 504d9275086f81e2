import { textOf } from '../source/decode.js';

/** Configuration bytes as text for people: UTF-8 where they are, else Latin-1; control characters made visible. */
export function display(bytes: string): string {
  return visible(textOf(bytes));
}

/** C0 controls as their pictures, so that no text from a file can steer the terminal; the rest as `\u{…}`. */
function visible(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, picture);
}

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (character === '\t') return '\t';
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '\u2421' : `\\u{${code.toString(16)}}`;
}

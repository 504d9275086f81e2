import type { Oddity } from './odd-line.js';

/** What is odd about a text as a whole. */
export function fileOddities(text: string): readonly Oddity[] {
  return [...byteOrderMark(text), ...lineEnds(text), ...loneReturns(text)];
}

function byteOrderMark(text: string): readonly Oddity[] {
  if (!text.startsWith('\xef\xbb\xbf')) return [];
  return [
    {
      code: 'byte-order-mark',
      start: 0,
      end: 3,
      message: 'The file begins with a UTF-8 byte order mark',
      why: 'httpd takes it for a part of the first name.',
      hint: 'save the file without it',
    },
  ];
}

function lineEnds(text: string): readonly Oddity[] {
  const start = text.indexOf('\r\n');
  if (start === -1) return [];
  return [
    {
      code: 'crlf',
      start,
      end: start + 2,
      message: 'Lines end with carriage return and line feed, as on Windows',
      why: 'httpd takes the carriage return for a blank; other programs that read the file may not.',
      hint: 'save the file with Unix line ends',
    },
  ];
}

/** Line ends of old Macs make one line of the whole file. */
function loneReturns(text: string): readonly Oddity[] {
  const found = /\r(?![\r\n]|$)/.exec(text);
  if (!found) return [];
  return [
    {
      code: 'lone-carriage-return',
      start: found.index,
      end: found.index + 1,
      message: 'A carriage return without a line feed does not end a line',
      why: 'To httpd it is a blank, so what follows belongs to the same line.',
      hint: 'save the file with Unix line ends',
    },
  ];
}

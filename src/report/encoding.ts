import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';

/** Bytes at the beginning in which a zero byte tells that a file is no text. */
const looksAt = 8192;

/** Says that a file is none of the texts that httpd reads, which explains all else that is found in it. */
export function encodingNotes(file: SourceFile): readonly Diagnostic[] {
  const found = whatItIs(file.text);
  if (!found) return [];
  return [{ ...found, severity: 'note', stage: 'read', span: { file, start: 0, end: 0 } }];
}

function whatItIs(text: string): Pick<Diagnostic, 'code' | 'message' | 'hint'> | undefined {
  if (/^(?:\xff\xfe|\xfe\xff)/.test(text))
    return {
      code: 'encoding',
      message: 'This file is written in UTF-16, which httpd cannot read',
      hint: 'save it as UTF-8',
    };
  if (!text.slice(0, looksAt).includes('\0')) return undefined;
  return {
    code: 'encoding',
    message: 'This is no text: it holds zero bytes',
    hint: 'is it the right file?',
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../kit/project.js';

/** A fixture case: its title, its input and the lines it expects, indentation kept. */
export interface Case {
  readonly title: string;
  readonly input: string;
  readonly expected: readonly string[];
}

/** How fixtures write bytes that editors spoil: the pictures of control characters, and ¶ for "no line end here". */
const pictures: Readonly<Record<string, string>> = {
  '␍': '\r',
  '␀': '\0',
  '␉': '\t',
  '␋': '\v',
  '␌': '\f',
  '␠': ' ',
  '¶\n': '',
};

/**
 * Reads the cases of a file of fixtures/syntax: `#### title`, the input, `====`, the expectation. Input is turned into a byte
 * string.
 */
export function readCases(name: string): readonly Case[] {
  const text = readFileSync(join(projectFolder, 'fixtures/syntax', name), 'utf8');
  const cases = text
    .split(/^#### /m)
    .slice(1)
    .map((block) => readCase(name, block));
  if (cases.length === 0) throw new Error(`${name} has no case`);
  return cases;
}

function readCase(name: string, block: string): Case {
  const [head = '', tail, more] = block.split(/^====\n/m);
  const title = head.slice(0, head.indexOf('\n'));
  if (tail === undefined || more !== undefined)
    throw new Error(`${name}: "${title}" has no or several dividers`);
  const written = head
    .slice(head.indexOf('\n') + 1)
    .replace(/[␍␀␉␋␌␠]|¶\n/g, (picture) => pictures[picture]!);
  const expected = tail.split('\n').filter((line) => line.trim() !== '');
  if (expected.length === 0) throw new Error(`${name}: "${title}" expects nothing`);
  return { title, input: Buffer.from(written, 'utf8').toString('latin1'), expected };
}

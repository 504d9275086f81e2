import type { SourceFile } from '../../src/source/file.js';
import { positionAt } from '../../src/source/file.js';
import { writtenTree } from '../../src/syntax/edit-place.js';
import type { Item } from '../../src/syntax/tree.js';
import type { ApacheCheck } from '../kit/apache-check.js';

/** A line that Apache refuses, and how. */
export interface Refusal {
  readonly line: string;
  readonly message: string;
}

const mostRefusals = 200;

/** All lines of a text that Apache refuses: it stops at the first, so that each is taken out and the rest asked for again. */
export async function refusalsOf(check: ApacheCheck, text: string): Promise<readonly Refusal[]> {
  const found: Refusal[] = [];
  let left = text;
  while (found.length < mostRefusals) {
    const answer = await check(left);
    if (/^Syntax OK$/m.test(answer)) return found;
    const [, number, message = ''] = /on line (\d+) of FILE:\s*\n?(.*)/.exec(answer) ?? [];
    const [, open] = /<(\w+)> was not closed/.exec(message) ?? [];
    if (open !== undefined && !found.some((each) => each.message === message && each.line === `</${open}>`)) {
      found.push({ line: `</${open}>`, message });
      left = `${left}\n</${open}>\n`;
      continue;
    }
    const without = number === undefined ? undefined : withoutLine(left, Number(number));
    if (without === undefined || without.text === left)
      return [...found, { line: '', message: answer.trim() }];
    found.push({ line: without.line, message });
    left = without.text;
  }
  return found;
}

/** The text without the item on a line; of a section without its two tags, so that what stands in it is still looked at. */
function withoutLine(
  text: string,
  number: number,
): { readonly line: string; readonly text: string } | undefined {
  const file: SourceFile = { path: 'FILE', text };
  const item = itemAt(writtenTree(file).items, number);
  if (!item) return undefined;
  const spans = item.kind === 'section' ? [item.openSpan, item.close?.span] : [item.span];
  let rest = text;
  for (const span of spans.toReversed())
    if (span)
      rest = rest.slice(0, span.start) + blank(rest.slice(span.start, span.end)) + rest.slice(span.end);
  const { start, end } = spans[0]!;
  return { line: text.slice(start, end).trim(), text: rest };
}

const blank = (text: string): string => text.replace(/[^\n]/g, '');

/** The last line of a continued line is the one that Apache names. */
function itemAt(items: readonly Item[], number: number): Item | undefined {
  for (const item of items) {
    const { file, start, end } = item.span;
    if (positionAt(file, Math.max(start, end - 1)).line < number || positionAt(file, start).line > number)
      continue;
    if (item.kind === 'directive') return item;
    if (item.kind !== 'section') continue;
    if (positionAt(file, item.openSpan.end - 1).line >= number) return item;
    return itemAt(item.items, number) ?? item;
  }
  return undefined;
}

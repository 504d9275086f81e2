import type { Diagnostic } from '../../src/source/diagnostic.js';
import { positionAt, type Span } from '../../src/source/file.js';
import { spanText } from '../../src/syntax/print.js';
import type { Item, Section, Tree, Word } from '../../src/syntax/tree.js';

/** A tree on lines, nested items indented by two blanks. */
export function outline(tree: Tree): readonly string[] {
  return tree.items.flatMap(outlineItem);
}

/** A diagnostic on one line: severity, place and message. */
export function shown({ severity, span, message }: Diagnostic): string {
  return `${severity} ${span ? place(span) : '-'} ${message}`;
}

/** A place as line and column of the start and, behind a dash, of the end. */
export function place({ file, start, end }: Span): string {
  const [from, to] = [positionAt(file, start), positionAt(file, end)];
  return `${from.line}:${from.column}-${to.line}:${to.column}`;
}

function outlineItem(item: Item): readonly string[] {
  switch (item.kind) {
    case 'blank':
      return [`blank ${JSON.stringify(spanText(item.span))}`];
    case 'comment':
      return [`comment ${JSON.stringify(spanText(item.span))}`];
    case 'text':
      return [`text ${JSON.stringify(spanText(item.span))}`];
    case 'directive':
      return [
        `${item.name} ${JSON.stringify(item.args.raw)} ${item.args.words.map(outlineWord).join(' ')}`.trimEnd(),
      ];
    case 'section':
      return outlineSection(item);
  }
}

function outlineSection(section: Section): readonly string[] {
  const { args, terminated, after, close } = section;
  const words = args.words.map(outlineWord).join(' ');
  const notes = [
    ...(terminated ? [] : ['unterminated']),
    ...(after === '' ? [] : [`after ${JSON.stringify(after)}`]),
  ];
  return [
    [`<${section.name}>`, JSON.stringify(args.raw), words, ...notes].filter((part) => part !== '').join(' '),
    ...section.items.flatMap(outlineItem).map((line) => `  ${line}`),
    close ? `</${close.name}>` : 'no close',
  ];
}

/** The value in brackets, the quote before it, `…` behind it when the quote is not closed. */
function outlineWord({ value, quote, closed }: Word): string {
  return `${quote}[${value}]${closed ? '' : '…'}`;
}

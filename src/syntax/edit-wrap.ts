import type { Edit, TextEdit } from './edit.js';
import { insertAfter } from './edit-insert.js';
import { indentAmong, indentAt, indentOf, indentUnit, lineEndAt } from './edit-layout.js';
import { lineStarts, placeOf } from './edit-place.js';
import { type NewArguments, renderItems } from './edit-render.js';
import { reread } from './edit-reread.js';
import type { Item, Section } from './tree.js';

/** A section without contents yet. */
export interface NewSection {
  readonly name: string;
  readonly args: NewArguments;
}

/**
 * Puts a section around a run of siblings, from `first` to `last`, and indents them by one more step; of continued lines only the
 * first, since blanks would count in the others.
 */
export function wrapItems(first: Item, last: Item, { name, args }: NewSection): Edit {
  const [from, to] = [placeOf(first), placeOf(last)];
  if (from.siblings !== to.siblings || from.index > to.index)
    return { problem: 'only a run of lines of one section can be wrapped' };
  const { file, start } = from.item.span;
  const indent = indentOf(from.item);
  const unit = indentUnit(file);
  const wanted = [{ kind: 'section', name, args, items: [] }] as const;
  const rendered = renderItems(wanted, indent, lineEndAt(file, to.item.span.end), unit);
  if (rendered.problem !== undefined) return rendered;
  const opening = rendered.text.slice(0, rendered.text.indexOf('\n') + 1);
  const closing = insertAfter(to.item, [{ kind: 'comment', text: '' }]);
  if (closing.problem !== undefined) return closing;
  const run = from.siblings.slice(from.index, to.index + 1);
  const edits = [
    { span: { file, start, end: start }, text: opening },
    ...lineStarts(run).map((at): TextEdit => ({ span: { file, start: at, end: at }, text: unit })),
    ...closing.edits.map((edit) => ({ ...edit, text: closeTag(edit.text, indent, name) })),
  ];
  const [section, ...more] = reread({ file, start, end: to.item.span.end }, edits);
  const whole = section?.kind === 'section' && section.close?.name === name && more.length === 0;
  if (whole && section.items.length >= run.length) return { edits };
  return { problem: 'the lines to wrap hold a section without its end, or an end without its section' };
}

/** The line ends of an inserted comment line, with a closing tag in the place of the comment. */
function closeTag(comment: string, indent: string, name: string): string {
  return comment.replace(/[ \t]*#/, () => `${indent}</${name}>`);
}

/** Takes both tags of a section away and keeps what is in it, indented as the section was. */
export function unwrapSection(section: Section): Edit {
  const { item } = placeOf(section);
  if (!item.close) return { problem: `<${item.name}> was not closed` };
  const { file } = item.span;
  const outer = indentOf(item);
  const inner = indentAmong(item.items) ?? outer;
  const step = inner.startsWith(outer) ? inner.slice(outer.length) : '';
  const shifted = lineStarts(item.items).filter((at) => step !== '' && indentAt(file, at).startsWith(inner));
  const shift = shifted.map((at): TextEdit => {
    const start = at + outer.length;
    return { span: { file, start, end: start + step.length }, text: '' };
  });
  return { edits: [{ span: item.openSpan, text: '' }, ...shift, { span: item.close.span, text: '' }] };
}

import type { SourceFile, Span } from '../source/file.js';

/**
 * A change of a file's text: the bytes of `span` become `text`, a byte string; an empty span inserts. Edits are plain values,
 * made from the items of a tree by `setArguments`, `insertAfter` and their like, gathered freely and applied at once:
 *
 * ```ts
 * const { items } = parseConfig(file).value;
 * const [location] = items as [Section];
 * const renamed = rename(location, 'LocationMatch');
 * const added = insertAtEnd(location, [{ kind: 'directive', name: 'Require', args: ['user', 'J. Doe'] }]);
 * const edits = [...(renamed.edits ?? []), ...(added.edits ?? [])];
 * const applied = applyEdits(file, edits);
 * const text = applied.file?.text;
 * ```
 */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** The edits that make a change, or why it cannot be made: nothing is edited by halves. */
export type Edit =
  | { readonly edits: readonly TextEdit[]; readonly problem?: never }
  | { readonly problem: string; readonly edits?: never };

/** The changed file, or the first two edits that want to change the same bytes, in file order. */
export type Applied =
  | { readonly file: SourceFile; readonly conflict?: never }
  | { readonly conflict: readonly [TextEdit, TextEdit]; readonly file?: never };

/**
 * Applies edits to a file; all bytes outside their spans stay. Insertions at one place keep the order of the list, and stand
 * before a replacement that begins there and behind one that ends there. Throws RangeError for an edit that lies outside the file.
 */
export function applyEdits(file: SourceFile, edits: readonly TextEdit[]): Applied {
  const sorted = edits.toSorted(byPlace);
  const parts: string[] = [];
  let done = 0;
  let last: TextEdit | undefined;
  for (const edit of sorted) {
    const { start, end } = edit.span;
    if (edit.span.file !== file || start < 0 || end < start || end > file.text.length)
      throw new RangeError(`an edit of ${edit.span.file.path} lies outside ${file.path}`);
    if (last && start < done) return { conflict: [last, edit] };
    parts.push(file.text.slice(done, start), edit.text);
    done = end;
    last = edit;
  }
  return { file: { ...file, text: parts.join('') + file.text.slice(done) } };
}

type Placed = { readonly span: Pick<Span, 'start' | 'end'> };

/** The order in which edits are applied: an insertion before a replacement at the same place; for a stable sort. */
export function byPlace({ span: left }: Placed, { span: right }: Placed): number {
  if (left.start !== right.start) return left.start - right.start;
  return Number(left.end > left.start) - Number(right.end > right.start);
}

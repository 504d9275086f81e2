import type { CompletionItem, Range } from 'vscode-languageserver';

/** The protocol's numbers. */
const kinds = {
  function: 3,
  variable: 6,
  module: 9,
  property: 10,
  value: 12,
  keyword: 14,
  snippet: 15,
  constant: 21,
} as const;

/** Something that has a page. */
export interface PageName {
  readonly of: 'directive' | 'section' | 'rule';
  readonly name: string;
}

/** Something that may be written at a place. */
export interface Offer {
  readonly label: string;
  readonly kind: keyof typeof kinds;
  /** What is written, where it is more than the label. */
  readonly text?: string;
  /** The same with places to fill in, for editors that know them. */
  readonly snippet?: string;
  /** What typing is compared with, where that is not the label. */
  readonly filter?: string;
  /** In a few words, beside the label. */
  readonly detail?: string;
  /** What has a page, which is made when the editor asks for it. */
  readonly page?: PageName;
  /** Lower ones come first; those of one rank stay as they are. */
  readonly rank?: number;
}

/** What stands in front of the cursor and is replaced, and what may stand there. */
export interface Offers {
  readonly typed: string;
  readonly offers: readonly Offer[];
}

/** An offer as the protocol has it, in place of a range. */
export function offered(offer: Offer, index: number, range: Range, snippets: boolean): CompletionItem {
  const { label, kind, text = label, snippet, filter = label, detail, page, rank = 0 } = offer;
  const filled = snippets && snippet !== undefined;
  return {
    label,
    kind: kinds[kind],
    filterText: filter,
    sortText: `${rank}${String(index).padStart(5, '0')}`,
    textEdit: { range, newText: filled ? snippet : text },
    insertTextFormat: filled ? 2 : 1,
    ...(detail === undefined ? {} : { detail }),
    ...(page === undefined ? {} : { data: page }),
  };
}

import type { Span } from '../source/file.js';

/**
 * The lossless syntax tree: it knows lines, words and sections and no directive name. Concatenating the span texts
 * of all items (a section's: opening line, items, closing line) gives the file's bytes back.
 */
export type Item = Directive | Section | Comment | Blank | MacroText;

/**
 * One argument as httpd's `ap_getword_conf` cuts it. `value` has quotes, backslash escapes and line continuations
 * resolved; `span` covers the word as written, quotes included.
 */
export interface Word {
  readonly value: string;
  readonly quote: '' | '"' | "'";
  /** False when a quoted word has no end quote, which httpd accepts. */
  readonly closed: boolean;
  readonly span: Span;
}

/**
 * What follows a directive's name. `raw` is the rest of the logical line (continuations joined, trailing blanks cut), as
 * RAW_ARGS directives get it; `words` is the same cut into words.
 */
export interface Arguments {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly span: Span;
}

/** `name` keeps the case that was written. */
export interface Directive {
  readonly kind: 'directive';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: Arguments;
  /** All physical lines with their line ends. */
  readonly span: Span;
}

/**
 * `<Name args>` … `</Name>`. `args.raw` ends before the last `>` of the opening line; `after` is what stands behind that `>`
 * (httpd ignores it for most sections). A section that httpd would refuse for its missing `>` or close has
 * `terminated: false` or no `close`.
 */
export interface Section {
  readonly kind: 'section';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: Arguments;
  readonly terminated: boolean;
  readonly after: string;
  readonly openSpan: Span;
  readonly items: readonly Item[];
  readonly close?: Closing;
  readonly span: Span;
}

/**
 * `</Name>`. `text` is the whole line without the blanks around it; `terminated` is false when the name lacks its `>`, which httpd
 * refuses outside of sections that it skips.
 */
export interface Closing {
  readonly kind: 'close';
  readonly name: string;
  readonly terminated: boolean;
  readonly text: string;
  readonly span: Span;
}

export interface Comment {
  readonly kind: 'comment';
  readonly span: Span;
}

export interface Blank {
  readonly kind: 'blank';
  /** A closing tag that stands where nothing is open. */
  readonly stray?: Closing;
  readonly span: Span;
}

/**
 * One logical line inside a `<Macro>`. mod_macro keeps its body as text, whose tags need not balance: the items of a section
 * named Macro are such lines and nothing else, up to the `</Macro>` that httpd finds.
 */
export interface MacroText {
  readonly kind: 'text';
  readonly span: Span;
}

/** A file's tree. Stray closing tags and lines with an empty name (`"" x`, ignored by httpd) are in it as blanks. */
export interface Tree {
  readonly items: readonly Item[];
  readonly span: Span;
}

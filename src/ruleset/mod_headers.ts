import type { Origin, Origins } from './origin.js';
import type { Condition, Regex, TextOrExpression } from './text.js';

export type HeaderActionName =
  | 'add'
  | 'append'
  | 'echo'
  | 'edit'
  | 'edit*'
  | 'merge'
  | 'note'
  | 'set'
  | 'setifempty'
  | 'unset';

/** A piece of a header value's format string: literal text or a specifier such as `%{X}e` (`letter` e). */
export type FormatPart =
  | string
  | { readonly letter: 'D' | 't' | 'l' | 'i' | 'b' }
  | { readonly letter: 'e' | 's'; readonly name: string };

/** What is sent: the parts of a format string, or what an expression gives. */
export type HeaderValue =
  | { readonly kind: 'format'; readonly parts: readonly FormatPart[] }
  | { readonly kind: 'expression'; readonly expression: TextOrExpression };

/** One Header or RequestHeader directive (mod_headers). */
export interface HeaderEdit {
  readonly action: HeaderActionName;
  readonly name: string;
  readonly value?: HeaderValue;
  /** For `edit` and `edit*`. */
  readonly regex?: Regex;
  readonly replacement?: HeaderValue;
  /** `echo`'s pattern. */
  readonly echo?: Regex;
  readonly when?:
    | { readonly kind: 'env'; readonly name: string; readonly negated: boolean }
    | { readonly kind: 'expression'; readonly condition: Condition };
  readonly early?: boolean;
  readonly from: Origin;
}

export interface HeadersSettings {
  readonly request?: readonly HeaderEdit[];
  /** `Header` (onsuccess). */
  readonly response?: readonly HeaderEdit[];
  /** `Header always`. */
  readonly responseAlways?: readonly HeaderEdit[];
  readonly from?: Origins;
}

import type { Directive, Section } from '../syntax/tree.js';
import type { BoundDirective } from './bound.js';

/**
 * What reading leaves of the syntax tree: includes put in place, branches decided, variables expanded. `done` was executed
 * while reading (Define, LoadModule …), as httpd does before it looks at anything else.
 */
export type ReadItem =
  | { readonly kind: 'directive'; readonly at: Directive }
  | { readonly kind: 'section'; readonly at: Section; readonly items: readonly ReadItem[] }
  | { readonly kind: 'done'; readonly bound: BoundDirective };

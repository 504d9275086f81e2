import type { SourceFile, Span } from '../source/file.js';
import type { LineText } from '../syntax/items.js';
import type { Parameters } from './macro-fill.js';

/** A macro as mod_macro keeps it. */
export interface Macro {
  /** In lower case. */
  readonly name: string;
  readonly parameters: Parameters;
  readonly lines: readonly LineText[];
  readonly file: SourceFile;
  /** As in messages: `defined on line 3 of "FILE"`. */
  readonly location: string;
  /** The opening tag's arguments. */
  readonly at: Span;
  readonly ignoresEmptyArguments: boolean;
  readonly ignoresBadNesting: boolean;
}

/** What reading knows of macros so far; they belong to the whole configuration, wherever they are written. */
export interface Macros {
  /** By name; a macro whose definition was refused is known as undefined, so that its uses say nothing more. */
  readonly byName: Map<string, Macro | undefined>;
  /** A `<Macro` line was read. */
  begun: boolean;
  ignoreEmptyArguments: boolean;
  ignoreBadNesting: boolean;
  /** Bytes that uses may still put in. */
  room: number;
}

/** httpd has no such bound: macros that use macros can grow to any size. */
export const mostExpanded = 32 * 1024 * 1024;

/** What reading starts with. */
export function noMacros(): Macros {
  return {
    byName: new Map(),
    begun: false,
    ignoreEmptyArguments: false,
    ignoreBadNesting: false,
    room: mostExpanded,
  };
}

/** `macro 'name' (defined on line 3 of "FILE")`, as mod_macro's messages begin. */
export const titleOf = ({ name, location }: Pick<Macro, 'name' | 'location'>): string =>
  `macro '${name}' (${location})`;

/** A macro's name as it is looked up: only ASCII letters know no case. */
export const macroName = (written: string): string =>
  written.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

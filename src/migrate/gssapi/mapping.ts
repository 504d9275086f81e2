import type { Line } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { NewItem } from '../../syntax/edit-render.js';
import type { Choice, Choices, DecisionAspect, EntryKind, MigrationChange } from '../migration.js';
import type { KrbSet } from './krb-set.js';

/** A choice that a row of the mapping asks for. */
export type OfferedChoice = Omit<Choice, 'taken'>;

/** One row of the mapping from mod_auth_kerb to mod_auth_gssapi. */
export interface Mapping {
  readonly id: string;
  /** What becomes of it, and what that means. */
  readonly meaning: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What is taken unless chosen otherwise stands first. */
  readonly choice?: OfferedChoice;
  /** In what decisions that rest on it may differ. */
  readonly mayChange?: readonly DecisionAspect[];
}

/** What stands in the place of a directive. */
export interface Translation {
  readonly kind: EntryKind;
  readonly items: readonly NewItem[];
  readonly message: string;
  readonly mayChange?: readonly DecisionAspect[];
  /** Conditions that each Require in force has to be joined with, as expressions. */
  readonly conditions?: readonly string[];
  /** The value taken of the row's choice, where it was needed. */
  readonly taken?: string;
}

/** What rows may look at beyond the settings. */
export interface Context {
  readonly site: Site;
  /** What was chosen, or what is taken otherwise. */
  readonly take: (choice: OfferedChoice) => string;
}

/** A row about settings of a section: `undefined` where nothing has to be said. */
export interface SettingMapping extends Mapping {
  readonly translate: (set: KrbSet, context: Context) => Translation | undefined;
}

/** A row about single lines, wherever they stand. */
export interface LineMapping extends Mapping {
  readonly changes: (lines: readonly Line[], context: Context) => readonly MigrationChange[];
}

/** Makes a context of choices. */
export function contextOf(site: Site, choices: Choices): Context {
  return { site, take: ({ id, options }) => choices[id] ?? options[0]!.value };
}

/** A new line. */
export const line = (name: string, ...args: readonly string[]): NewItem => ({
  kind: 'directive',
  name,
  args,
});

/** A new line whose arguments are written as they are. */
export const rawLine = (name: string, args: string): NewItem => ({ kind: 'directive', name, args });

/** The comment that stands for a line without an equivalent. */
export const withoutEquivalent = (text: string, id: string): NewItem => ({
  kind: 'comment',
  text: `${text.replace(/\s*\\?$/, '')}   (no equivalent in mod_auth_gssapi: ${id} in the report of kerbgate migrate)`,
});

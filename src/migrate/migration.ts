/*
 * Rewrites configurations, and proves what became of their decisions.
 *
 *   files ─► estate: every file that the named ones reach, each once                                  (estate)
 *              │ for each migration asked for, one after the other, on the texts of the one before:
 *              ▼
 *            site ─► migration.changes ─► edits, and an entry of the report for each change            (gssapi/, access/)
 *              │ applied whole, read again: a text that httpd would read otherwise than meant is a bug (apply)
 *              ▼
 *            new texts ─► old and new ruleset ─► decision diff, each class explained by entries         (proof)
 *              ▼
 *            diff, files in place, or a folder;  report as text, json, markdown                          (report, cli)
 *
 * Nothing is lost in silence: a line that has no equivalent stays as a comment and becomes an entry with the choice to make; where a
 * choice must be made for the result to be whole, the first value is taken: what decides as before, and where nothing does, what grants
 * least. `--choose ID=VALUE` takes another.
 */

import type { Place } from '../explain/explanation.js';
import type { Line } from '../lint/line.js';
import type { Site } from '../lint/site.js';
import type { Span } from '../source/file.js';
import type { TextEdit } from '../syntax/edit.js';

/** What a configuration is rewritten to by edits of its files. */
export type MigrationTarget = 'gssapi' | '2.4';

/**
 * What became of a line: `rewritten` says the same in other words; `dropped` said what holds anyway; `added` makes a default explicit that
 * would change; `choice` cannot be said as it was, and somebody has to choose; `kept` was left and should be looked at.
 */
export type EntryKind = 'rewritten' | 'dropped' | 'added' | 'choice' | 'kept';

/** One answer to a choice. */
export interface ChoiceOption {
  readonly value: string;
  /** What it means for users. */
  readonly meaning: string;
}

/** Stands among the options of a choice for any absolute path. */
export const anyPath = '/PATH';

/** A choice that no tool can make; `--choose ID=VALUE` answers it. */
export interface Choice {
  /** Such as `krb-auth-realms`; the same for all lines of that kind. */
  readonly id: string;
  readonly options: readonly ChoiceOption[];
  /** The value that this run took. */
  readonly taken: string;
}

/** What of a request's decision may differ: whether it is granted, how it is refused, who it is and how that was proven, what is done. */
export type DecisionAspect =
  | 'granted'
  /** That it is granted now, where before a request within the server was refused, such as the one for the index of a folder. */
  | 'granted-inside'
  | 'status'
  | 'challenges'
  | 'user'
  | 'proof'
  | 'target'
  | 'identity'
  | 'forged'
  | 'override';

/** One line of the report. */
export interface MigrationEntry {
  readonly kind: EntryKind;
  /** The row of the mapping, such as `krb5-keytab`; documented in the reference of migrations. */
  readonly mapping: string;
  /** Where the line stood in the files as they were. */
  readonly place: Place;
  readonly before: string;
  /** The lines that came of it; empty where nothing did. */
  readonly after: readonly string[];
  /** What changed and what it means, in a sentence or two. */
  readonly message: string;
  readonly choice?: Choice;
  /** Of the decisions that rest on these lines; absent: none, so that whatever differs there is told as unexplained. */
  readonly mayChange?: readonly DecisionAspect[];
}

/**
 * A change of files with its entry; edits may be of several lines and files, and are made together or not at all. Without edits it only
 * tells something. Of changes that want the same bytes the first is made, and the others are asked for again on the text that it gives:
 * on a text that it has made itself a migration finds nothing to edit.
 */
export interface MigrationChange {
  readonly edits: readonly TextEdit[];
  readonly entry: Omit<MigrationEntry, 'place' | 'before'>;
  /** The line it is about, or a comment. */
  readonly at: Line | Span;
}

/** What the user has chosen, by the choice's id. */
export type Choices = Readonly<Record<string, string>>;

/** Rewrites to one target: finds what has to change in a site; plain functions of their arguments. */
export interface Migration {
  readonly target: MigrationTarget;
  readonly summary: string;
  /** Every choice it may ask for, with the value that is taken unless another one is chosen first. */
  readonly choices: readonly Omit<Choice, 'taken'>[];
  readonly changes: (site: Site, choices: Choices) => readonly MigrationChange[];
  /** What it changes in the text of a macro, read by itself; absent: the same. The rest is found where macros are used. */
  readonly inMacros?: Migration['changes'];
  /** It looks at what macros say where they are used, so that it has to see them as they were; absent: macros change first. */
  readonly besideMacros?: true;
}

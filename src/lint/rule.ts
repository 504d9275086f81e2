import type { Severity } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Edit } from '../syntax/edit.js';
import type { Line } from './line.js';
import type { FilledHoles, Messages } from './message.js';
import type { Place } from './place.js';
import type { Proof } from './proof.js';
import type { ServerView } from './server-view.js';
import type { Site } from './site.js';

/*
 * To add a rule: write `rules/<id>.ts`, which exports one `lintRule({ … })` under its id in camel case, and add its one line to
 * `rules/index.ts`, which is sorted. `test/lint/rules.test.ts` runs its examples: each `bad` one must have findings of this rule, each
 * `ok` one none; a finding's proof is a request that is put to the evaluation, and must have the consequence it claims.
 * Rules find (`on`), messages word, fixes edit. Rules on single lines (`lines`, by directive name, sections with their `<`) also see
 * files with errors and branches that are not taken; rules on what is in force (`place`, `server`) run where the configuration as a
 * whole can be understood, and tell for which requests they hold. Mark a trap that it finds in fixtures/lint/mistakes.tsv.
 */

/** What a rule is about: who gets in, what breaks, what leaks, and so on. */
export const groups = [
  'opens',
  'breaks-site',
  'leaks',
  'session',
  'kerberos-setup',
  'deprecated',
  'headers',
  'style',
] as const;
export type Group = (typeof groups)[number];

/** A change that would take a finding away; `safe` decides every request as before or as was plainly meant. */
export interface Fix {
  readonly safety: 'safe' | 'unsafe';
  readonly title: string;
  readonly edit: (line: Line, site: Site) => Edit;
}

/** A text that is linted by the tests; a string stands for a whole configuration in one file. */
export interface Example {
  readonly config: string;
  /** Other files below the ServerRoot, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Other rules that find something in it, too. */
  readonly also?: readonly string[];
  /** It is a per-directory file. */
  readonly htaccess?: true;
}

/** Where a finding is, and what it says. */
export type Found<M extends Messages, K extends keyof M & string = keyof M & string> = {
  [Key in K]: {
    readonly message: Key;
    readonly at: Line | Span;
    readonly related?: readonly { readonly at: Line | Span; readonly message: string }[];
    /** A request that shows it. */
    readonly proof?: Proof | undefined;
    /** What to do about this one, where that is not the same for all. */
    readonly remedy?: string | undefined;
  } & FilledHoles<M[Key]>;
}[K];

export type Report<M extends Messages> = (found: Found<M>) => void;

/** Directives are named as their definitions are, sections with `<` in front. */
export type OnLines<M extends Messages> = Readonly<
  Record<string, (line: Line, report: Report<M>, site: Site) => void>
>;

/** What a rule looks at. */
export interface Handlers<M extends Messages> {
  readonly lines?: OnLines<M>;
  /** The same for several names at once. */
  readonly named?: {
    readonly names: readonly string[];
    readonly line: (line: Line, report: Report<M>, site: Site) => void;
  };
  readonly everyLine?: (line: Line, report: Report<M>, site: Site) => void;
  readonly file?: (file: SourceFile, report: Report<M>, site: Site) => void;
  /** Each set of sections that some requests are decided by. */
  readonly place?: (place: Place, report: Report<M>, site: Site) => void;
  readonly server?: (server: ServerView, report: Report<M>, site: Site) => void;
  readonly site?: (site: Site, report: Report<M>) => void;
}

/** One rule of the linter: facts, words and edits apart. */
export interface LintRule<M extends Messages = Messages> {
  readonly id: string;
  readonly group: Group;
  readonly severity: Severity;
  /** The version that brought it. */
  readonly since: string;
  /** Only in the preset `strict`: it is a matter of taste, or often meant so. */
  readonly strict?: true;
  /**
   * What a line could undo that is not understood: a rule about what is missing in a section is not told where dots stand for some of its
   * lines (`absence`), one that any line of the server could undo not where such a line is not understood (`server`). One about the settings
   * of login modules alone is told also where a line about who may is not understood (`settings`).
   */
  readonly judges?: 'absence' | 'server' | 'settings';
  readonly summary: string;
  readonly why: string;
  /** What to do, in one sentence. */
  readonly remedy: string;
  readonly messages: M;
  readonly examples: { readonly bad: readonly Example[]; readonly ok: readonly Example[] };
  readonly fixes?: { readonly [K in keyof M]?: Fix };
  readonly sources: readonly string[];
  readonly on: Handlers<M>;
}

/** States a rule: the holes of its messages must be filled where it reports. */
export function lintRule<const M extends Messages>(rule: LintRule<M>): LintRule {
  // Who runs rules hands reports through by name: the statement above has checked each of them.
  return rule as unknown as LintRule;
}

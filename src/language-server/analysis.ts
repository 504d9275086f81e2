import type { Diagnostic as EditorDiagnostic, Range, TextEdit } from 'vscode-languageserver';

/** A document that an editor has open. */
export interface OpenText {
  readonly uri: string;
  /** The path as a byte string, links followed; of what is no file its URI. */
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** What is looked at as one: a configuration from its first file on, or a per-directory file. */
export interface AnalysisOrder {
  readonly id: number;
  /** The path of the first file, a byte string. */
  readonly main: string;
  readonly perDirectory: boolean;
  /** The ServerRoot, where a setting names one. */
  readonly root?: string;
  readonly defines: readonly string[];
  /** The folder from which the linter's settings are looked for. */
  readonly folder: string;
  /** All open documents: their texts stand for the files. */
  readonly open: readonly OpenText[];
}

/** A change that takes a finding away. */
export interface OfferedFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly edits: readonly TextEdit[];
}

/** A finding as the editor shows it, and what can be done about it. */
export interface Told {
  readonly diagnostic: EditorDiagnostic;
  /** A finding of the linter, which a comment can switch off. */
  readonly rule?: string;
  readonly fix?: OfferedFix;
}

/** What an open document is told. */
export interface DocumentReport {
  readonly uri: string;
  readonly version: number;
  readonly told: readonly Told[];
}

/** A name that some line of the configuration makes. */
export interface NamedPlace {
  readonly kind: 'define' | 'macro';
  readonly name: string;
  /** Of a Define its value, of a macro its parameters; for people. */
  readonly text: string;
  readonly uri: string;
  readonly range: Range;
}

/** What came of looking at a configuration. */
export interface Analysis {
  readonly id: number;
  /** Of all open documents that belong to it. */
  readonly reports: readonly DocumentReport[];
  /** The paths of all its files, links followed; byte strings. */
  readonly files: readonly string[];
  readonly places: readonly NamedPlace[];
  /** Absolute, a byte string. */
  readonly serverRoot: string;
  /** Values of ${NAME} by name in lower case, byte strings. */
  readonly values: Readonly<Record<string, string>>;
}

/** An analysis that could not be made says why, for people. */
export type AnalysisAnswer = Analysis | { readonly id: number; readonly problem: string };

/** Diagnostics of one document beyond these are only counted. */
export const mostTold = 1000;

import type { Diagnostic as EditorDiagnostic, Range, TextEdit } from 'vscode-languageserver';
import type { NameAt } from './places.js';

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

/** Changes of one document, which need not be open. */
export interface DocumentEdits {
  readonly uri: string;
  readonly edits: readonly TextEdit[];
}

/** A change that takes a finding away. */
export interface OfferedFix {
  readonly title: string;
  readonly safety: 'safe' | 'unsafe';
  readonly changes: readonly DocumentEdits[];
}

/** A finding as the editor shows it, and what can be done about it. */
export interface Told {
  readonly diagnostic: EditorDiagnostic;
  /** A finding of the linter, which a comment can switch off. */
  readonly rule?: string;
  /** At an Include line those of the findings in the files that it brings in. */
  readonly fixes: readonly OfferedFix[];
}

/** What an open document is told. */
export interface DocumentReport {
  readonly uri: string;
  readonly version: number;
  readonly told: readonly Told[];
}

/** A place where a name stands. */
export type NamedPlace = Omit<NameAt, 'span'> & { readonly uri: string; readonly range: Range };

/** A line that brings files in. */
export interface IncludingPlace {
  /** A path or wildcard, a byte string. */
  readonly pattern: string;
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
  /** Where names are made and used, in all of its files. */
  readonly places: readonly NamedPlace[];
  /** Whether these are all. */
  readonly knowsAllPlaces: boolean;
  readonly including: readonly IncludingPlace[];
  /** Names that are defined by no line, as by `-D`. */
  readonly given: readonly string[];
  /** Absolute, a byte string. */
  readonly serverRoot: string;
  /** Values of ${NAME} by name in lower case, byte strings. */
  readonly values: Readonly<Record<string, string>>;
}

/** An analysis that could not be made says why, for people. */
export type AnalysisAnswer = Analysis | { readonly id: number; readonly problem: string };

/** Diagnostics of one document beyond these are only counted. */
export const mostTold = 1000;

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { SourceFile } from '../source/file.js';
import type { Analysis } from './analysis.js';
import { keepMarks } from './marks.js';
import { isPerDirectory, pathOfUri } from './place.js';
import { type Positions, positionsOf } from './positions.js';

/** A document as requests about it see it: its text of now, and the last analysis it belongs to. */
export interface View {
  readonly uri: string;
  readonly version: number;
  /** A byte string, links followed. */
  readonly path: string;
  readonly perDirectory: boolean;
  readonly positions: Positions;
  readonly file: SourceFile;
  readonly analysis: Analysis | undefined;
}

type Read = Omit<View, 'analysis'>;

const read = new WeakMap<TextDocument, Read>();

const paths = new WeakMap<TextDocument, string>();

/** The path of a document, as its view has it; costs nothing while one types. */
export function pathOf(document: TextDocument): string {
  const known = paths.get(document);
  if (known !== undefined) return known;
  const path = pathOfUri(document.uri);
  paths.set(document, path);
  return path;
}

/** The view of a document; its text is prepared once for each version. */
export function viewOf(document: TextDocument, analysis: Analysis | undefined): View {
  const known = read.get(document);
  if (known?.version === document.version) return { ...known, analysis };
  const path = pathOf(document);
  const positions = positionsOf(document.getText());
  const made: Read = {
    uri: document.uri,
    version: document.version,
    path,
    perDirectory: isPerDirectory(path),
    positions,
    file: { path, text: positions.bytes },
  };
  if (known) keepMarks(known.file, made.file);
  read.set(document, made);
  return { ...made, analysis };
}

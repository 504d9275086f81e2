import type { Location, Position } from 'vscode-languageserver';
import { filesIncludedBy, includesFiles } from './included.js';
import { locationOf, nameAtWord, placesOfName } from './names.js';
import { uriOfPath } from './place.js';
import type { View } from './view.js';
import { wordAt } from './word-at.js';

/** So many files of a wildcard an editor is led to. */
const mostFiles = 500;

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where a name or file is made: the Define of a variable, the section of a macro, the files of an Include. */
export function definitionsAt(view: View, position: Position): Location[] {
  const found = wordAt(view, view.positions.byteAt(position));
  const name = nameAtWord(found);
  if (name) return placesOfName(view, name.kind, name.name).map(locationOf);
  if (found?.kind !== 'argument' || !includesFiles(found.item)) return [];
  return filesIncludedBy(found.item, view)
    .paths.slice(0, mostFiles)
    .map((path) => ({ uri: uriOfPath(path), range: top }));
}

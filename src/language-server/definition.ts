import type { Location, Position } from 'vscode-languageserver';
import { display } from '../report/display.js';
import { filesIncludedBy, includesFiles } from './included.js';
import { locationOf, placesOfName } from './names.js';
import { uriOfPath } from './place.js';
import type { View } from './view.js';
import { wordAt } from './word-at.js';

/** So many files of a wildcard an editor is led to. */
const mostFiles = 500;

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Where a name or file is made: the Define of a variable, the section of a macro, the files of an Include. */
export function definitionsAt(view: View, position: Position): Location[] {
  const found = wordAt(view, view.positions.byteAt(position));
  if (found?.kind === 'variable') return placesOfName(view, 'define', found.name).map(locationOf);
  if (found?.kind !== 'argument') return [];
  const { item, index } = found;
  if (includesFiles(item))
    return filesIncludedBy(item, view)
      .paths.slice(0, mostFiles)
      .map((path) => ({ uri: uriOfPath(path), range: top }));
  if (index !== 0) return [];
  const kind = namedBy[item.name.toLowerCase()];
  if (kind === undefined) return [];
  const word = display(item.args.words[0]!.value);
  return placesOfName(view, kind, kind === 'define' ? word.replace(/^!/, '') : word).map(locationOf);
}

/** Lines whose first argument is a name that another line makes. */
const namedBy: Readonly<Record<string, 'define' | 'macro'>> = {
  use: 'macro',
  undefmacro: 'macro',
  macro: 'macro',
  ifdefine: 'define',
  undefine: 'define',
  define: 'define',
};

import type { Location, Position, Range } from 'vscode-languageserver';
import type { DocumentEdits, NamedPlace } from './analysis.js';
import { filesIncludedBy, filesOfPattern, includesFiles } from './included.js';
import { locationOf, type NamedHere, nameAtWord } from './names.js';
import { realPath } from './place.js';
import type { View } from './view.js';
import { wordAt } from './word-at.js';

/*
 * All places of a name in the configuration that a document is a part of. They are those of the last analysis, so whoever asks
 * waits until that is about the text of now.
 */

/** Where the name under the cursor is used, and, if wanted, made; of the files of an Include, the lines that bring them in. */
export function referencesAt(view: View, position: Position, withMade: boolean): Location[] {
  const found = wordAt(view, view.positions.byteAt(position));
  const name = nameAtWord(found);
  if (name)
    return placesOf(view, name)
      .filter(({ role }) => withMade || role === 'used')
      .map(locationOf);
  if (found?.kind !== 'argument' || !includesFiles(found.item)) return [];
  const paths = new Set(filesIncludedBy(found.item, view).paths.map(realPath));
  const { including = [], serverRoot } = view.analysis ?? {};
  return including
    .filter(({ pattern }) =>
      filesOfPattern(pattern, serverRoot).paths.some((path) => paths.has(realPath(path))),
    )
    .map(locationOf);
}

function placesOf({ analysis }: View, { kind, name }: NamedHere): readonly NamedPlace[] {
  const lower = name.toLowerCase();
  return (analysis?.places ?? []).filter((each) => each.kind === kind && each.name.toLowerCase() === lower);
}

/** The name that would be renamed, where one stands. */
export function renamedAt(view: View, position: Position): { range: Range; placeholder: string } | null {
  const name = nameAtWord(wordAt(view, view.positions.byteAt(position)));
  const here =
    name && placesOf(view, name).find(({ uri, range }) => uri === view.uri && holds(range, position));
  return here ? { range: here.range, placeholder: here.name } : null;
}

const holds = ({ start, end }: Range, { line, character }: Position): boolean =>
  start.line === line && end.line === line && start.character <= character && character <= end.character;

/** The changes that give the name under the cursor another one everywhere, or why that cannot be done. */
export function renaming(view: View, position: Position, to: string): readonly DocumentEdits[] | string {
  const name = nameAtWord(wordAt(view, view.positions.byteAt(position)));
  if (!name || !view.analysis) return 'no name of a Define or of a macro stands here';
  const places = placesOf(view, name);
  const problem = renamingProblem(view, name, places, to);
  if (problem !== undefined) return problem;
  const uris = [...new Set(places.map(({ uri }) => uri))];
  return uris.map((uri) => ({
    uri,
    edits: places.filter((each) => each.uri === uri).map(({ range }) => ({ range, newText: to })),
  }));
}

function renamingProblem(
  { analysis }: View,
  name: NamedHere,
  places: readonly NamedPlace[],
  to: string,
): string | undefined {
  const { places: all = [], knowsAllPlaces = false, given = [] } = analysis ?? {};
  const lower = to.toLowerCase();
  const alike = all.filter(({ kind }) => kind === name.kind);
  const what = name.kind === 'define' ? 'Define' : 'Macro';
  if (!/^[A-Za-z_][\w.-]{0,199}$/.test(to))
    return 'a name begins with a letter and has letters, digits, _ . - only';
  if (!places.some(({ role }) => role === 'made'))
    return `no ${what} line of this configuration makes ${name.name}`;
  if (!knowsAllPlaces) return 'the configuration has too many names to be sure of all places';
  if (name.kind === 'define' && given.some((each) => each.toLowerCase() === name.name.toLowerCase()))
    return `${name.name} is defined by -D or a setting, too`;
  if (alike.some((each) => each.name.toLowerCase() === lower && !places.includes(each)))
    return `${to} is a name already`;
  // A name that is put together may be this one.
  const made = alike.find(({ isPlain }) => !isPlain);
  if (made) return `${made.name} (line ${made.range.start.line + 1} of ${made.uri}) may be this name`;
  // <IfDefine> tells small and capital letters apart, ${NAME} does not.
  return name.kind === 'define' && places.some((each) => each.name !== places[0]!.name)
    ? `${name.name} is written in capital and small letters, which not all lines tell apart`
    : undefined;
}

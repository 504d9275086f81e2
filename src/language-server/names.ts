import type { Location } from 'vscode-languageserver';
import { display } from '../report/display.js';
import { bytesOf } from '../source/decode.js';
import type { NamedPlace } from './analysis.js';
import { nameKindOf, namesMadeIn } from './places.js';
import type { View } from './view.js';
import type { WordAt } from './word-at.js';

/** Names that lines make, those of the document as it reads now, those of other files as they were analysed last. */
export function namedPlaces(view: View): readonly NamedPlace[] {
  const own = namesMadeIn(view.file).map(({ span, ...made }) => ({
    ...made,
    uri: view.uri,
    range: view.positions.rangeOf(span),
  }));
  const others = (view.analysis?.places ?? []).filter(({ uri, role }) => role === 'made' && uri !== view.uri);
  return [...own, ...others];
}

/** The places that make a name; names know no case. */
export function placesOfName(view: View, kind: NamedPlace['kind'], name: string): readonly NamedPlace[] {
  const lower = name.toLowerCase();
  return namedPlaces(view).filter((each) => each.kind === kind && each.name.toLowerCase() === lower);
}

/** What `${NAME}` stands for, for people; the last analysis knows it, else the document's own lines. */
export function valueOfVariable(view: View, name: string): string | undefined {
  const known = view.analysis?.values[bytesOf(name).toLowerCase()];
  return known === undefined ? placesOfName(view, 'define', name).at(-1)?.text : display(known);
}

export const locationOf = ({ uri, range }: Pick<NamedPlace, 'uri' | 'range'>): Location => ({ uri, range });

/** A name under the cursor. */
export interface NamedHere {
  readonly kind: NamedPlace['kind'];
  readonly name: string;
}

/** The name that stands at a word: of a variable, or the first argument of a line that makes or uses one. */
export function nameAtWord(word: WordAt | undefined): NamedHere | undefined {
  if (word?.kind === 'variable') return { kind: 'define', name: word.name };
  if (word?.kind !== 'argument' || word.index !== 0) return undefined;
  const { item } = word;
  const kind = nameKindOf(item.name);
  if (kind === undefined) return undefined;
  const name = display(item.args.words[0]!.value);
  return { kind, name: kind === 'define' ? name.replace(/^!/, '') : name };
}

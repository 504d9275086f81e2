import type { SectionMatch } from '../ruleset/core.js';
import type { Section } from '../ruleset/ruleset.js';
import { finishedSettings, newRoom } from './draft.js';
import type { Contents, Place, To } from './lowering.js';

type PathPlace = Extract<Place, { readonly path: string }>;

/** Makes a section of the ruleset, with all that stands in it. */
export function sectionOf(
  kind: PathPlace['kind'],
  path: string,
  match: SectionMatch,
  to: Pick<To, 'nextId' | 'title' | 'origin'>,
  contents: Contents,
): Section {
  const id = to.nextId();
  const room = newRoom();
  contents(room, { kind, match: match.kind, path });
  return {
    id,
    title: to.title,
    match,
    settings: finishedSettings(room),
    files: room.files,
    conditions: room.conditions,
    from: to.origin,
  };
}

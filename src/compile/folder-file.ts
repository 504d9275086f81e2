import type { BoundConfiguration } from '../bind/bound.js';
import { deepFreeze } from '../ruleset/freeze.js';
import type { Section } from '../ruleset/ruleset.js';
import type { Staged } from '../source/diagnostic.js';
import { newCompilation } from './compilation.js';
import { lowerItems } from './compile.js';
import { newCore, newServer } from './defaults.js';
import { finishedSettings, newRoom } from './draft.js';
import type { ProviderAliases } from './provider-aliases.js';

/** A per-directory file: its path, and that of its folder with a slash at the end. */
export interface FolderFilePlace {
  readonly path: string;
  readonly folder: string;
  /** The number of the section that the file is. */
  readonly id: number;
  /** Numbers for the sections in it; no other section of the process has them. */
  readonly nextId: () => number;
  /** What the server's configuration has named. */
  readonly aliases: ProviderAliases;
}

/** Turns a bound per-directory file into the section that it is: one for its folder and all below. */
export function compileFolderFile(bound: BoundConfiguration, place: FolderFilePlace): Staged<Section> {
  const { path, folder, id, nextId, aliases } = place;
  const whole = newCompilation(bound, newServer(newCore(bound)));
  const { of } = whole.origins;
  const origins = {
    ...whole.origins,
    of: (span: Parameters<typeof of>[0]) => ({ ...of(span), file: -1, path }),
  };
  const compilation = { ...whole, origins, nextId, aliases };
  const room = newRoom();
  lowerItems(compilation, bound.items, room, { kind: 'directory', match: 'prefix', path: folder });
  const section: Section = {
    id,
    title: path,
    match: { kind: 'prefix', prefix: folder },
    settings: finishedSettings(room),
    files: room.files,
    conditions: room.conditions,
    from: { file: -1, path, line: 1, column: 1 },
  };
  return { value: deepFreeze(section), diagnostics: compilation.findings };
}

import type { Site } from '../../lint/site.js';
import type { Choices, Migration, MigrationChange } from '../migration.js';
import { conditionChanges } from './conditions.js';
import { gssapiMappings, lineMappings } from './index.js';
import { contextOf, type OfferedChoice } from './mapping.js';
import { heirsOf, moveServerLines } from './move.js';
import { changesOfRoom } from './rewrite.js';
import { isFromMacro, roomsOf } from './room.js';

/** From mod_auth_kerb to mod_auth_gssapi. */
export const toGssapi: Migration = {
  target: 'gssapi',
  summary: 'mod_auth_kerb becomes mod_auth_gssapi, with the same decisions where that can be had.',
  choices: choicesOf(),
  besideMacros: true,
  changes(site: Site, choices: Choices): readonly MigrationChange[] {
    const context = contextOf(site, choices);
    // What macros have made is changed where they are defined.
    const lines = site.lines.filter((each) => !isFromMacro(each));
    const rooms = roomsOf(lines, site);
    const heirs = heirsOf(rooms, context);
    const made = roomsOf(site.lines.filter(isFromMacro), site).filter(({ section }) => section);
    return [
      ...rooms.flatMap((room) => changesOfRoom(room, context)),
      ...moveServerLines(rooms, heirs, context),
      ...conditionChanges([...rooms, ...made], [...heirs, ...heirsOf(made, context)], context),
      ...lineMappings.flatMap((mapping) => mapping.changes(lines, context)),
    ];
  },
};

function choicesOf(): readonly OfferedChoice[] {
  const all = gssapiMappings.flatMap(({ choice }) => (choice ? [choice] : []));
  return [...new Map(all.map((choice) => [choice.id, choice])).values()];
}

import type { Bound } from '../bind/bound.js';
import type { Origin } from '../ruleset/origin.js';
import { checkExpressions } from './check-expressions.js';
import { type Compilation, report } from './compilation.js';
import { append, type Room } from './draft.js';
import { type Contents, noEffect, type Place } from './lowering.js';
import { loweringOf } from './lowering-table.js';
import { Placement } from './placement.js';
import { keepsSettings } from './settings-modules.js';

/**
 * Sends one directive or section through its lowering and notes where it was written. What its definition refuses was told
 * about by binding and is left out with its contents.
 */
export function lowerOne(
  compilation: Compilation,
  item: Bound,
  room: Room,
  place: Place,
  contents: Contents,
): void {
  if (item.definition.support.level === 'refused') return;
  const lowering = item.definition.known ? noEffect : loweringOf(item.module, item.name);
  if (!lowering) throw new Error(`${item.module} has no lowering for ${item.name}`);
  const to = new Placement(compilation, item, room, place);
  checkExpressions(item, to);
  if (lowering === noEffect) tellNoEffect(compilation, item);
  lowering(item.args, to, contents);
  noteOrigin(room, place, item, to.origin);
}

/** Lines without any effect are not passed over in silence: once for each name. */
function tellNoEffect(compilation: Compilation, item: Bound): void {
  const { support } = item.definition;
  if (support.level !== 'partial' || compilation.told.has(item.name)) return;
  compilation.told.add(item.name);
  report(compilation, item, 'note', `${item.name}: ${support.differs}`, { code: 'no-effect' });
}

/**
 * In a section any directive makes its module's settings exist, as in httpd: for a module that replaces the outer settings even a
 * line that changes nothing counts. Outside sections a line may have gone to the server's own settings.
 */
function noteOrigin(room: Room, place: Place, item: Bound, origin: Origin): void {
  const { module } = item;
  if (item.kind === 'section' || !keepsSettings(module)) return;
  const serverOnly = item.definition.in.every((scope) => scope === 'server');
  if (place.kind === 'server' && (serverOnly || !room.settings[module])) return;
  const known = room.origins.get(module) ?? {};
  known[item.name] = append(known[item.name], origin);
  room.origins.set(module, known);
}

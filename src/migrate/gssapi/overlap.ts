import { type Line, valuesOf } from '../../lint/line.js';
import { isOn, type KrbSet, lastLine } from './krb-set.js';
import type { Room } from './room.js';

/** When sections count, by their kind; those of one kind in file order, folders by their depth. */
const ranks: Readonly<Record<string, number>> = {
  '<Directory': 0,
  '<Proxy': 0,
  '<ProxyMatch': 0,
  '<DirectoryMatch': 1,
  '<Files': 2,
  '<FilesMatch': 2,
  '<Location': 3,
  '<LocationMatch': 3,
};

/** Whether some request may have the settings of another section, and after them those of this one. */
export function mayFollow(room: Room, other: Room, rooms: readonly Room[]): boolean {
  const [own, outer] = [room.section, other.section];
  if (!own || !outer || own === outer || hostOf(own, outer) === 'others') return false;
  const [rank, before] = [ranks[own.name] ?? 4, ranks[outer.name] ?? 4];
  if (before > rank) return false;
  if (before === rank && rank === 3 && rooms.indexOf(other) > rooms.indexOf(room)) return false;
  const [path, above] = [plainPath(own), plainPath(outer)];
  if (path === undefined || above === undefined || own.name !== outer.name) return true;
  return path.startsWith(above);
}

/** Whether a section may count behind one whose paths are not known. */
export const mayReplace = (other: Line | undefined, section: Line): boolean =>
  other !== undefined && (ranks[other.name] ?? 4) >= (ranks[section.name] ?? 4);

/** Whether two sections are of two virtual hosts. */
function hostOf(one: Line, other: Line): 'same' | 'others' {
  const [left, right] = [one, other].map(({ around }) => around.find(({ name }) => name === '<VirtualHost'));
  return left && right && left !== right ? 'others' : 'same';
}

function plainPath(section: Line): string | undefined {
  const [path = '~'] = valuesOf(section);
  return /^<(?:Directory|Location)$/.test(section.name) && !/[*?[~]/.test(path) ? path : undefined;
}

/** Whether a set lets in what another one does not, so that it must not take its place. */
export function letsInMore(set: KrbSet, than: KrbSet): boolean {
  const passwords = isOn(set, 'KrbMethodK5Passwd', true) && !isOn(than, 'KrbMethodK5Passwd', true);
  const tickets = isOn(set, 'KrbMethodNegotiate', true) && !isOn(than, 'KrbMethodNegotiate', true);
  return passwords || tickets || lastLine(than, 'KrbAuthRealms') !== undefined;
}

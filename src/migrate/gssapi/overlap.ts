import { type Line, valuesOf } from '../../lint/line.js';
import { isOn, type KrbSet, lastLine } from './krb-set.js';

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

/** A section, and its place among all that are looked at. */
interface PlacedSection {
  readonly section: Line;
  readonly order: number;
}

/** Whether some request may have the settings of another section, and after them those of this one. */
export function mayCountBefore(
  { section: own, order }: PlacedSection,
  { section: outer, order: other }: PlacedSection,
): boolean {
  if (own === outer || areApart(own, outer)) return false;
  const [rank, before] = [ranks[own.name] ?? 4, ranks[outer.name] ?? 4];
  if (before > rank) return false;
  if (before === rank && rank === 3 && other > order) return false;
  const [path, above] = [plainPath(own), plainPath(outer)];
  if (path === undefined || above === undefined || own.name !== outer.name) return true;
  return path.startsWith(above);
}

/** Whether a section may count behind one whose paths are not known. */
export const mayReplace = (other: Line | undefined, section: Line): boolean =>
  other !== undefined && (ranks[other.name] ?? 4) >= (ranks[section.name] ?? 4);

/** The virtual host around a section. */
export const hostAround = ({ around }: Line): Line | undefined =>
  around.find(({ name }) => name === '<VirtualHost');

/** Whether two sections are of two virtual hosts. */
function areApart(one: Line, other: Line): boolean {
  const [left, right] = [hostAround(one), hostAround(other)];
  return left !== undefined && right !== undefined && left !== right;
}

/** The path of a section that covers that path and what is below it. */
export function plainPath(section: Line): string | undefined {
  const [path = '~'] = valuesOf(section);
  return /^<(?:Directory|Location)$/.test(section.name) && !/[*?[~]/.test(path) ? path : undefined;
}

/** What counts of a set when it is compared with others: whether it takes passwords and tickets, and names realms. */
export interface Admission {
  readonly passwords: boolean;
  readonly tickets: boolean;
  readonly realms: boolean;
}

export const admissionOf = (set: KrbSet): Admission => ({
  passwords: isOn(set, 'KrbMethodK5Passwd', true),
  tickets: isOn(set, 'KrbMethodNegotiate', true),
  realms: lastLine(set, 'KrbAuthRealms') !== undefined,
});

/** Whether a set lets in what another one does not, so that it must not take its place. */
export const letsInMore = (set: Admission, than: Admission): boolean =>
  (set.passwords && !than.passwords) || (set.tickets && !than.tickets) || than.realms;

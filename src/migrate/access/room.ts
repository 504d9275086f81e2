import { isSettingSection, type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { MethodSet } from '../../ruleset/mod_authz_core.js';
import { limitOf } from './method-classes.js';
import { type OldLine, oldNames, readOldLine } from './old-line.js';
import { isRead, type PlacedLine, placedLines } from './placed-lines.js';

/** A line of 2.2's access control in its section. */
export interface AccessLine extends PlacedLine {
  readonly says: OldLine;
  readonly methods: MethodSet | undefined;
}

/** A Require line or container in its section. */
export interface RequireLine extends PlacedLine {
  readonly methods: MethodSet | undefined;
}

/** A section whose settings httpd merges as one, with what it says of who may; or a per-directory file. */
export interface Room {
  /** The section; `undefined` for what stands outside of all. */
  readonly section: Line | undefined;
  /** Sections around it that settings are made by: a Files in a Directory has that. */
  readonly outer: readonly Line[];
  readonly virtualHost: Line | undefined;
  /** Its place in the order of reading. */
  readonly order: number;
  readonly access: readonly AccessLine[];
  readonly requires: readonly RequireLine[];
  readonly merging: PlacedLine | undefined;
  /** Whether its AuthType asks for a login; `undefined` without one. */
  readonly asks: boolean | undefined;
  readonly authType: PlacedLine | undefined;
  /** Lines of 2.2 that httpd would refuse, or that stand in a part that is not read here. */
  readonly unread: readonly PlacedLine[];
  /** Whether httpd would refuse one of them. */
  readonly isRefused: boolean;
}

type Growing = {
  -readonly [K in keyof Room]: Room[K] extends readonly (infer T)[] ? T[] : Room[K];
};

/** All sections of a site that say something about who may, in the order of reading. */
export function roomsOf(site: Site): readonly Room[] {
  const rooms = new Map<Line | undefined, Growing>();
  placedLines(site).forEach((placed, order) => {
    if (!tells(placed.line)) return;
    const section = placed.around.findLast(isSettingSection);
    // One use of a macro, or one inclusion of a file, makes one section.
    const room = rooms.get(section) ?? newRoom(section, placed.around, order);
    rooms.set(section, room);
    addLine(room, placed);
  });
  return [...rooms.values()];
}

const containers: ReadonlySet<string> = new Set(['<RequireAll', '<RequireAny', '<RequireNone']);

const isContainer = ({ name }: Line): boolean => containers.has(name);

function tells(line: Line): boolean {
  return (
    oldNames.has(line.name) ||
    line.name === 'Require' ||
    line.name === 'AuthMerging' ||
    line.name === 'AuthType' ||
    isContainer(line)
  );
}

function newRoom(section: Line | undefined, around: readonly Line[], order: number): Growing {
  const sections = around.filter(isSettingSection);
  return {
    section,
    outer: sections.slice(0, -1),
    virtualHost: around.find(({ name }) => name === '<VirtualHost'),
    order,
    access: [],
    requires: [],
    merging: undefined,
    asks: undefined,
    authType: undefined,
    unread: [],
    isRefused: false,
  };
}

const isBranch = ({ name }: Line): boolean =>
  /^<If(?:Module|Define|Version|File|Directive|Section)$/.test(name);

function addLine(room: Growing, placed: PlacedLine): void {
  const { line, around } = placed;
  if (around.some(isContainer)) return;
  const isLeftOut = around.some((outer) => isBranch(outer) && !isRead(outer));
  const methods = limitOf(around);
  if (oldNames.has(line.name)) {
    const says = readOldLine(line);
    room.isRefused ||= !isLeftOut && !says;
    if (isLeftOut || !says) room.unread.push(placed);
    else room.access.push({ ...placed, says, methods });
  } else if (isLeftOut) return;
  else if (line.name === 'AuthMerging') room.merging = placed;
  else if (line.name === 'AuthType') {
    room.authType = placed;
    room.asks = valuesOf(line)[0]?.toLowerCase() !== 'none';
  } else room.requires.push({ ...placed, methods });
}

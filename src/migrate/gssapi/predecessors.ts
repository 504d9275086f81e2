import type { Line } from '../../lint/line.js';
import { hostAround, mayCountBefore, plainPath } from './overlap.js';
import type { Room } from './room.js';

/** Rooms with the places that they have among all. */
interface Placed {
  readonly room: Room;
  readonly order: number;
}

/**
 * Rooms whose settings some request may have before those of another room. Of those that say alike and are found for the same rooms the
 * first stands for all, and paths are looked up, so that many rooms cost what their number is.
 */
export class Predecessors {
  readonly #orders = new Map<Room, number>();
  /** By kind, server, and what they say. */
  readonly #kinds = new Map<string, Placed>();
  /** Of one path each, by kind, server and path; then by what they say. */
  readonly #paths = new Map<string, Map<string, Placed>>();
  readonly #hosts = new Map<Line, number>();

  /** `sayingOf` has the same text for rooms that are alike to who asks; `undefined` leaves a room out: only such rooms are asked about. */
  constructor(rooms: readonly Room[], sayingOf: (room: Room) => string | undefined) {
    for (const [order, room] of rooms.entries()) {
      this.#orders.set(room, order);
      const { section } = room;
      const saying = section && sayingOf(room);
      if (!section || saying === undefined) continue;
      const path = plainPath(section);
      const head = `${section.name} ${this.#numberOf(hostAround(section))}`;
      const key = `${head} ${path !== undefined} ${saying}`;
      if (!this.#kinds.has(key)) this.#kinds.set(key, { room, order });
      if (path === undefined) continue;
      const same = this.#paths.get(`${head} ${path}`) ?? new Map<string, Placed>();
      this.#paths.set(`${head} ${path}`, same);
      if (!same.has(saying)) same.set(saying, { room, order });
    }
  }

  /** Those that may come before a room, one for each that says another thing. */
  of(room: Room): readonly Room[] {
    const { section } = room;
    const order = this.#orders.get(room);
    if (!section || order === undefined) return [];
    const path = plainPath(section);
    const found = [...this.#kinds.values()].filter(
      ({ room: { section: other } }) =>
        path === undefined || other!.name !== section.name || plainPath(other!) === undefined,
    );
    return [...found, ...this.#above(section, path)]
      .filter((each) =>
        mayCountBefore({ section, order }, { section: each.room.section!, order: each.order }),
      )
      .map((each) => each.room);
  }

  /** Of the same kind, with a path that this one's begins with. */
  #above(section: Line, path: string | undefined): readonly Placed[] {
    if (path === undefined) return [];
    const host = hostAround(section);
    const hosts = host ? [0, this.#numberOf(host)] : [0, ...this.#hosts.values()];
    return hosts.flatMap((number) =>
      Array.from({ length: path.length + 1 }, (_, end) => path.slice(0, end)).flatMap((lead) => [
        ...(this.#paths.get(`${section.name} ${number} ${lead}`)?.values() ?? []),
      ]),
    );
  }

  /** The main server is 0. */
  #numberOf(host: Line | undefined): number {
    if (!host) return 0;
    const known = this.#hosts.get(host) ?? this.#hosts.size + 1;
    this.#hosts.set(host, known);
    return known;
  }
}

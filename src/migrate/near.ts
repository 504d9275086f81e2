import type { Place } from '../explain/explanation.js';
import { canonicalName } from '../lint/line.js';
import { positionAt, type SourceFile } from '../source/file.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';
import { originalOf, type Progress } from './apply.js';
import type { EstateFile } from './estate.js';
import type { Explains } from './proof.js';

/** Finds entries by the lines that decisions rest on: those about the line itself first, then those of the sections that it stands in. */
export function explainsBy({ estate, histories, entries }: Progress): Explains {
  const original = (path: string): SourceFile | undefined => {
    const file = estate.fileOf(path);
    return file && originalOf(file);
  };
  const byFile = new Map<SourceFile | undefined, Map<number, number[]>>();
  for (const [index, { place }] of entries.entries()) {
    const file = original(place.file);
    const lines = byFile.get(file) ?? new Map<number, number[]>();
    byFile.set(file, lines);
    const known = lines.get(place.line);
    if (known) known.push(index);
    else lines.set(place.line, [index]);
  }
  let known: ReadonlyMap<Room | undefined, readonly number[]> | undefined;
  const byRoom = (): ReadonlyMap<Room | undefined, readonly number[]> => {
    const found = new Map<Room | undefined, number[]>();
    for (const [index, { place }] of entries.entries()) {
      const room = roomOf(original(place.file), place.line);
      const inside = found.get(room);
      if (inside) inside.push(index);
      else found.set(room, [index]);
    }
    return found;
  };
  const near = (file: SourceFile, line: number): readonly number[] => {
    known ??= byRoom();
    const found = [...(known.get(undefined) ?? [])];
    for (let room = roomOf(file, line); room; room = room.around) found.push(...(known.get(room) ?? []));
    return found.sort((one, other) => one - other);
  };
  const at = (path: string, line: number): readonly number[] => {
    const file = original(path);
    return (file && byFile.get(file)?.get(line)) ?? [];
  };
  return {
    old: ({ file, line }) => at(file, line),
    new: (place) => {
      const { line, made } = descentOf(estate, histories, place);
      return [...made, ...at(place.file, line)];
    },
    near: (place, side) => {
      const file = original(place.file);
      if (!file) return [];
      return near(file, side === 'old' ? place.line : descentOf(estate, histories, place).line);
    },
  };
}

/** The line of the old text that one of the new text stands for, and the entries that tell of how it was made. */
function descentOf(
  estate: Progress['estate'],
  histories: Progress['histories'],
  { file: path, line }: Place,
): { readonly line: number; readonly made: readonly number[] } {
  const file = estate.fileOf(path);
  const history = histories.get(estate.keyOf(path));
  if (!file || !history) return { line, made: [] };
  const { start, end } = lineRange(file, line);
  const first = history.descentOf(start);
  const made = new Set(first.entries);
  for (let at = start + 1; at < end; at += 1)
    for (const entry of history.descentOf(at).entries) made.add(entry);
  return { line: positionAt(originalOf(file), first.offset).line, made: [...made] };
}

const starts = new WeakMap<EstateFile, { readonly text: string; readonly at: readonly number[] }>();

/** Where the lines of a file's text of now begin. */
function startsOf(file: EstateFile): readonly number[] {
  const known = starts.get(file);
  if (known?.text === file.after) return known.at;
  const at = [0];
  for (let end = file.after.indexOf('\n'); end !== -1; end = file.after.indexOf('\n', end + 1))
    at.push(end + 1);
  starts.set(file, { text: file.after, at });
  return at;
}

function lineRange(file: EstateFile, line: number): { readonly start: number; readonly end: number } {
  const at = startsOf(file);
  const next = at[line];
  return { start: at[line - 1] ?? 0, end: next === undefined ? file.after.length : next - 1 };
}

interface Room {
  readonly from: number;
  readonly to: number;
  readonly around: Room | undefined;
}

const rooms = new WeakMap<SourceFile, ReadonlyMap<number, Room>>();

/** The lines of the innermost section around a line; conditionals are none. */
function roomOf(file: SourceFile | undefined, line: number): Room | undefined {
  if (!file) return undefined;
  const all = rooms.get(file) ?? roomsByLine(file);
  rooms.set(file, all);
  return all.get(line);
}

/** Inner sections take their lines from those around them. */
function roomsByLine(file: SourceFile): ReadonlyMap<number, Room> {
  const found = new Map<number, Room>();
  for (const room of roomsIn(writtenTree(file).items))
    for (let line = room.from; line <= room.to; line += 1) found.set(line, room);
  return found;
}

/** Outer ones before inner ones. */
function* roomsIn(items: readonly Item[], around?: Room): Generator<Room> {
  for (const item of items) {
    if (item.kind !== 'section') continue;
    const { file, start, end } = item.span;
    const [from, to] = [positionAt(file, start).line, positionAt(file, Math.max(start, end - 1)).line];
    const isRoom = !/^<(?:If(?!$|Section)|Macro|Limit|Require)/.test(canonicalName(item));
    const room = isRoom ? { from, to, around } : around;
    if (isRoom) yield room!;
    yield* roomsIn(item.items, room);
  }
}

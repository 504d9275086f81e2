import type { Place } from '../explain/explanation.js';
import { canonicalName } from '../lint/line.js';
import { positionAt, type SourceFile } from '../source/file.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';
import { originalOf, type Progress } from './apply.js';
import type { MigrationEntry } from './migration.js';
import type { Explains } from './proof.js';

/** Finds entries by the lines that decisions rest on: those about the line itself first, then those of the sections that it stands in. */
export function explainsBy({ estate, histories, entries }: Progress): Explains {
  const original = (path: string): SourceFile | undefined => {
    const file = estate.fileOf(path);
    return file && originalOf(file);
  };
  const near = (file: SourceFile, line: number): readonly number[] => {
    const rooms = entries.map((entry) => roomOf(original(entry.place.file), entry.place.line));
    return [...entries.keys()].filter((index) => {
      const room = rooms[index];
      const sameFile = original(entries[index]!.place.file) === file;
      return room === undefined || (sameFile && room.from <= line && line <= room.to);
    });
  };
  const at = (path: string, line: number): readonly number[] => {
    const file = original(path);
    const isAt = ({ place }: MigrationEntry): boolean => original(place.file) === file && place.line === line;
    return [...entries.keys()].filter((index) => file !== undefined && isAt(entries[index]!));
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
  const { start, end } = lineRange(file.after, line);
  const first = history.descentOf(start);
  const made = new Set(first.entries);
  for (let at = start + 1; at < end; at += 1)
    for (const entry of history.descentOf(at).entries) made.add(entry);
  return { line: positionAt(originalOf(file), first.offset).line, made: [...made] };
}

function lineRange(text: string, line: number): { readonly start: number; readonly end: number } {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = text.indexOf('\n', start) + 1;
  const next = text.indexOf('\n', start);
  return { start, end: next === -1 ? text.length : next };
}

interface Room {
  readonly from: number;
  readonly to: number;
}

const rooms = new WeakMap<SourceFile, readonly Room[]>();

/** The lines of the innermost section around a line; conditionals are none. */
function roomOf(file: SourceFile | undefined, line: number): Room | undefined {
  if (!file) return undefined;
  const all = rooms.get(file) ?? [...roomsIn(writtenTree(file).items)];
  rooms.set(file, all);
  return all.findLast(({ from, to }) => from <= line && line <= to);
}

/** Outer ones before inner ones. */
function* roomsIn(items: readonly Item[]): Generator<Room> {
  for (const item of items) {
    if (item.kind !== 'section') continue;
    const { file, start, end } = item.span;
    if (!/^<(?:If(?!$|Section)|Macro|Limit|Require)/.test(canonicalName(item)))
      yield { from: positionAt(file, start).line, to: positionAt(file, Math.max(start, end - 1)).line };
    yield* roomsIn(item.items);
  }
}

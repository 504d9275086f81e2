import { posix } from 'node:path';
import { diffArrays, formatPatch, type StructuredPatchHunk } from 'diff';
import { textOf } from '../source/decode.js';
import type { SourceFile } from '../source/file.js';
import { secretsOnLine } from '../source/secret-spans.js';
import { withoutRanges } from '../source/secret-text.js';

/** A file and what it becomes; texts are byte strings. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/**
 * The changes as a unified diff, as `patch -p1` and `git apply` take it: for `patch` a name with blanks ends at a tab. Lines with secrets
 * are no context; one that is changed itself is shown without its secrets, so that it cannot be applied.
 */
export function unifiedDiff(changed: readonly ChangedFile[], named: (path: string) => string): string {
  return changed
    .map(({ path, before, after }) => {
      const name = nameInDiff(textOf(named(path)));
      const hunks = hunksOf(sideOf(path, textOf(before)), sideOf(path, textOf(after)));
      const names = { oldFileName: `a/${name}`, newFileName: `b/${name}` };
      const text = formatPatch({ ...names, oldHeader: '', newHeader: '', hunks }).replace(/^=+\n/, '');
      return /\s/.test(name) ? text.replace(/^(--- [^"].*)\n(.*)\n/, '$1\t\n$2\t\n') : text;
    })
    .join('');
}

/** Below the folder that the diff is applied in, so that -p1 leaves a name. */
function nameInDiff(name: string): string {
  const near = posix.normalize(name);
  return (near.startsWith('../') ? posix.resolve(near) : near).replace(/^\/+/, '');
}

/** Each with its end; what stands behind the last one is a line that `diff` marks as such. */
function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => `${line}\n`);
  const last = lines.pop()!.slice(0, -1);
  return last === '' ? lines : [...lines, last];
}

/** A text as it was or will be. */
interface Side {
  readonly lines: readonly string[];
  readonly file: SourceFile;
}

const sideOf = (path: string, text: string): Side => ({ lines: linesOf(text), file: { path, text } });

const hasSecret = ({ file }: Side, index: number): boolean => secretsOnLine(file, index + 1).length > 0;

/** As it is shown. */
const shownLine = ({ lines, file }: Side, index: number): string =>
  withoutRanges(lines[index]!, secretsOnLine(file, index + 1));

interface Block {
  /** Where it begins in either text. */
  readonly old: number;
  readonly new: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

const context = 3;

/** Changes that are near each other share a hunk. */
function hunksOf(old: Side, now: Side): StructuredPatchHunk[] {
  const groups: Block[][] = [];
  for (const block of blocksOf(old.lines, now.lines)) {
    const last = groups.at(-1)?.at(-1);
    const end = last && last.old + last.removed.length;
    if (end !== undefined && block.old - end <= 2 * context && plainFrom(old, end, block.old) === block.old)
      groups.at(-1)!.push(block);
    else groups.push([block]);
  }
  return groups.map((group) => hunkOf(group, old, now));
}

/** Where the first line with a secret stands from a place on, at most at `end`. */
function plainFrom(side: Side, start: number, end: number): number {
  let at = start;
  while (at < end && !hasSecret(side, at)) at += 1;
  return at;
}

/** Where the lines in front of a place begin that have no secret, `start` at the least. */
function plainBefore(side: Side, start: number, end: number): number {
  let at = end;
  while (at > start && !hasSecret(side, at - 1)) at -= 1;
  return at;
}

function hunkOf(blocks: readonly Block[], old: Side, now: Side): StructuredPatchHunk {
  const [first, last] = [blocks[0]!, blocks.at(-1)!];
  const start = plainBefore(old, Math.max(0, first.old - context), first.old);
  const changed = last.old + last.removed.length;
  const end = plainFrom(old, changed, Math.min(old.lines.length, changed + context));
  const lines: string[] = [];
  const put = (mark: string, side: Side, from: number, to: number): void => {
    for (let index = from; index < to; index += 1) {
      const text = shownLine(side, index);
      lines.push(mark + text.replace(/\n$/, ''));
      if (!text.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
  };
  let at = start;
  for (const block of blocks) {
    put(' ', old, at, block.old);
    put('-', old, block.old, block.old + block.removed.length);
    put('+', now, block.new, block.new + block.added.length);
    at = block.old + block.removed.length;
  }
  put(' ', old, at, end);
  const more = blocks.reduce((sum, { removed, added }) => sum + added.length - removed.length, 0);
  return {
    oldStart: start + 1,
    oldLines: end - start,
    newStart: start + 1 + first.new - first.old,
    newLines: end - start + more,
    lines,
  };
}

/** Lines that stand once in either text hold them together; between them it is searched: in long texts with many changes that takes long. */
function blocksOf(old: readonly string[], now: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let [from, to] = [0, 0];
  for (const [at, other] of [...anchorsOf(old, now), [old.length, now.length] as const]) {
    blocks.push(...blocksBetween(old.slice(from, at), now.slice(to, other), from, to));
    [from, to] = [at, other];
  }
  return blocks;
}

function blocksBetween(
  old: readonly string[],
  now: readonly string[],
  from: number,
  to: number,
): readonly Block[] {
  if (old.length === now.length && old.every((line, index) => line === now[index])) return [];
  const blocks: Block[] = [];
  let [at, other] = [from, to];
  let removed: readonly string[] = [];
  for (const { value, added, removed: gone } of diffArrays([...old], [...now])) {
    if (gone) removed = value;
    else if (added || removed.length > 0) {
      blocks.push({ old: at, new: other, removed, added: added ? value : [] });
      at += removed.length;
      other += added ? value.length : 0;
      removed = [];
    }
    if (!gone && !added) {
      at += value.length;
      other += value.length;
    }
  }
  return removed.length > 0 ? [...blocks, { old: at, new: other, removed, added: [] }] : blocks;
}

/** The numbers of lines that stand once in either text, as far as they keep their order. */
function anchorsOf(old: readonly string[], now: readonly string[]): readonly (readonly [number, number])[] {
  const places = onceIn(now);
  const once = onceIn(old);
  const anchors: (readonly [number, number])[] = [];
  let last = -1;
  for (const [line, at] of once) {
    const other = places.get(line);
    if (other === undefined || other <= last) continue;
    anchors.push([at, other]);
    last = other;
  }
  return anchors;
}

/** In order of their places. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  lines.forEach((line, index) => {
    if (places.has(line)) repeated.add(line);
    else places.set(line, index);
  });
  for (const line of repeated) places.delete(line);
  return places;
}

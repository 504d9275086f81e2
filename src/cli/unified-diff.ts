import { posix } from 'node:path';
import { diffArrays, formatPatch, type StructuredPatchHunk } from 'diff';
import { textOf } from '../source/decode.js';

/** A file and what it becomes; texts are byte strings. */
export interface ChangedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The changes as a unified diff, as `patch -p1` and `git apply` take it: for `patch` a name with blanks ends at a tab. */
export function unifiedDiff(changed: readonly ChangedFile[], named: (path: string) => string): string {
  return changed
    .map(({ path, before, after }) => {
      const name = nameInDiff(textOf(named(path)));
      const hunks = hunksOf(linesOf(textOf(before)), linesOf(textOf(after)));
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

interface Block {
  /** Where it begins in either text. */
  readonly old: number;
  readonly new: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

const context = 3;

/** Changes that are near each other share a hunk. */
function hunksOf(old: readonly string[], now: readonly string[]): StructuredPatchHunk[] {
  const groups: Block[][] = [];
  for (const block of blocksOf(old, now)) {
    const last = groups.at(-1)?.at(-1);
    if (last && block.old - (last.old + last.removed.length) <= 2 * context) groups.at(-1)!.push(block);
    else groups.push([block]);
  }
  return groups.map((group) => hunkOf(group, old));
}

function hunkOf(blocks: readonly Block[], old: readonly string[]): StructuredPatchHunk {
  const [first, last] = [blocks[0]!, blocks.at(-1)!];
  const start = Math.max(0, first.old - context);
  const end = Math.min(old.length, last.old + last.removed.length + context);
  const lines: string[] = [];
  const put = (mark: string, texts: readonly string[]): void => {
    for (const text of texts) {
      lines.push(mark + text.replace(/\n$/, ''));
      if (!text.endsWith('\n')) lines.push('\\ No newline at end of file');
    }
  };
  let at = start;
  for (const block of blocks) {
    put(' ', old.slice(at, block.old));
    put('-', block.removed);
    put('+', block.added);
    at = block.old + block.removed.length;
  }
  put(' ', old.slice(at, end));
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

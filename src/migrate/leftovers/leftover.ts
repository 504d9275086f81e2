import { type Line, titleOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import { replaceItem } from '../../syntax/edit-insert.js';
import { commentOut } from '../../syntax/edit-remove.js';
import type { NewItem } from '../../syntax/edit-render.js';
import type { DecisionAspect, MigrationChange } from '../migration.js';

/** Finds what becomes of a line with a directive that 2.4 has otherwise; `undefined`: it stays. */
export type Leftover = (line: Line, site: Site) => MigrationChange | undefined;

/** A line that 2.4 does not have: it stays as a comment. */
export function gone(line: Line, mapping: string, message: string): MigrationChange | undefined {
  const { edits } = commentOut(line.at);
  return edits && { at: line, edits, entry: { kind: 'dropped', mapping, after: [], message } };
}

/** A line that 2.4 says in other words. */
export function replaced(
  line: Line,
  mapping: string,
  lines: readonly string[],
  message: string,
): MigrationChange | undefined {
  const { edits } = replaceItem(line.at, lines.map(itemOf));
  return edits && { at: line, edits, entry: { kind: 'rewritten', mapping, after: lines, message } };
}

/** A line that 2.4 takes and means something else by. */
export const lookAt = (line: Line, mapping: string, message: string): MigrationChange => ({
  at: line,
  edits: [],
  entry: { kind: 'kept', mapping, after: [titleOf(line)], message },
});

/** A line as text. */
export function itemOf(text: string): NewItem {
  const [name = '', ...words] = text.split(' ');
  return { kind: 'directive', name, args: words.join(' ') };
}

/** For lines that httpd 2.4 refuses as they are: whatever they come to is new. */
export const everyAspect: readonly DecisionAspect[] = [
  ...([
    'granted',
    'status',
    'challenges',
    'user',
    'proof',
    'target',
    'identity',
    'forged',
    'override',
  ] as const),
];

/** With what it may change. */
export const changing = (
  change: MigrationChange | undefined,
  mayChange: readonly DecisionAspect[] = everyAspect,
): MigrationChange | undefined => change && { ...change, entry: { ...change.entry, mayChange } };

import { allLines, type Line } from '../../lint/line.js';
import { linesOfFile } from '../../lint/lines.js';
import type { Site } from '../../lint/site.js';
import type { SourceFile } from '../../source/file.js';
import { placeOf } from '../../syntax/edit-place.js';
import type { Section } from '../../syntax/tree.js';
import type { MigrationChange } from '../migration.js';
import type { Unit } from './room.js';

/** The texts of macros, read as lines as far as their parameters let it. */
export function macroUnits({ lines }: Site): readonly Unit[] {
  return lines.filter(({ name, at }) => name === '<Macro' && !at.nameSpan.file.pieces).flatMap(unitOf);
}

function unitOf(at: Line): readonly Unit[] {
  const { item } = placeOf(at.at as Section);
  const { file } = item.span;
  const [shift, end] = [item.openSpan.end, item.close?.span.start ?? item.span.end];
  const text: SourceFile = { path: file.path, text: file.text.slice(shift, end) };
  return [{ lines: [...allLines(linesOfFile(text, () => undefined))], macro: { file, shift, at } }];
}

/** Makes the changes of a macro's text to its file. */
export function inFile({ macro }: Unit): (change: MigrationChange) => MigrationChange {
  if (!macro) return (change) => change;
  const { file, shift, at } = macro;
  return ({ edits, entry }) => ({
    at,
    entry: { ...entry, message: `In this macro: ${entry.message}` },
    edits: edits.map(({ span, text }) =>
      span.file === file || span.file.path !== file.path || span.file.text.length === file.text.length
        ? { span, text }
        : { span: { file, start: span.start + shift, end: span.end + shift }, text },
    ),
  });
}

import type { CodeAction, CodeActionContext, Range, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { indentAt, lineEndAt } from '../syntax/edit-layout.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';
import type { DocumentEdits, DocumentReport, Told } from './analysis.js';
import type { View } from './view.js';

/** The kind of the action that makes all safe changes of a document. */
export const fixAllKind = 'source.fixAll.kerbgate';

/** How changes are written down: with the versions they are for, where the editor takes that; undefined where a text is another one by now. */
export type EditOf = (changes: readonly DocumentEdits[]) => WorkspaceEdit | undefined;

/** What can be done about the findings that touch a range. */
export function actionsFor(
  view: View,
  report: DocumentReport,
  range: Range,
  { only }: Pick<CodeActionContext, 'only'>,
  editOf: EditOf,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    !only || only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`));
  const here = report.told.filter(({ diagnostic }) => touches(diagnostic.range, range));
  return [
    ...(wants('quickfix') ? here.flatMap((told) => quickFixes(view, told, editOf)) : []),
    ...(only && wants(fixAllKind) ? fixAll(view, report, editOf) : []),
  ];
}

function quickFixes(view: View, told: Told, editOf: EditOf): CodeAction[] {
  const { diagnostic, rule } = told;
  const common = { kind: 'quickfix', diagnostics: [diagnostic] };
  const fixes = told.fixes.flatMap(({ title, safety, changes }) => {
    const edit = editOf(changes);
    const isSafe = safety === 'safe';
    const shown = isSafe ? title : `${title} (unsafe: may decide requests otherwise)`;
    return edit ? [{ ...common, title: shown, edit, isPreferred: isSafe && rule !== undefined }] : [];
  });
  const comment = rule === undefined ? undefined : disabling(view, diagnostic.range, rule);
  const edit = comment && editOf([{ uri: view.uri, edits: [comment] }]);
  return edit ? [...fixes, { ...common, title: `Ignore ${rule} on this line`, edit }] : fixes;
}

/** A comment of its own line in front of the item that a finding is in; not in macros, whose lines are text. */
function disabling(view: View, { start }: Range, rule: string): TextEdit | undefined {
  const item = itemAt(writtenTree(view.file).items, view.positions.byteAt(start));
  if (!item || (item.kind !== 'directive' && item.kind !== 'section')) return undefined;
  const at = item.span.start;
  const position = view.positions.positionAt(at);
  return {
    range: { start: position, end: position },
    newText: `${indentAt(view.file, at)}# kerbgate-disable-next-line ${rule}${lineEndAt(view.file, at)}`,
  };
}

/** The innermost item that an offset is in. */
function itemAt(items: readonly Item[], at: number): Item | undefined {
  let among = items;
  for (;;) {
    const item = among.find(({ span }) => at >= span.start && at < span.end);
    if (item?.kind !== 'section' || at < item.openSpan.end || (item.close && at >= item.close.span.start))
      return item;
    among = item.items;
  }
}

/** All safe changes of the document that do not touch each other; the next findings are told of what is left. */
function fixAll(view: View, { told }: DocumentReport, editOf: EditOf): CodeAction[] {
  const chosen: TextEdit[] = [];
  for (const { safety, changes } of told.flatMap(({ fixes }) => fixes)) {
    if (safety !== 'safe' || changes.some(({ uri }) => uri !== view.uri)) continue;
    const edits = changes.flatMap((each) => each.edits);
    if (edits.some((one) => chosen.some((other) => collide(one.range, other.range)))) continue;
    chosen.push(...edits);
  }
  const edit = chosen.length > 0 ? editOf([{ uri: view.uri, edits: chosen }]) : undefined;
  return edit ? [{ title: 'Make all safe changes of kerbgate', kind: fixAllKind, edit }] : [];
}

const touches = (left: Range, right: Range): boolean =>
  compare(left.start, right.end) <= 0 && compare(right.start, left.end) <= 0;

/** Insertions at one place would come in the order of rules. */
const collide = (left: Range, right: Range): boolean =>
  compare(left.start, right.start) === 0 ||
  (compare(left.start, right.end) < 0 && compare(right.start, left.end) < 0);

function compare(left: Range['start'], right: Range['start']): number {
  return left.line - right.line || left.character - right.character;
}

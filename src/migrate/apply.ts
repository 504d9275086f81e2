import { isLine, type Line, titleOf } from '../lint/line.js';
import type { Site } from '../lint/site.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';
import { withoutSecrets } from '../source/secret-text.js';
import { writtenAt } from '../source/written.js';
import { applyEdits, type TextEdit } from '../syntax/edit.js';
import { Claims } from './claims.js';
import type { Estate } from './estate.js';
import { History } from './history.js';
import { type MacroText, macroTexts } from './macro-texts.js';
import type { Main } from './main.js';
import type { Choices, Migration, MigrationChange, MigrationEntry } from './migration.js';

/** What has been done to an estate so far. */
export interface Progress {
  readonly estate: Estate;
  readonly histories: Map<string, History>;
  readonly entries: MigrationEntry[];
  /** The numbers of the entries, by what they tell and where. */
  readonly told: Map<string, number>;
}

export const newProgress = (estate: Estate): Progress => ({
  estate,
  histories: new Map(),
  entries: [],
  told: new Map(),
});

/** Changes make room for others; a migration that finds something in its own result must not go on for ever. */
const mostRounds = 20;

/** Makes the changes of a migration to what a file begins, each whole or not at all, until there is none left to make. */
export function applyMigration(progress: Progress, main: Main, migration: Migration, choices: Choices): void {
  for (let round = 0; round < mostRounds; round += 1) {
    const site = progress.estate.siteOf(main);
    const { options } = progress.estate;
    const inMacros = macroTexts(site, options).flatMap((text) => changesInMacro(text, migration, choices));
    // Once a macro says it rightly, it does where it is used.
    const isFirst = inMacros.length > 0 && !migration.besideMacros;
    const changes = isFirst ? inMacros : [...inMacros, ...migration.changes(site, choices)];
    if (!applyRound(progress, site, changes)) return;
  }
  throw new Error(`${migration.target} finds something to change in what it has made`);
}

/** What is only told of a macro's text is told of the lines that it becomes, too, by then with what stands around them. */
function changesInMacro(
  { site, inFile }: MacroText,
  migration: Migration,
  choices: Choices,
): readonly MigrationChange[] {
  const changes = (migration.inMacros ?? migration.changes)(site, choices).filter(
    ({ edits }) => edits.length > 0,
  );
  return changes.map((change) => ({ ...change, edits: change.edits.map(inFile) }));
}

/** One round; whether a text has changed. */
function applyRound(progress: Progress, site: Site, changes: readonly MigrationChange[]): boolean {
  const claims = new Map<SourceFile, Claims>();
  for (const change of changes) {
    const unreachable = change.edits.find(({ span }) => !site.files.includes(span.file));
    if (unreachable) tell(progress, { ...change, entry: outOfReach(change) });
    else if (change.edits.length === 0) tell(progress, change);
    else if (fits(claims, change.edits)) {
      const entry = tell(progress, change);
      for (const edit of change.edits) claimsOf(claims, edit.span.file).take(edit, entry);
    }
  }
  return write(progress, claims);
}

function claimsOf(claims: Map<SourceFile, Claims>, file: SourceFile): Claims {
  const known = claims.get(file);
  if (known) return known;
  const made = new Claims();
  claims.set(file, made);
  return made;
}

const fits = (claims: Map<SourceFile, Claims>, edits: readonly TextEdit[]): boolean =>
  edits.every((edit) => claimsOf(claims, edit.span.file).hasRoomFor(edit));

/** Where two paths lead to one file, the first one's edits are made; the others find theirs made in the next round. */
function write({ estate, histories }: Progress, claims: ReadonlyMap<SourceFile, Claims>): boolean {
  const texts = new Map<string, string>();
  for (const [file, { made }] of claims) {
    const key = estate.keyOf(file.path);
    if (made.length === 0 || texts.has(key)) continue;
    const edits = made.map(({ start, end, text }) => ({ span: { file, start, end }, text }));
    const applied = applyEdits(file, edits);
    if (!applied.file) throw new Error(`changes of ${file.path} want the same bytes`);
    if (applied.file.text === file.text) continue;
    texts.set(key, applied.file.text);
    const history = histories.get(key) ?? new History();
    histories.set(key, history);
    history.add(made);
  }
  if (texts.size > 0) estate.write(texts);
  return texts.size > 0;
}

function outOfReach({ entry }: MigrationChange): MigrationChange['entry'] {
  const message = `${entry.message} This stands in a macro, whose lines are not edited: change its definition by hand.`;
  return { ...entry, kind: 'kept', after: [], message };
}

/** Tells of a change once, whatever number of rounds and files lead to it; gives its entry's number. */
export function tell(progress: Progress, { at, entry }: MigrationChange): number {
  const place = placeOf(progress, at);
  const key = [entry.kind, entry.mapping, entry.message, place.file, place.line, place.column].join('\0');
  const known = progress.told.get(key);
  if (known !== undefined) return known;
  progress.told.set(key, progress.entries.length);
  const told = { ...entry, after: entry.after.map(withoutSecrets) };
  progress.entries.push({
    ...told,
    place,
    before: withoutSecrets(isLine(at) ? titleOf(at) : commentText(at)),
  });
  return progress.entries.length - 1;
}

const commentText = ({ file, start, end }: Span): string => file.text.slice(start, end).trim();

/** Where a line stood in the files as they were. */
function placeOf({ estate, histories }: Progress, at: Line | Span): MigrationEntry['place'] {
  const { nameSpan, kind } = isLine(at) ? at.at : { nameSpan: at, kind: 'comment' };
  const { file, start } = writtenAt(nameSpan);
  const key = estate.keyOf(file.path);
  const { offset } = histories.get(key)?.descentOf(start) ?? { offset: start };
  const original = estate.fileOf(file.path);
  const path = original?.path ?? file.path;
  const place = positionAt(original ? originalOf(original) : file, offset);
  return { file: path, line: place.line, column: Math.max(1, place.column - Number(kind === 'section')) };
}

const originals = new WeakMap<object, SourceFile>();

/** The text of before as a file, made once: looking up lines keeps an index by it. */
export function originalOf(file: { readonly path: string; readonly before: string }): SourceFile {
  const known = originals.get(file);
  if (known) return known;
  const made = { path: file.path, text: file.before };
  originals.set(file, made);
  return made;
}

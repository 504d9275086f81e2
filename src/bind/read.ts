import { lookUp } from '../directives/index.js';
import type { LineText } from '../syntax/items.js';
import { macroDepth } from '../syntax/nesting.js';
import { parseConfig } from '../syntax/parse.js';
import type { Closing, Directive, Section, Tree } from '../syntax/tree.js';
import { executionRefusal } from './allowance.js';
import { decideBranch, isBranch } from './branches.js';
import { execute, isExecuted } from './execute.js';
import { expand } from './expand.js';
import { includedFiles } from './include.js';
import { type Line, type LineStream, lineStream, outsideMacro, textOf } from './line-stream.js';
import { defineMacro } from './macro-define.js';
import { useMacro } from './macro-use.js';
import { inForce } from './modules.js';
import {
  addRead,
  closeSection,
  emptyNest,
  endsBranch,
  enterBranch,
  enterSection,
  isOpen,
  type Nest,
} from './nest.js';
import { isBeyondHttpd, noteOwn } from './own-directives.js';
import type { ReadItem } from './read-item.js';
import { type Run, report } from './run.js';
import { beginSoak, reportUnsoaked, type Soak, soak } from './soak.js';
import { canonicalName, reportClosing, reportOpen } from './structure.js';

/** So many lines are read, comments not counted; httpd goes on until memory ends, which for us ends sooner. */
export const mostLines = 500_000;

/** One file as it is read. */
export interface Reading {
  readonly run: Run;
  readonly lines: LineStream;
  readonly nest: Nest;
  /** How many includes led here. */
  readonly depth: number;
  /** Whether httpd does not come here. */
  readonly beyondHttpd: boolean;
  /** The conditional section that is skipped at the moment. */
  soak: Soak | undefined;
}

/**
 * Reads a file line by line as httpd does: what it executes while reading is executed, sections are matched, the rest is kept for
 * the walk.
 */
export function read(run: Run, tree: Tree, depth = 0, beyondHttpd = false): readonly ReadItem[] {
  const lines = lineStream(tree);
  const reading: Reading = { run, lines, nest: emptyNest(), depth, beyondHttpd, soak: undefined };
  for (let line = reading.lines.next(); line; line = reading.lines.next()) {
    run.roomForLines -= 1;
    if (run.roomForLines < 0) endAt(run, line);
    else readLine(reading, line);
    if (run.sawLoadModule || run.ended) return reading.nest.items;
  }
  if (reading.soak) reportUnsoaked(run, reading.soak);
  else reportOpen(run, reading.nest);
  return reading.nest.items;
}

/** Nothing more is read. */
function endAt(run: Run, line: Line): void {
  run.ended = true;
  const message = `More than ${mostLines} lines of directives and sections, included ones and those of macros together`;
  const hint = 'look for files or macros that are brought in again and again';
  const { file, start, end } = line.kind === 'section' ? line.openSpan : line.span;
  report(run, 'too-many-lines', { file, start, end }, message, { stage: 'read', hint });
}

function readLine(reading: Reading, line: Line): void {
  if (reading.soak) soakLine(reading, reading.soak, line);
  else if (line.kind === 'text') {
    const outside = outsideMacro(line);
    if (outside) readLine(reading, outside);
  } else if (line.kind !== 'close' || !endsBranch(reading.nest, line)) {
    const expanded = expand(reading.run, line);
    if (expanded) readExpanded(reading, expanded);
  }
}

function soakLine(reading: Reading, soaked: Soak, line: Line): void {
  const outcome = soak(reading.run, soaked, line, (name) => isOpen(reading.nest, name));
  if (outcome === 'more') return;
  reading.soak = undefined;
  if (outcome === 'again') readLine(reading, line);
}

function readExpanded(reading: Reading, line: Directive | Section | Closing): void {
  if (line.kind === 'directive') readDirective(reading, line);
  else if (line.kind === 'section') readSection(reading, line);
  else {
    const problem = closeSection(reading.nest, line);
    if (problem) reportClosing(reading.run, line, problem);
  }
}

function readDirective(reading: Reading, at: Directive): void {
  const { run, nest, depth } = reading;
  const name = at.name.toLowerCase();
  if (!isExecuted(run, name)) {
    addRead(nest, { kind: 'directive', at });
    noteOwn(run, at, () => isBeyond(reading));
    return;
  }
  if (!mayExecute(run, at, 'directive')) return;
  const bound = execute(run, at);
  if (!bound) return;
  if (name === 'use') {
    useLines(reading, at);
    return;
  }
  if (name !== 'include' && name !== 'includeoptional') {
    addRead(nest, { kind: 'done', bound });
    return;
  }
  for (const file of includedFiles(run, at, bound.args as string, depth)) {
    const { value: tree, diagnostics } = parseConfig(file);
    for (const each of diagnostics) run.diagnostics.push(each);
    for (const item of read(run, tree, depth + 1, isBeyond(reading))) addRead(nest, item);
  }
}

const isBeyond = ({ nest, beyondHttpd }: Reading): boolean => beyondHttpd || isBeyondHttpd(nest);

function readSection(reading: Reading, at: Section): void {
  const { run, nest } = reading;
  if ((isMacro(run, at) || isBranch(at.name)) && !mayExecute(run, at, 'section')) return;
  if (isMacro(run, at)) readMacro(reading, at);
  else if (isCode(run, at)) readCode(reading, at);
  else if (!isBranch(at.name)) enterSection(nest, at);
  else if (decideBranch(run, at)) enterBranch(nest, at);
  else reading.soak = beginSoak(at, canonicalName(run, at.name));
}

/** In a per-directory file also what is executed while reading must be admitted; what a forbidden section holds is read on. */
function mayExecute(run: Run, at: Directive | Section, kind: 'directive' | 'section'): boolean {
  const [entry] = lookUp(at.name, kind);
  if (!entry) return true;
  return (
    executionRefusal(run, at, kind === 'section' ? `<${entry.name}` : entry.name, entry.definition) ===
    'allowed'
  );
}

const isMacro = (run: Run, { name }: Section): boolean =>
  name.toLowerCase() === 'macro' && inForce(run.loaded, name, 'section').length > 0;

const isCode = (run: Run, { name }: Section): boolean =>
  inForce(run.loaded, name, 'section').some(
    ({ definition }) => definition.kind === 'section' && definition.opens === 'code',
  );

/** Code is no configuration: it is passed over up to the closing tag. */
function readCode({ lines, nest }: Reading, at: Section): void {
  const end = `</${at.name.toLowerCase()}`;
  for (let line = lines.next(); line; line = lines.next())
    if (textOf(line).text.toLowerCase().startsWith(end)) {
      addRead(nest, { kind: 'section', at, items: [] });
      return;
    }
  enterSection(nest, at);
}

/** A macro is text until it is used. */
function readMacro({ run, lines }: Reading, at: Section): void {
  const body: LineText[] = [];
  let open = 1;
  for (let line = lines.next(); line; line = lines.next()) {
    const text = textOf(line);
    if (text.text !== '' && !text.text.startsWith('#')) open += macroDepth(text.text);
    if (open === 0) {
      defineMacro(run, at, { lines: body, end: text });
      return;
    }
    body.push(text);
  }
  defineMacro(run, at, { lines: body, end: undefined });
}

/** What a macro stands for is read where it is used, before the lines that follow: its sections may end behind it. */
function useLines({ run, lines }: Reading, at: Directive): void {
  const file = useMacro(run, at);
  if (!file) return;
  const { value: tree, diagnostics } = parseConfig(file);
  for (const each of diagnostics) run.diagnostics.push(each);
  lines.insert(tree);
}

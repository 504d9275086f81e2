import { METHODS } from 'node:http';
import { Command, Option } from 'commander';
import type { DecisionClass, DiffResult, Undecided } from '../diff/decision-diff.js';
import { diffRulesets } from '../diff/diff.js';
import { renderDiffMarkdown } from '../diff/render-markdown.js';
import { renderDiffText } from '../diff/render-text.js';
import { withoutSecretFields } from '../diff/verdict-text.js';
import type { HostNames } from '../evaluate/host-addresses.js';
import { display } from '../report/display.js';

import type { Ruleset } from '../ruleset/ruleset.js';
import { lookUpHosts } from '../serve/host-names.js';
import { type Loaded, readSource, Unreadable } from '../serve/load.js';
import { thisMachine } from '../serve/machine.js';
import { type Diagnostic, refuses } from '../source/diagnostic.js';
import { positionAt } from '../source/file.js';
import { liesWithin } from '../source/within.js';
import { writtenAt } from '../source/written.js';
import { type DiffSide, inCommandWords } from './diff-words.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import {
  type InputOptions,
  loadInput,
  mainFileIn,
  rootAround,
  takesFolders,
  takesSurroundings,
  tellFindings,
  whatFileIs,
} from './input.js';

interface DiffCommandOptions extends InputOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly onlyOpenings: boolean;
  readonly strict: boolean;
  readonly paths?: string;
  readonly methods?: string;
}

/** `diff OLD NEW`: which requests two configurations decide differently. */
export function diffCommand(done: Done): Command {
  const command = new Command('diff')
    .argument('<old>', `${whatFileIs}, or a ServerRoot`)
    .argument('<new>', 'the same')
    .description('tell which requests two configurations decide differently, and what opens')
    .addOption(
      new Option('--format <format>', 'how it is told').choices(['text', 'json', 'markdown']).default('text'),
    )
    .option('--only-openings', 'tell, and count, only what opens', false)
    .option('--strict', 'count what cannot be decided as a change', false)
    .option('--paths <file>', 'paths to try besides, one a line')
    .option('--methods <list>', 'methods to try besides, with commas, or a file with one a line')
    .addHelpText(
      'after',
      '\nExit codes: 0 no change, 1 a change, 2 usage, or a configuration that is refused.',
    );
  return takesFolders(takesSurroundings(command)).action(
    async (old: string, now: string, options: DiffCommandOptions) => {
      done(await diffFiles(old, now, options));
    },
  );
}

async function diffFiles(old: string, now: string, options: DiffCommandOptions): Promise<0 | 1> {
  if (old === '-' && now === '-')
    throw new CommandFailed('only one of the two can be standard input', exitCodes.usage);
  const sides = { old: sideOf(old, options), new: sideOf(now, options) };
  const before = comparable(sides.old, options);
  const after = comparable(sides.new, options);
  const names = { old: sides.old.file, new: sides.new.file };
  const machine = thisMachine('');
  const known = [await lookUpHosts(before.ruleset), await lookUpHosts(after.ruleset)];
  const hosts: HostNames = {
    addressesOf: (name) => known.map((each) => each.addressesOf(name)).find(({ length }) => length > 0) ?? [],
    nameOf: (address) => known.map((each) => each.nameOf(address)).find((name) => name !== undefined),
  };
  const result = diffRulesets(before.ruleset, after.ruleset, {
    names,
    readFile: (path) => (liesWithin(path, options.onlyIn) ? machine.read(path).text : undefined),
    surroundings: { environment: process.env, names: hosts },
    ...(options.paths !== undefined && { paths: linesOf(options.paths) }),
    ...(options.methods !== undefined && { methods: methodsOf(options.methods) }),
  });
  const undecided = [...unservedOf(before.open, after.open), ...result.undecided];
  const whole = inCommandWords({ ...result, undecided }, sides.old, sides.new);
  const told = options.onlyOpenings ? openingsAlone(whole) : whole;
  process.stdout.write(rendered(told, names, options));
  const open = options.strict && told.undecided.length > 0;
  return told.changed || open ? exitCodes.findings : exitCodes.fine;
}

function rendered(
  result: DiffResult,
  names: { readonly old: string; readonly new: string },
  { format }: DiffCommandOptions,
): string {
  const text =
    format === 'json'
      ? `${JSON.stringify(result, withoutSecretFields, 2)}\n`
      : (format === 'markdown' ? renderDiffMarkdown : renderDiffText)(result, names);
  return text.split('\n').map(display).join('\n');
}

function openingsAlone(result: DiffResult): DiffResult {
  const classes = result.classes.filter(({ openings }: DecisionClass) => openings.length > 0);
  return { ...result, changed: classes.length > 0, classes };
}

/** A ServerRoot is its main file; paths in it start there on either side. */
function sideOf(path: string, { root, define }: InputOptions): DiffSide {
  const main = mainFileIn(path);
  const start = root ?? (main === undefined ? rootAround(path) : path);
  return { file: main ?? path, define, ...(start !== undefined && { root: start }) };
}

interface Comparable {
  readonly ruleset: Ruleset;
  /** What httpd takes and kerbgate does not serve, and what is missing on this machine. */
  readonly open: readonly Diagnostic[];
}

/** What httpd takes and kerbgate does not serve, or what is missing on this machine, leaves the rest comparable. */
function comparable({ file, ...side }: DiffSide, { onlyIn }: InputOptions): Comparable {
  const { ruleset, diagnostics }: Loaded = loadInput(file, { ...side, ...(onlyIn && { onlyIn }) });
  const open = diagnostics.filter(({ code, missingHere }) => code === 'not-served' || missingHere);
  const others = diagnostics.filter((diagnostic) => !open.includes(diagnostic));
  if (!ruleset || refuses(others)) {
    tellFindings(diagnostics);
    throw new CommandFailed(`${file} is refused, so that nothing can be compared`, exitCodes.usage);
  }
  return { ruleset, open: open.filter(({ severity }) => severity === 'error') };
}

/** What both have is told once; what both miss on this machine, and is supposed to be there, not at all. */
function unservedOf(old: readonly Diagnostic[], now: readonly Diagnostic[]): readonly Undecided[] {
  const told = new Map<string, Undecided>();
  const missing = new Set(old.map(({ message }) => message));
  const inBoth = new Set(now.map(({ message }) => message).filter((message) => missing.has(message)));
  for (const [diagnostics, side] of [
    [old, 'old'],
    [now, 'new'],
  ] as const)
    for (const { message, missingHere, span } of diagnostics) {
      if (missingHere && inBoth.has(message)) continue;
      const written = span && writtenAt(span);
      const place = written && { file: written.file.path, ...positionAt(written.file, written.start) };
      const known = told.get(message)?.places ?? [];
      told.set(message, {
        what: message,
        why: missingHere ? 'it is missing on this machine' : 'kerbgate does not serve it',
        side: inBoth.has(message) ? 'both' : side,
        places: place ? [...known, place] : known,
      });
    }
  return [...told.values()];
}

function linesOf(path: string): readonly string[] {
  try {
    const lines = readSource(Buffer.from(path).toString('latin1')).text.split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CommandFailed(error.message, exitCodes.usage);
  }
}

function methodsOf(text: string): readonly string[] {
  const methods = /^[A-Z,-]+$/.test(text) ? text.split(',') : linesOf(text);
  const unknown = methods.find((method) => !METHODS.includes(method));
  if (unknown === undefined) return methods;
  throw new CommandFailed(
    `kerbgate answers 400 to the method ${unknown}, before any decision`,
    exitCodes.usage,
  );
}

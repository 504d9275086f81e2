import { readFileSync } from 'node:fs';
import { bind } from '../bind/bind.js';
import type { BoundConfiguration } from '../bind/bound.js';
import type { BindOptions } from '../bind/options.js';
import { compile } from '../compile/compile.js';
import { fromJson } from '../ruleset/json.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { type Diagnostic, refuses } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { readSource as readFile } from '../source/reader.js';
import { parseConfig } from '../syntax/parse.js';
import type { Tree } from '../syntax/tree.js';

/** A configuration as far as it could be made, and all that was found on the way. */
export interface Loaded {
  readonly file: SourceFile;
  /** The file as it is written; what is bound has its items. */
  readonly tree?: Tree;
  /** Absent for a ruleset in JSON form. */
  readonly bound?: BoundConfiguration;
  /** Whole even when diagnostics refuse it; absent where there is nothing to serve. */
  readonly ruleset?: Ruleset;
  readonly diagnostics: readonly Diagnostic[];
}

/** A configuration file that cannot be read; the message is httpd's. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Reads a configuration file, or standard input for `-`; throws Unreadable. With `within` files elsewhere are refused. */
export function readSource(path: string, within?: readonly string[]): SourceFile {
  if (path === '-') return { path: '<stdin>', text: readFileSync(0, 'latin1') };
  // A ruleset is larger than what it was compiled from.
  const { value, diagnostics } = readFile(path, {
    sizeLimit: 512 * 1024 * 1024,
    ...(within && { within }),
  });
  if (value) return value;
  throw new Unreadable(
    diagnostics.map(({ message, why }) => (why ? `${message}. ${why}` : message)).join('; '),
  );
}

/** Takes a text all the way to its ruleset; a path that ends in `.json` holds a ruleset already. */
export function load(file: SourceFile, options: BindOptions): Loaded {
  if (/\.json$/i.test(file.path)) return loadRuleset(file);
  const parsed = parseConfig(file);
  const bound = bind(file, parsed.value, options);
  const before = [...parsed.diagnostics, ...bound.diagnostics];
  // What cannot be understood is not compiled; what is only not served, or missing on this machine, is, so that all of it is told in one run.
  if (refuses(before.filter(({ code, missingHere }) => code !== 'not-served' && !missingHere)))
    return { file, tree: parsed.value, bound: bound.value, diagnostics: before };
  const compiled = compile(bound.value);
  return {
    file,
    tree: parsed.value,
    bound: bound.value,
    ruleset: compiled.value,
    diagnostics: [...before, ...compiled.diagnostics],
  };
}

function loadRuleset(file: SourceFile): Loaded {
  const { value, diagnostics } = fromJson(file.text, file.path);
  return value ? { file, ruleset: value, diagnostics } : { file, diagnostics };
}

/** The ruleset, unless something refuses to serve it. */
export function servable({ ruleset, diagnostics }: Loaded): Ruleset | undefined {
  return refuses(diagnostics) ? undefined : ruleset;
}

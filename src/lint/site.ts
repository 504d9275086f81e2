import type { BoundConfiguration } from '../bind/bound.js';
import { compile } from '../compile/compile.js';
import { foreignModule } from '../directives/known/foreign.js';
import { loadProgram } from '../evaluate/program.js';
import type { Origin } from '../ruleset/origin.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Loaded } from '../serve/load.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type SourceFile } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { allLines, type Line } from './line.js';
import { boundIndex, linesOfFile, linesOfMacros } from './lines.js';
import { type Place, placesOf } from './place.js';
import { type ServerView, serverViews } from './server-view.js';

/** A configuration as rules see it: its lines as written, and, where it can be understood as a whole, what is in force. */
export interface Site {
  readonly loaded: Loaded;
  /** Every file read, each once. */
  readonly files: readonly SourceFile[];
  /** Of all files and macros, in any depth. */
  readonly lines: readonly Line[];
  /** By canonical name. */
  readonly named: (name: string) => readonly Line[];
  readonly diagnostics: readonly Diagnostic[];
  readonly bound: BoundConfiguration | undefined;
  /** Absent where errors leave lines out: then nothing is said about what is in force. */
  readonly ruleset: Ruleset | undefined;
  readonly servers: readonly ServerView[];
  readonly places: readonly Place[];
  /** Whether it begins where httpd begins: it says where to listen, or loads modules. A part of a configuration does not. */
  readonly isWhole: boolean;
  /** The line that a setting came from. */
  readonly lineAt: (origin: Origin | undefined) => Line | undefined;
}

/** Makes a site of what was loaded. */
export function siteOf(loaded: Loaded): Site {
  const { bound, diagnostics } = loaded;
  const files = filesOf(loaded);
  const boundAt = boundIndex(bound?.items ?? []);
  const written = files.flatMap((file) => linesOfFile(file, boundAt));
  const lines = [...allLines(written), ...allLines(linesOfMacros(bound?.items ?? []))];
  const byName = grouped(lines);
  const ruleset = understood(loaded);
  const servers = ruleset ? serverViews(loadProgram(asUsual(ruleset, bound))) : [];
  return {
    loaded,
    files,
    lines,
    named: (name) => byName.get(name) ?? [],
    diagnostics,
    bound,
    ruleset,
    servers,
    places: servers.flatMap(placesOf),
    isWhole: byName.has('Listen') || byName.has('LoadModule'),
    lineAt: lineFinder(lines, ruleset?.files ?? []),
  };
}

function grouped(lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const group = groups.get(line.name);
    if (group) group.push(line);
    else groups.set(line.name, [line]);
  }
  return groups;
}

/** Modules that change when httpd logs in again. */
const unusual: ReadonlySet<string> = new Set([
  'mod_auth_kerb',
  'mod_allowmethods',
  'mod_auth_form',
  'mod_log_debug',
  'mod_lua',
]);

/**
 * Where nothing is loaded by name all modules count as loaded. Few servers have those that change when httpd logs in again, so they
 * count only where something of them is used.
 */
export function asUsual(ruleset: Ruleset, bound: BoundConfiguration | undefined): Ruleset {
  if (!bound || bound.items.some(({ name }) => name === 'LoadModule')) return ruleset;
  const used = new Set(modulesUsed(bound.items));
  if (/"authType":"Kerberos/i.test(JSON.stringify(ruleset))) used.add('mod_auth_kerb');
  const modules = ruleset.modules.filter((module) => !unusual.has(module) || used.has(module));
  return { ...ruleset, modules };
}

function* modulesUsed(items: BoundConfiguration['items']): Generator<string> {
  for (const item of items) {
    yield item.module;
    if (item.kind === 'section') yield* modulesUsed(item.items);
  }
}

/** A file that is included twice is looked at once. */
function filesOf({ file, bound }: Loaded): readonly SourceFile[] {
  const all = [file, ...(bound?.files ?? [])].filter(({ pieces, commandLine }) => !pieces && !commandLine);
  return [...new Map(all.map((each) => [each.path, each])).values()];
}

/** What is in force, as far as it can be told: lines that are only not served, or name what this machine lacks, are part of it. */
function understood({ ruleset, bound, diagnostics }: Loaded): Ruleset | undefined {
  const blocking = diagnostics.some((each) => refusesReading(each) && !isBeside(each));
  if (blocking) return undefined;
  return ruleset ?? (bound && compile(bound).value);
}

/** Whether httpd stops at a finding; what only this machine lacks, or kerbgate does not serve, is left to others. */
export function refusesReading({ severity, stage, code, missingHere }: Diagnostic): boolean {
  return severity === 'error' && stage !== 'compile' && code !== 'not-served' && !missingHere;
}

/** A line of a module of somebody else: a server that has it takes the line, and who may is decided without it. */
export function isBeside({ code, span }: Diagnostic): boolean {
  if (code !== 'unknown-directive' || !span) return false;
  const name = span.file.text.slice(span.start, span.end);
  return foreignModule(name) !== undefined;
}

function lineFinder(lines: readonly Line[], paths: readonly string[]): Site['lineAt'] {
  let index: Map<string, Line> | undefined;
  return (origin) => {
    index ??= new Map(lines.map((line) => [keyOf(line), line]));
    if (!origin) return undefined;
    return index.get(`${origin.path ?? paths[origin.file]}:${origin.line}:${origin.column}`);
  };
}

function keyOf({ at }: Line): string {
  const { file, start } = writtenAt(at.nameSpan);
  const { line, column } = positionAt(file, start);
  return `${file.path}:${line}:${at.kind === 'section' ? column - 1 : column}`;
}

/** What rules work out of a whole site, once for each. */
export function oncePerSite<T extends boolean | number | string | object>(
  work: (site: Site) => T,
): (site: Site) => T {
  const known = new WeakMap<Site, T>();
  return (site) => {
    const before = known.get(site);
    if (before !== undefined) return before;
    const made = work(site);
    known.set(site, made);
    return made;
  };
}

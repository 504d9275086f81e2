import { resolve } from 'node:path';
import type { BoundConfiguration } from '../bind/bound.js';
import { compile } from '../compile/compile.js';
import type { Origin } from '../ruleset/origin.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Loaded } from '../serve/load.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import { knowTree } from '../syntax/edit-place.js';
import { Allowance, type Cut } from './allowance.js';
import { type Gap, gapsOf } from './gaps.js';
import { allLines, type Line } from './line.js';
import { boundIndex, linesOfFile, linesOfMacros } from './lines.js';
import type { LoadedPart } from './part.js';
import { type Place, placesOf } from './place.js';
import { type ServerView, serverViews } from './server-view.js';
import { supposedServer } from './supposed-explanation.js';
import { supposedRuleset } from './supposed-ruleset.js';

/** A configuration as rules see it: its lines as written, and, where it can be understood as a whole, what is in force. */
export interface Site {
  readonly loaded: LoadedPart;
  /** Every file read, each once. */
  readonly files: readonly SourceFile[];
  /** Of all files and macros, in any depth. */
  readonly lines: readonly Line[];
  /** By canonical name. */
  readonly named: (name: string) => readonly Line[];
  readonly diagnostics: readonly Diagnostic[];
  readonly bound: BoundConfiguration | undefined;
  /** What is in force as far as lines are understood; absent where there is nothing to read. */
  readonly ruleset: Ruleset | undefined;
  /** The same as rules judge it, with what a server usually has around it. */
  readonly judged: Ruleset | undefined;
  /** Lines that are not understood: what they would change is not judged. */
  readonly gaps: readonly Gap[];
  /** Lines of a section that stand alone: they are judged as if they stood in one for all paths. */
  readonly bare: readonly Span[];
  readonly servers: readonly ServerView[];
  readonly places: readonly Place[];
  /** What was too much to judge. */
  readonly cuts: readonly Cut[];
  /** Whether it lies below its ServerRoot, so that what is missing there is missing for httpd, too. */
  readonly isAtHome: boolean;
  /** Whether it begins where httpd begins: it says where to listen, or loads modules. A part of a configuration does not. */
  readonly isWhole: boolean;
  /** The line that a setting came from. */
  readonly lineAt: (origin: Origin | undefined) => Line | undefined;
}

/** Makes a site of what was loaded; the allowance is how much is looked for. */
export function siteOf(loaded: LoadedPart, allowance = new Allowance()): Site {
  const { bound, bare = [], tree } = loaded;
  if (tree) knowTree(tree);
  const files = filesOf(loaded);
  const boundAt = boundIndex(bound?.items ?? []);
  const written = files.flatMap((file) => linesOfFile(file, boundAt));
  const lines = [...allLines(written), ...allLines(linesOfMacros(bound?.items ?? [], boundAt))];
  const byName = grouped(lines);
  const { ruleset, judged, diagnostics } = understood(loaded);
  const gaps = gapsOf(diagnostics, lines, loaded.controls);
  const lineAt = lineFinder(lines, ruleset?.files ?? []);
  const servers = judged ? viewsOf(judged, gaps, lineAt) : [];
  const places = servers.flatMap((server) => placesOf(server, allowance));
  return {
    loaded,
    files,
    lines,
    named: (name) => byName.get(name) ?? [],
    diagnostics,
    bound,
    ruleset,
    judged,
    gaps,
    bare,
    servers,
    places,
    cuts: allowance.cuts,
    isWhole: byName.has('Listen') || byName.has('LoadModule'),
    lineAt,
    isAtHome: resolve(loaded.file.path).startsWith(`${bound?.serverRoot.replace(/\/+$/, '')}/`),
  };
}

function viewsOf(ruleset: Ruleset, gaps: readonly Gap[], lineAt: Site['lineAt']): readonly ServerView[] {
  const { program, machine } = supposedServer(ruleset);
  const clouding = gaps.filter(
    ({ room, module, isLeftOut }) =>
      (!room || room.name === '<VirtualHost') && (isLeftOut || module === undefined || module === 'mod_ssl'),
  );
  return serverViews(program, machine, (server) =>
    clouding.every(({ room }) => room !== undefined && room !== lineAt(server?.from)),
  );
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

/** A file that is included twice is looked at once. */
function filesOf({ file, bound }: Loaded): readonly SourceFile[] {
  const all = [file, ...(bound?.files ?? [])].filter(({ pieces, commandLine }) => !pieces && !commandLine);
  return [...new Map(all.map((each) => [each.path, each])).values()];
}

/** What is in force, as far as it can be told: lines that are wrong or unknown are left out of it. */
export function understood(loaded: Loaded): Pick<Site, 'ruleset' | 'judged' | 'diagnostics'> {
  const { bound, diagnostics } = loaded;
  const compiled = loaded.ruleset || !bound ? undefined : compile(bound);
  const ruleset = loaded.ruleset ?? compiled?.value;
  return {
    ruleset,
    judged: ruleset && supposedRuleset(ruleset, bound),
    diagnostics: compiled ? [...diagnostics, ...compiled.diagnostics] : diagnostics,
  };
}

function lineFinder(lines: readonly Line[], paths: readonly string[]): Site['lineAt'] {
  let index: ReadonlyMap<string, ReadonlyMap<number, Line>> | undefined;
  return (origin) => {
    if (!origin) return undefined;
    index ??= byStart(lines);
    return index.get(origin.path ?? paths[origin.file] ?? '')?.get(placeKey(origin.line, origin.column));
  };
}

/** One number for both, since there may be many lines. */
const placeKey = (line: number, column: number): number => line * 2 ** 24 + column;

/** Lines by path, and by where they begin. */
function byStart(lines: readonly Line[]): ReadonlyMap<string, ReadonlyMap<number, Line>> {
  const files = new Map<string, Map<number, Line>>();
  for (const each of lines) {
    const { file, start } = writtenAt(each.at.nameSpan);
    const { line, column } = positionAt(file, start);
    const known = files.get(file.path) ?? new Map<number, Line>();
    if (known.size === 0) files.set(file.path, known);
    known.set(placeKey(line, each.at.kind === 'section' ? column - 1 : column), each);
  }
  return files;
}

/** The places of one server. */
export const placesAt = (site: Site, server: ServerView): readonly Place[] =>
  placesByServer(site).get(server) ?? [];

const placesByServer = oncePerSite(({ places }): ReadonlyMap<ServerView, readonly Place[]> => {
  const found = new Map<ServerView, Place[]>();
  for (const place of places) {
    const same = found.get(place.server);
    if (same) same.push(place);
    else found.set(place.server, [place]);
  }
  return found;
});

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

import { compile } from '../compile/compile.js';
import { explainedDiff } from '../diff/diff.js';
import type { DiffOptions } from '../diff/diff-options.js';
import type { Rests } from '../diff/reasons.js';
import type { Place } from '../explain/explanation.js';
import { isBeside, refusesReading } from '../lint/gaps.js';
import type { Site } from '../lint/site.js';
import { asUsual } from '../lint/supposed-ruleset.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { positionAt } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import type { DecisionAspect, MigrationEntry } from './migration.js';
import type { Difference, LeftOut, Proof } from './migration-report.js';

/** Tells which entries a line of either text belongs to. */
export interface Explains {
  /** Entries about a line of the old files. */
  readonly old: (place: Place) => readonly number[];
  /** Entries whose edits made a line of the new ones. */
  readonly new: (place: Place) => readonly number[];
  /** Entries about lines of the sections that a line stands in, and about what stands in none. */
  readonly near: (place: Place, side: 'old' | 'new') => readonly number[];
}

/** Compares the decisions of two states of a site, and finds the entries that explain what differs. */
export function proofOf(
  [before, after]: readonly [Site, Site],
  entries: readonly MigrationEntry[],
  explains: Explains,
  { named, ...options }: DiffOptions & { readonly named: Named },
): Proof {
  const main = before.loaded.file.path;
  const [old, now] = [comparable(before), comparable(after)];
  const nothing = { main, differences: [], leftOut: [], undecided: [], effort: noEffort };
  if (!old || !now) return { ...nothing, impossible: 'nothing in it can be read as a configuration' };
  const reasonsFor = (rests: Rests): readonly number[] => entriesFor(rests, entries, explains);
  const { result, classes: differences } = explainedDiff(old, now, options, reasonsFor);
  return {
    main,
    differences: differences.toSorted((left, right) => rank(left) - rank(right)),
    leftOut: leftOutOfBoth(leftOutOf(before, 'old'), leftOutOf(after, 'new')),
    undecided: result.undecided,
    effort: result.effort,
    ...stillRefused([before, after], named),
  };
}

type Named = (path: string) => string;

/** The first line that httpd refuses after the migration, as it did before; told where it stood. */
function stillRefused([before, after]: readonly [Site, Site], named: Named): Pick<Proof, 'refused'> {
  const [old, now] = [before, after].map((site) => site.diagnostics.filter(isRefused));
  const fileOf = (each: Diagnostic): string | undefined => diagnosticPlace(each)?.file;
  const refused = old!.find((each) =>
    now!.some((other) => other.message === each.message && fileOf(other) === fileOf(each)),
  );
  return refused ? { refused: `httpd refuses the text${refusal(refused, named)}` } : {};
}

const isRefused = (each: Diagnostic): boolean => refusesReading(each) && !isBeside(each);

function refusal(refused: Diagnostic, named: Named): string {
  const place = diagnosticPlace(refused);
  const at = place ? ` at ${named(place.file)}:${place.line}` : '';
  return `${at}: ${refused.message} (kerbgate check tells all)`;
}

/** What there is to tell of a text that nothing changes in: that httpd refuses it, so that what it means is not known in full. */
export function refusedAsItIs(site: Site, named: Named): readonly Proof[] {
  const refused = site.diagnostics.find(isRefused);
  if (!refused) return [];
  const impossible = `nothing changes, but httpd refuses the text${refusal(refused, named)}`;
  return [
    {
      main: site.loaded.file.path,
      differences: [],
      leftOut: [],
      undecided: [],
      effort: noEffort,
      impossible,
    },
  ];
}

const noEffort = { paths: 0, requests: 0, cutOff: [], untried: [] };

/** What opens comes first, then what nothing explains. */
function rank({ requests, explainedBy }: Difference): number {
  return (requests.openings.length > 0 ? 0 : 2) + (explainedBy.length > 0 ? 1 : 0);
}

/** What is in force as far as it can be read: lines that httpd refuses are left out, and told. */
function comparable({ ruleset, bound }: Site): Ruleset | undefined {
  const whole = ruleset ?? (bound && compile(bound).value);
  return whole && asUsual(whole, bound);
}

/** What is left out of both is told once, where it stood. */
function leftOutOfBoth(old: readonly LeftOut[], now: readonly LeftOut[]): readonly LeftOut[] {
  const left = [...now];
  const both = old.map((each): LeftOut => {
    const same = left.findIndex(({ place, why }) => place?.file === each.place?.file && why === each.why);
    if (same === -1) return each;
    left.splice(same, 1);
    return { ...each, side: 'both' };
  });
  return [...both, ...left];
}

function leftOutOf({ diagnostics }: Site, side: LeftOut['side']): readonly LeftOut[] {
  const open = diagnostics.filter((each) => each.severity === 'error' && !isBeside(each));
  return open.map((each) => ({ side, place: diagnosticPlace(each), why: reasonOf(each) }));
}

function reasonOf(diagnostic: Diagnostic): string {
  const { message, missingHere } = diagnostic;
  if (missingHere) return `${message} (it is missing on this machine)`;
  return refusesReading(diagnostic) ? message : `${message} (kerbgate does not serve it)`;
}

/** Where a finding is, as it is written. */
export function diagnosticPlace({ span }: Diagnostic): Place | undefined {
  if (!span) return undefined;
  const { file, start } = writtenAt(span);
  return { file: file.path, ...positionAt(file, start) };
}

/** The entries that say why a request is decided otherwise; none, where nothing does. */
function entriesFor(rests: Rests, entries: readonly MigrationEntry[], explains: Explains): readonly number[] {
  const aspects = aspectsOf(rests);
  const [old, now] = [rests.before.origins, rests.after.origins];
  const exact = [
    ...old.flatMap(({ place }) => explains.old(place)),
    ...now.flatMap(({ place }) => explains.new(place)),
  ];
  const near = (): readonly number[] => [
    ...old.flatMap(({ place }) => explains.near(place, 'old')),
    ...now.flatMap(({ place }) => explains.near(place, 'new')),
  ];
  const found = covering(exact, entries, aspects);
  return found.length > 0 ? found : covering(near(), entries, aspects);
}

/** The entries that may change some of these aspects, if together they may change all. */
function covering(
  among: readonly number[],
  entries: readonly MigrationEntry[],
  aspects: readonly DecisionAspect[],
): readonly number[] {
  const useful = [...new Set(among)].filter((index) => coversSome(entries[index], aspects));
  const covered = new Set(useful.flatMap((index) => entries[index]!.mayChange ?? []));
  return aspects.every((aspect) => covered.has(aspect)) ? useful : [];
}

const coversSome = (entry: MigrationEntry | undefined, aspects: readonly DecisionAspect[]): boolean =>
  entry?.mayChange?.some((aspect) => aspects.includes(aspect)) ?? false;

/** In what two verdicts differ. */
function aspectsOf({ before, after }: Rests): readonly DecisionAspect[] {
  const [old, now] = [before.verdict, after.verdict];
  const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  if ((old.kind === 'granted') !== (now.kind === 'granted'))
    return [now.kind === 'granted' && before.isRefusedWithin ? 'granted-inside' : 'granted'];
  const found: DecisionAspect[] = [];
  if (old.kind !== 'granted' && (old.status !== now.status || old.kind !== now.kind)) found.push('status');
  for (const aspect of ['challenges', 'user', 'proof', 'target', 'identity', 'forged', 'override'] as const)
    if (differ(old[aspect], now[aspect])) found.push(aspect);
  return found;
}

import type { Exchange } from '../evaluate/exchange.js';
import type { Program } from '../evaluate/program.js';
import type { MergedNode } from '../evaluate/sections.js';
import { type Circumstances, circumstancesOf, type Dimension, type Entry } from './circumstances.js';
import { combine } from './combine.js';
import { type Cube, cubesOf } from './cubes.js';
import { decide, type Seen } from './decide.js';
import type { DiffLimits } from './diff-options.js';
import { signOf, type VerdictPair } from './difference.js';
import { dimensionsOf } from './dimensions.js';
import { addDistinctions, type Distinctions, noDistinctions } from './distinctions.js';
import { choicesAmong, readDiffering, withLogins } from './hot.js';
import type { Identities } from './identities.js';
import { readConditions, readHost, readSettings } from './read-settings.js';
import type { ServerPair } from './servers.js';
import type { KnownFiles } from './supposed-files.js';
import type { SupposedWorld } from './supposed-world.js';
import { verdictOf } from './verdict.js';

/** What a comparison works with, and what it gathers. */
export interface Comparison {
  readonly world: SupposedWorld;
  readonly files: KnownFiles;
  readonly identities: Identities;
  readonly limits: DiffLimits;
  readonly methods: readonly string[];
  requests: number;
  readonly cutOff: Set<string>;
  /** All merged sets of sections that requests came to, for the report of what was never reached. */
  readonly nodes: { readonly old: Set<MergedNode>; readonly new: Set<MergedNode> };
  /** Sets of sections that say different things and of which no request was decided differently. */
  readonly silent: Map<string, SilentNodes>;
  readonly unread: { readonly old: Set<string>; readonly new: Set<string> };
}

export interface SilentNodes {
  readonly old: MergedNode;
  readonly new: MergedNode;
  readonly path: string;
}

/** Requests for one path that are decided differently. */
export interface PathDifference {
  readonly pair: ServerPair;
  readonly entry: Entry;
  readonly path: string;
  readonly dimensions: readonly Dimension[];
  readonly cube: Cube;
  readonly circumstances: Circumstances;
  readonly verdicts: VerdictPair;
}

interface Table {
  readonly dimensions: readonly Dimension[];
  readonly cubes: readonly Cube[];
}

/** Compares the decisions of two servers. Places that say the same as others are tried as long as it takes to see that. */
export class PairComparison {
  readonly #comparison: Comparison;
  readonly #pair: ServerPair;
  /** Whether the servers say the same outside of sections. */
  readonly #sameHost: boolean;
  readonly #extraMethods: readonly string[];
  readonly #tables = new Map<string, Table>();

  constructor(pair: ServerPair, comparison: Comparison) {
    this.#comparison = comparison;
    this.#pair = pair;
    const { identities } = comparison;
    const { old, new: now } = pair;
    this.#sameHost =
      identities.ofHost(old.host) === identities.ofHost(now.host) &&
      identities.ofWhole(old.ruleset) === identities.ofWhole(now.ruleset);
    const traces = old.host.core.traceEnable !== now.host.core.traceEnable;
    this.#extraMethods = traces ? ['TRACE'] : [];
  }

  /** What differs for one path, where requests come in at one place. */
  differences(entry: Entry, path: string): readonly PathDifference[] {
    const { limits, cutOff } = this.#comparison;
    if (this.#comparison.requests >= limits.requests) {
      cutOff.add(`after ${limits.requests} requests no others were tried`);
      return [];
    }
    const look = this.#firstLook(entry, path);
    if (look.alike) return [];
    const { dimensions, shareKey, hot } = look;
    const known = shareKey === undefined ? undefined : this.#tables.get(shareKey);
    const repeated = known && this.#repeated(known, entry, path);
    if (repeated) return repeated;
    const cubes = this.#tableOf(entry, path, dimensions, () => hot(dimensions));
    if (shareKey !== undefined && !known) this.#tables.set(shareKey, { dimensions, cubes });
    if (cubes.length === 0 && look.silent)
      this.#comparison.silent.set(shareKey ?? path, { ...look.silent, path });
    return cubes.map((cube) => this.#difference(entry, path, dimensions, cube));
  }

  /** A few requests show what the rules of a place depend on, and whether both configurations have the same there. */
  #firstLook(entry: Entry, path: string) {
    const { old, new: now } = this.#pair;
    const [before, after] = [noDistinctions(), noDistinctions()];
    readHost(old.host, old.ruleset, before);
    readHost(now.host, now.ruleset, after);
    const seen: [Seen, Seen][] = [];
    const signs: (string | undefined)[] = [];
    const look = (circumstances: Circumstances): void => {
      const both = [old, now].map((program) => this.#decide(program, entry, path, circumstances)) as [
        Seen,
        Seen,
      ];
      seen.push(both);
      const [one, other] = both.map((each) => verdictOf(each, circumstances));
      signs.push(signOf({ before: one!, after: other! }, path, circumstances), one!.target.split(' ', 2)[1]);
      readExchanges(old, both[0].exchanges, before);
      readExchanges(now, both[1].exchanges, after);
    };
    const usual = (): readonly Dimension[] => this.#dimensions(this.#together(before, after), seen);
    const hot = (dimensions: readonly Dimension[]): readonly ReadonlySet<number>[] => {
      const sides = [old, now].map((program, at) => ({
        program,
        nodes: seen.flatMap((both) => both[at]!.exchanges.map(({ node }) => node)),
      }));
      const differing = readDiffering(sides[0]!, sides[1]!, this.#comparison.identities);
      const told = withLogins(differing, this.#together(before, after));
      return choicesAmong(dimensions, this.#dimensions(told, seen));
    };
    look(circumstancesOf([], [], entry));
    const [credentials] = usual().filter(({ name }) => name === 'credential');
    for (const kind of ['ticket', 'password'] as const) {
      const choice = credentials?.choices.find(({ change }) => change.credential?.kind === kind);
      if (choice) look({ ...circumstancesOf([], [], entry), ...choice.change });
    }
    const { identities } = this.#comparison;
    const chains = seen.map((both) =>
      both.map(({ exchanges }) => exchanges.map(({ node }) => identities.ofNode(node)).join(' ')),
    );
    const rewrites =
      [old, now].some(({ host }) => host.mod_rewrite.rules.length > 0) ||
      seen
        .flat()
        .some(({ exchanges }) => exchanges.some(({ settings }) => settings.mod_rewrite?.rules !== undefined));
    const same = this.#sameHost && chains.every(([one, other]) => one === other);
    this.#note(before, after);
    const [first] = seen;
    const nodes = first!.map(({ exchanges }) => exchanges[0]?.node);
    return {
      alike: same && signs.every((sign, at) => at % 2 === 1 || sign === undefined) && !rewrites,
      dimensions: usual(),
      hot,
      shareKey:
        rewrites || before.paths.size + after.paths.size > 0
          ? undefined
          : JSON.stringify([entry.secure, chains, signs]),
      silent: nodes[0] && nodes[1] && !same ? { old: nodes[0], new: nodes[1] } : undefined,
    };
  }

  #dimensions(told: Distinctions, seen: readonly (readonly Seen[])[]): readonly Dimension[] {
    const passesOn = seen
      .flat()
      .some(
        ({ outcome }) =>
          outcome.plan.run === 'proxy' || outcome.plan.run === 'cgi' || outcome.exchange.proxy !== undefined,
      );
    const { files, methods } = this.#comparison;
    return dimensionsOf(told, { files, secure: this.#pair.entries[0]!.secure, passesOn, methods });
  }

  /** Both sides' values; bounds of bodies only where they differ. */
  #together(before: Distinctions, after: Distinctions): Distinctions {
    const told = noDistinctions();
    for (const each of [before, after]) addDistinctions(told, each);
    for (const length of before.lengths) if (after.lengths.has(length)) told.lengths.delete(length);
    if (this.#extraMethods.length > 0) for (const method of this.#extraMethods) told.methods.add(method);
    return told;
  }

  #note(before: Distinctions, after: Distinctions): void {
    const { unread } = this.#comparison;
    for (const what of before.unread) unread.old.add(what);
    for (const what of after.unread) unread.new.add(what);
  }

  #decide(program: Program, entry: Entry, path: string, circumstances: Circumstances): Seen {
    this.#comparison.requests++;
    const seen = decide(program, { entry, path, circumstances }, this.#comparison.world);
    const nodes = program === this.#pair.old ? this.#comparison.nodes.old : this.#comparison.nodes.new;
    for (const { node } of seen.exchanges) nodes.add(node);
    return seen;
  }

  #verdicts(entry: Entry, path: string, circumstances: Circumstances): VerdictPair {
    const { old, new: now } = this.#pair;
    const [before, after] = [old, now].map((program) =>
      verdictOf(this.#decide(program, entry, path, circumstances), circumstances),
    );
    return { before: before!, after: after! };
  }

  #tableOf(
    entry: Entry,
    path: string,
    dimensions: readonly Dimension[],
    hot: () => readonly ReadonlySet<number>[],
  ): readonly Cube[] {
    const { limits, cutOff } = this.#comparison;
    const { vectors, whole } = combine(dimensions, hot, limits.requestsPerPath);
    if (!whole)
      cutOff.add(
        `for some paths ${limits.requestsPerPath} combinations of what their rules look at were tried, not all`,
      );
    const signed = vectors.map((vector) => {
      const circumstances = circumstancesOf(dimensions, vector, entry);
      return { vector, sign: signOf(this.#verdicts(entry, path, circumstances), path, circumstances) };
    });
    if (signed.every(({ sign }) => sign === undefined)) return [];
    const sizes = dimensions.map(({ choices }) => choices.length);
    return cubesOf(signed, orderOf(dimensions), sizes);
  }

  /** What is known of a place that says the same, if this one is no other. */
  #repeated({ dimensions, cubes }: Table, entry: Entry, path: string): readonly PathDifference[] | undefined {
    const differences = cubes.map((cube) => this.#difference(entry, path, dimensions, cube));
    const same = differences.every(
      ({ verdicts, circumstances, cube }) => signOf(verdicts, path, circumstances) === cube.sign,
    );
    return same ? differences : undefined;
  }

  #difference(entry: Entry, path: string, dimensions: readonly Dimension[], cube: Cube): PathDifference {
    const circumstances = circumstancesOf(dimensions, cube.example, entry);
    const verdicts = this.#verdicts(entry, path, circumstances);
    return { pair: this.#pair, entry, path, dimensions, cube, circumstances, verdicts };
  }
}

/** Who logs in is what people ask last. */
function orderOf(dimensions: readonly Dimension[]): readonly number[] {
  const rank = (at: number): number => (dimensions[at]!.name === 'credential' ? 1 : 0);
  return dimensions.map((_, at) => at).sort((one, other) => rank(one) - rank(other) || one - other);
}

function readExchanges({ ruleset }: Program, exchanges: readonly Exchange[], told: Distinctions): void {
  for (const { node } of exchanges) {
    readSettings(node.settings, ruleset, told);
    readConditions(node.conditions, ruleset, told);
  }
}

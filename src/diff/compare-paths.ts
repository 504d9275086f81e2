import type { Program } from '../evaluate/program.js';
import type { MergedNode } from '../evaluate/sections.js';
import { type Circumstances, circumstancesOf, type Dimension, type Entry } from './circumstances.js';
import { combine } from './combine.js';
import { type Comparison, leaveOut, type UntriedReason } from './comparison.js';
import { type Cube, cubesOf } from './cubes.js';
import { decide, type Seen } from './decide.js';
import { signOf, type VerdictPair } from './difference.js';
import { FirstLook } from './first-look.js';
import type { ServerPair } from './servers.js';
import { verdictOf } from './verdict.js';

/** Requests for one path that are decided differently. */
export interface PathDifference {
  readonly pair: ServerPair;
  readonly entry: Entry;
  readonly path: string;
  readonly dimensions: readonly Dimension[];
  readonly cube: Cube;
  readonly circumstances: Circumstances;
  readonly verdicts: VerdictPair;
  /** The sets of sections that it came to under either configuration. */
  readonly nodes: NodePair;
}

export interface NodePair {
  readonly old: readonly MergedNode[];
  readonly new: readonly MergedNode[];
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
      this.#leaveOut(path, 'requests');
      return [];
    }
    const look = this.#firstLook(entry, path);
    if (look.alike) return [];
    const { dimensions, shareKey, hot } = look;
    const known = shareKey === undefined ? undefined : this.#tables.get(shareKey);
    const repeated = known && this.#repeated(known, entry, path);
    if (repeated) return repeated;
    const { cubes, whole } = this.#tableOf(entry, path, dimensions, () => hot(dimensions));
    for (const each of look.cutOff) cutOff.add(each);
    if (shareKey !== undefined && !known) this.#tables.set(shareKey, { dimensions, cubes });
    if (cubes.length === 0 && look.silent)
      this.#comparison.silent.set(shareKey ?? path, {
        ...look.silent,
        path,
        whole: whole && look.cutOff.size === 0,
      });
    return cubes.map((cube) => this.#difference(entry, path, dimensions, cube));
  }

  /** A few requests show what the rules of a place depend on, and whether both configurations have the same there. */
  #firstLook(entry: Entry, path: string) {
    const look = new FirstLook(this.#pair, this.#comparison, (program, circumstances) =>
      this.#decide(program, entry, path, circumstances),
    );
    look.at(entry, path);
    const { identities } = this.#comparison;
    const chains = look.seen.map((both) =>
      both.map(({ exchanges }) => exchanges.map(({ node }) => identities.ofNode(node)).join(' ')),
    );
    const same = this.#sameHost && chains.every(([one, other]) => one === other);
    const [before, after] = look.seen[0]!.map(({ exchanges }) => exchanges[0]?.node);
    const rewrites = look.rewrites();
    return {
      alike: same && !look.differs() && !rewrites,
      dimensions: look.dimensions(entry, this.#extraMethods),
      hot: (dimensions: readonly Dimension[]) => look.hot(entry, this.#extraMethods, dimensions),
      shareKey:
        rewrites || look.namesPaths()
          ? undefined
          : JSON.stringify([entry.secure, chains, look.signs, leadsTo(look.seen, path)]),
      cutOff: look.cutOff,
      silent: before && after && !same ? { old: before, new: after } : undefined,
    };
  }

  #decide(program: Program, entry: Entry, path: string, circumstances: Circumstances): Seen {
    this.#comparison.requests++;
    const seen = decide(program, { entry, path, circumstances }, this.#comparison.world);
    const { reached } = this.#comparison;
    const side = program === this.#pair.old ? reached.old : reached.new;
    for (const { node } of seen.exchanges) for (const section of node.sections) side.add(section);
    return seen;
  }

  #seen(entry: Entry, path: string, circumstances: Circumstances): readonly [old: Seen, now: Seen] {
    const { old, new: now } = this.#pair;
    return [this.#decide(old, entry, path, circumstances), this.#decide(now, entry, path, circumstances)];
  }

  #verdicts(entry: Entry, path: string, circumstances: Circumstances): VerdictPair {
    const [before, after] = this.#seen(entry, path, circumstances);
    return { before: verdictOf(before, circumstances), after: verdictOf(after, circumstances) };
  }

  #tableOf(
    entry: Entry,
    path: string,
    dimensions: readonly Dimension[],
    hot: () => readonly ReadonlySet<number>[],
  ): { readonly cubes: readonly Cube[]; readonly whole: boolean } {
    const { limits, cutOff } = this.#comparison;
    const { vectors, whole } = combine(dimensions, hot, limits.requestsPerPath);
    if (!whole) {
      cutOff.add(
        `for some paths ${limits.requestsPerPath} combinations of what their rules look at were tried, not all`,
      );
      this.#leaveOut(path, 'combinations');
    }
    const signed = vectors.map((vector) => {
      const circumstances = circumstancesOf(dimensions, vector, entry);
      return {
        vector,
        sign: signOf(this.#verdicts(entry, path, circumstances), { entry, path, circumstances }),
      };
    });
    if (signed.every(({ sign }) => sign === undefined)) return { cubes: [], whole };
    const sizes = dimensions.map(({ choices }) => choices.length);
    return { cubes: cubesOf(signed, orderOf(dimensions), sizes), whole };
  }

  #leaveOut(path: string, why: UntriedReason): void {
    leaveOut(this.#comparison, { pair: this.#pair, path, why });
  }

  /** What is known of a place that says the same, if this one is no other. */
  #repeated({ dimensions, cubes }: Table, entry: Entry, path: string): readonly PathDifference[] | undefined {
    const differences = cubes.map((cube) => this.#difference(entry, path, dimensions, cube));
    const same = differences.every(
      ({ verdicts, circumstances, cube }) => signOf(verdicts, { entry, path, circumstances }) === cube.sign,
    );
    return same ? differences : undefined;
  }

  #difference(entry: Entry, path: string, dimensions: readonly Dimension[], cube: Cube): PathDifference {
    const circumstances = circumstancesOf(dimensions, cube.example, entry);
    const [old, now] = this.#seen(entry, path, circumstances);
    const verdicts = { before: verdictOf(old, circumstances), after: verdictOf(now, circumstances) };
    const nodes = { old: old.exchanges.map(({ node }) => node), new: now.exchanges.map(({ node }) => node) };
    return { pair: this.#pair, entry, path, dimensions, cube, circumstances, verdicts, nodes };
  }
}

/** What whoever is let in comes to, which a look at requests that are refused does not show: a folder without its slash is a redirect. */
const leadsTo = (seen: FirstLook['seen'], path: string): readonly unknown[] => [
  path.endsWith('/'),
  ...seen.flat().map(({ exchanges: [first] }) => [first?.fileKind, (first?.pathInfo ?? '') === '']),
];

/** Who logs in is what people ask last. */
function orderOf(dimensions: readonly Dimension[]): readonly number[] {
  const rank = (at: number): number => (dimensions[at]!.name === 'credential' ? 1 : 0);
  return dimensions.map((_, at) => at).sort((one, other) => rank(one) - rank(other) || one - other);
}

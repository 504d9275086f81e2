import type { Exchange } from '../evaluate/exchange.js';
import type { Program } from '../evaluate/program.js';
import { type Circumstances, circumstancesOf, type Dimension, type Entry } from './circumstances.js';
import type { Comparison } from './comparison.js';
import type { Seen } from './decide.js';
import { signOf } from './difference.js';
import { dimensionsOf } from './dimensions.js';
import { bothDistinctions, type Distinctions, noDistinctions, strangeHost } from './distinctions.js';
import { choicesAmong, readDiffering, withLogins } from './hot.js';
import { readConditions, readHost, readSettings } from './read-settings.js';
import type { ServerPair } from './servers.js';
import { verdictOf } from './verdict.js';

type Both = readonly [old: Seen, now: Seen];

/** What a few requests for a path show: the sections that they come to, and what the rules of these look at. */
export class FirstLook {
  readonly #pair: ServerPair;
  readonly #comparison: Comparison;
  readonly #decide: (program: Program, circumstances: Circumstances) => Seen;
  readonly #before = noDistinctions();
  readonly #after = noDistinctions();
  readonly seen: Both[] = [];
  /** What differs, request by request, each with the kind of what the old configuration gives. */
  readonly signs: (string | undefined)[] = [];
  /** What of the values that the rules look at is left out. */
  readonly cutOff = new Set<string>();

  constructor(
    pair: ServerPair,
    comparison: Comparison,
    decide: (program: Program, circumstances: Circumstances) => Seen,
  ) {
    this.#pair = pair;
    this.#comparison = comparison;
    this.#decide = decide;
  }

  /** Looks without credentials, and with one of each kind that is taken. */
  at(entry: Entry, path: string): void {
    const { old, new: now } = this.#pair;
    readHost(old.host, old.ruleset, this.#before);
    readHost(now.host, now.ruleset, this.#after);
    const plain = circumstancesOf([], [], entry);
    this.#look(entry, path, plain);
    const [credentials] = this.dimensions(entry, []).filter(({ name }) => name === 'credential');
    for (const kind of ['ticket', 'password'] as const) {
      const choice = credentials?.choices.find(({ change }) => change.credential?.kind === kind);
      if (choice) this.#look(entry, path, { ...plain, ...choice.change });
    }
    const { unread } = this.#comparison;
    for (const what of this.#before.unread) unread.old.add(what);
    for (const what of this.#after.unread) unread.new.add(what);
  }

  #look(entry: Entry, path: string, circumstances: Circumstances): void {
    const { old, new: now } = this.#pair;
    const both: Both = [this.#decide(old, circumstances), this.#decide(now, circumstances)];
    this.seen.push(both);
    const [before, after] = both.map((each) => verdictOf(each, circumstances));
    this.signs.push(
      signOf({ before: before!, after: after! }, { entry, path, circumstances }),
      before!.target.split(' ', 2)[1],
    );
    readExchanges(old, both[0].exchanges, this.#before);
    readExchanges(now, both[1].exchanges, this.#after);
  }

  /** Whether one of the requests was decided differently. */
  differs(): boolean {
    return this.signs.some((sign, at) => at % 2 === 0 && sign !== undefined);
  }

  /** Whether paths are rewritten there, so that each has to be looked at by itself. */
  rewrites(): boolean {
    const { old, new: now } = this.#pair;
    return (
      [old, now].some(({ host }) => host.mod_rewrite.rules.length > 0) ||
      this.#exchanges().some(({ settings }) => settings.mod_rewrite?.rules !== undefined)
    );
  }

  /** Whether rules ask for paths. */
  namesPaths(): boolean {
    return this.#before.paths.size + this.#after.paths.size > 0;
  }

  /** All that requests for the path are told apart by. */
  dimensions(entry: Entry, extraMethods: readonly string[]): readonly Dimension[] {
    return this.#dimensions(entry, this.#together(extraMethods));
  }

  /** The choices among them that stand for what the two configurations say differently. */
  hot(
    entry: Entry,
    extraMethods: readonly string[],
    dimensions: readonly Dimension[],
  ): readonly ReadonlySet<number>[] {
    const { old, new: now } = this.#pair;
    const [before, after] = [old, now].map((program, at) => ({
      program,
      nodes: this.seen.flatMap((both) => both[at]!.exchanges.map(({ node }) => node)),
    }));
    const differing = readDiffering(before!, after!, this.#comparison.identities);
    const told = withLogins(differing, this.#together(extraMethods));
    return choicesAmong(dimensions, this.#dimensions(entry, told));
  }

  #dimensions(entry: Entry, told: Distinctions): readonly Dimension[] {
    const passesOn = this.seen
      .flat()
      .some(
        ({ outcome: { plan, exchange } }) =>
          plan.run === 'proxy' || plan.run === 'cgi' || exchange.proxy !== undefined,
      );
    const { files, methods } = this.#comparison;
    const { old, new: now, entries } = this.#pair;
    const reaches = (host: string): boolean => {
      const name = host.replace(/:\d*$/, '').toLowerCase();
      return [old, now].every(
        (program) => program.servers.named(entry.address, entry.port, name) === program,
      );
    };
    const { cutOff } = this;
    return dimensionsOf(told, {
      ...{ files, passesOn, methods, reaches, cutOff },
      secure: entries[0]!.secure,
    });
  }

  /** Both sides' values; bounds of bodies only where they differ. */
  #together(extraMethods: readonly string[]): Distinctions {
    const [before, after] = [this.#before, this.#after];
    const told = bothDistinctions(before, after);
    for (const length of before.lengths) if (after.lengths.has(length)) told.lengths.delete(length);
    for (const method of extraMethods) told.methods.add(method);
    const [old, now] = this.seen[0] ?? [];
    const rule = (seen: Seen | undefined) => seen?.exchanges[0]?.settings.core?.useCanonicalName;
    if (rule(old) !== rule(now)) told.hosts.add(strangeHost);
    return told;
  }

  #exchanges(): readonly Exchange[] {
    return this.seen.flat().flatMap(({ exchanges }) => exchanges);
  }
}

function readExchanges({ ruleset }: Program, exchanges: readonly Exchange[], told: Distinctions): void {
  for (const { node } of exchanges) {
    readSettings(node.settings, ruleset, told);
    readConditions(node.conditions, ruleset, told);
  }
}

import { withApache } from '../kit/apache-check.js';
import { moduleLines } from '../kit/server.js';
import { startSite } from '../kit/site.js';
import { generate } from './generate.js';
import { compareCases, type Finding } from './serve.js';
import { kindOf, shrink } from './shrink.js';
import { validCase } from './valid.js';

/** How much is made up and how it is compared. */
export interface SessionOptions {
  readonly seed: number;
  /** Only the case of this number, as its name tells it. */
  readonly only?: number;
  /** Configurations. */
  readonly count: number;
  /** Requests for each. */
  readonly requests: number;
  /** Whether findings are made small, one of each kind. */
  readonly shrinks: boolean;
  readonly progress?: (done: number) => void;
}

/** Served by one pair of servers at a time. */
const together = 25;

/** Makes configurations up, serves them on both servers and gives one small finding of each kind of difference, most frequent first. */
export async function runSession(options: SessionOptions): Promise<readonly (Finding & { times: number })[]> {
  const numbers =
    options.only === undefined
      ? Array.from({ length: options.count }, (_, at) => options.seed * 1_000_000 + at)
      : [options.only];
  const made = numbers.map((number) => generate(number, options.requests));
  const cases = await withApache(moduleLines('prefork', ['authn_anon', 'allowmethods']), (check) =>
    Promise.all(made.map((each) => validCase(each, check))),
  );
  const site = await startSite();
  try {
    const kinds = new Map<string, { first: Finding; times: number }>();
    for (let at = 0; at < cases.length; at += together) {
      for (const finding of await compareCases(site, cases.slice(at, at + together))) {
        const known = kinds.get(kindOf(finding));
        if (known) known.times += 1;
        else kinds.set(kindOf(finding), { first: finding, times: 1 });
      }
      options.progress?.(Math.min(at + together, cases.length));
    }
    const sorted = [...kinds.values()].sort((left, right) => right.times - left.times);
    const result: (Finding & { times: number })[] = [];
    for (const { first, times } of sorted)
      result.push({ ...(options.shrinks ? await shrink(site, first) : first), times });
    return result;
  } finally {
    await site.stop();
  }
}

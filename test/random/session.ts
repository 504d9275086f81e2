import { withApache } from '../kit/apache-check.js';
import { moduleLines } from '../kit/server.js';
import { startSite } from '../kit/site.js';
import type { Case } from './case.js';
import { extraModules } from './common.js';
import { generate } from './generate.js';
import { compareCases, type Finding, isOldStyle } from './serve.js';
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
export const together = 25;

/** The cases of a seed without what Apache refuses, in the batches in which they are served. */
export async function madeCases(
  options: Pick<SessionOptions, 'seed' | 'only' | 'count' | 'requests'>,
): Promise<readonly (readonly Case[])[]> {
  const numbers =
    options.only === undefined
      ? Array.from({ length: options.count }, (_, at) => options.seed * 1_000_000 + at)
      : [options.only];
  const made = numbers.map((number) => generate(number, options.requests));
  const cases = await withApache(moduleLines('prefork', [...extraModules, 'allowmethods']), (check) =>
    Promise.all(made.map((each) => validCase(each, check))),
  );
  const sorted = [...cases.filter((each) => !isOldStyle(each)), ...cases.filter(isOldStyle)];
  const starts = Array.from({ length: Math.ceil(sorted.length / together) }, (_, at) => at * together);
  return starts.map((at) => sorted.slice(at, at + together));
}

/** Makes configurations up, serves them on both servers and gives one small finding of each kind of difference, most frequent first. */
export async function runSession(options: SessionOptions): Promise<readonly (Finding & { times: number })[]> {
  const batches = await madeCases(options);
  const site = await startSite();
  try {
    const kinds = new Map<string, { first: Finding; times: number }>();
    let done = 0;
    for (const cases of batches) {
      for (const finding of await compareCases(site, cases)) {
        const known = kinds.get(kindOf(finding));
        if (known) known.times += 1;
        else kinds.set(kindOf(finding), { first: finding, times: 1 });
      }
      done += cases.length;
      options.progress?.(done);
    }
    const byFrequency = [...kinds.values()].sort((left, right) => right.times - left.times);
    const result: (Finding & { times: number })[] = [];
    for (const { first, times } of byFrequency)
      result.push({ ...(options.shrinks ? await shrink(site, first) : first), times });
    return result;
  } finally {
    await site.stop();
  }
}

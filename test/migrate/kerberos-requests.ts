import {
  type Circumstances,
  type Credential,
  type Entry,
  plainCircumstances,
} from '../../src/diff/circumstances.js';
import { decide } from '../../src/diff/decide.js';
import type { Opening, Verdict } from '../../src/diff/decision-diff.js';
import { isSame } from '../../src/diff/difference.js';
import { openingsOf } from '../../src/diff/openings.js';
import { KnownFiles } from '../../src/diff/supposed-files.js';
import { folderNames } from '../../src/diff/supposed-folders.js';
import { SupposedWorld } from '../../src/diff/supposed-world.js';
import { verdictOf } from '../../src/diff/verdict.js';
import { loadProgram } from '../../src/evaluate/program.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import type { Random } from '../kit/random.js';

const paths = ['/x.html', '/a/x.html', '/a/b/y.txt', '/a/b/c/x.html', '/d/x.html', '/d/y.txt'] as const;

const credentials: readonly Credential[] = [
  { kind: 'nobody' },
  { kind: 'bad ticket' },
  { kind: 'wrong password', user: 'alice' },
  { kind: 'ticket', user: 'alice@EXAMPLE.TEST' },
  { kind: 'ticket', user: 'bob@EXAMPLE.TEST' },
  { kind: 'ticket', user: 'carol@STRANGE.TEST' },
  { kind: 'password', user: 'alice' },
  { kind: 'password', user: 'alice@EXAMPLE.TEST' },
  { kind: 'password', user: 'carol@STRANGE.TEST' },
];

/** A request that is decided otherwise, and what of it opens. */
export interface Met {
  readonly asked: string;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly openings: readonly Opening[];
}

/** All requests that are decided otherwise, of some made up; those of one path and method bring every credential. */
export function differencesMet(
  [old, now]: readonly [Ruleset, Ruleset],
  random: Random,
  count: number,
): readonly Met[] {
  const world = new SupposedWorld(new KnownFiles(undefined), folderNames([old, now]));
  const surroundings = {
    names: { addressesOf: () => [], nameOf: () => undefined },
    typeOf: () => undefined,
    environment: {},
    machine: world.machine,
  };
  const [before, after] = [old, now].map((ruleset) => loadProgram(ruleset, surroundings));
  const met: Met[] = [];
  for (let at = 0; at < count; at += 1) {
    const entry: Entry = {
      address: '127.0.0.1',
      port: random.pick([80, 8000]),
      host: random.pick(['localhost', 'host.example.test']),
      secure: false,
    };
    const path = random.pick(paths);
    const usual = {
      ...plainCircumstances,
      method: random.pick(['GET', 'POST', 'PUT', 'OPTIONS']),
      query: random.pick([undefined, 'login', 'open']),
      address: random.pick(['10.1.2.3', '192.0.2.7']),
      defaultRealm: random.pick(['EXAMPLE.TEST', 'STRANGE.TEST']),
    };
    for (const credential of credentials) {
      const circumstances: Circumstances = { ...usual, credential };
      const [one, other] = [before!, after!].map((program) =>
        verdictOf(decide(program, { entry, path, circumstances }, world), circumstances),
      ) as [Verdict, Verdict];
      if (isSame({ before: one, after: other })) continue;
      met.push({
        asked: JSON.stringify([
          entry.host,
          entry.port,
          path,
          usual.method,
          usual.query,
          usual.address,
          usual.defaultRealm,
          credential,
        ]),
        before: one,
        after: other,
        openings: openingsOf(one, other, circumstances, () => true),
      });
    }
  }
  return met;
}

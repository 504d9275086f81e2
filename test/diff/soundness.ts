import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { diffRulesets } from '../../src/diff/diff.js';
import type { Ruleset } from '../../src/ruleset/ruleset.js';
import { load, servable } from '../../src/serve/load.js';
import { placesIn } from '../explain/supposed-site.js';
import type { Certificates } from '../kit/certificates.js';
import type { Fixture } from '../kit/fixture.js';
import { Random } from '../kit/random.js';
import { wrapConfiguration } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';
import { searchDifference } from './brute-force.js';
import { mutated } from './mutate.js';
import type { Pair } from './pairs.js';

/** What became of one mutation. */
export interface Trial {
  readonly done: string;
  readonly reported: boolean;
  /** A request that is decided differently, where one was met. */
  readonly met?: string;
}

/** Mutates a fixture's configuration again and again, and compares what diff says with requests at random. */
export function trials(
  folder: string,
  fixture: Fixture,
  certificates: () => Certificates,
  options: { readonly seed: number; readonly mutations: number; readonly requests: number },
): readonly Trial[] {
  const files = join(folder, 'files');
  const places = placesIn(folder, files, certificates);
  for (const [name, text] of Object.entries(fixture.files)) {
    mkdirSync(dirname(join(files, name)), { recursive: true });
    writeFileSync(join(files, name), fillPlaceholders(text, places), 'latin1');
  }
  mkdirSync(join(folder, 'htdocs'), { recursive: true });
  mkdirSync(join(folder, 'cgi-bin'), { recursive: true });
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
  const configuration = fillPlaceholders(fixture.configuration, places);
  const extraModules = [...fixture.modules, ...(fixture.servers.includes('apache') ? [] : ['auth_kerb'])];
  const rulesetOf = (text: string): Ruleset | undefined =>
    servable(
      load(
        { path: join(folder, 'httpd.conf'), text: wrapConfiguration(folder, 8000, { extraModules }, text) },
        { serverRoot: folder, defines: [], before: [], after: [], environment: {} },
      ),
    );
  const old = rulesetOf(configuration);
  if (!old) throw new Error(`${fixture.name} is not served`);
  const random = new Random(options.seed);
  const found: Trial[] = [];
  for (let tries = 0; found.length < options.mutations && tries < options.mutations * 4; tries++) {
    const mutation = mutated(configuration, random);
    const now = mutation && rulesetOf(mutation.text);
    if (!mutation || !now) continue;
    const { changed } = diffRulesets(old, now, { readFile: readText });
    const material = {
      configuration: `${configuration}\n${mutation.text}`,
      requests: fixture.requests,
      readFile: readText,
    };
    const met = changed ? undefined : searchDifference([old, now], material, random, options.requests);
    found.push({ done: mutation.done, reported: changed, ...(met && { met: JSON.stringify(met) }) });
  }
  return found;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}

/** Configurations of pairs, which have no requests of their own, in the form of fixtures. */
export function pairsAsFixtures(pairs: readonly Pair[], like: Fixture): readonly Fixture[] {
  return pairs.flatMap(({ name, old, new: now }) =>
    ([old, now] as const).map((text, at) => ({
      ...like,
      name: `${name}-${at === 0 ? 'old' : 'new'}`,
      configuration: text.replace(/^(?:Listen|ServerName|LoadModule) .*\n/gm, ''),
      files: {},
      modules: [],
      servers: ['kerbgate'],
    })),
  );
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Certificates, makeCertificates } from '../kit/certificates.js';
import { readFixtures } from '../kit/fixture.js';
import { Random } from '../kit/random.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { makeUpstreamCertificates } from '../kit/upstream-certificates.js';
import { overlappingSections } from './overlapping-sections.js';
import { readPairs } from './pairs.js';
import { pairsAsFixtures, trials } from './soundness.js';

// A change that diff does not see is a mistake: each configuration that is compared with Apache gets one line changed, and where diff says
// that nothing differs, requests at random must not find anything either.

/** Configurations of every kind of rule, quick to compare. */
const names = /^(?:a-|c1|e4|f2|h1|m9|n2|v4|x1|z1)/;

const fixtures = readFixtures('conformance').filter(
  ({ name, servers }) => names.test(name) && servers.includes('kerbgate'),
);

let folder = '';
let made: Certificates | undefined;
const certificates = (): Certificates => {
  if (made === undefined) {
    made = makeCertificates(join(folder, 'tls'));
    makeUpstreamCertificates(made.folder);
  }
  return made;
};

beforeAll(() => {
  folder = makeScratch('soundness');
});
afterAll(() => dropScratch(folder));

const found: { readonly reported: boolean }[] = [];

describe('no change of one line is missed', () => {
  test.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('%s', (name, fixture) => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const results = trials(own, fixture, certificates, { seed: 3, mutations: 3, requests: 400 });
    found.push(...results);
    expect(results.filter(({ met }) => met !== undefined)).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });

  test('of those that migrations make', () => {
    const pairs = readPairs().filter(({ name }) => /^(?:kerb-to-gssapi|order-to-require)/.test(name));
    expect(pairs.length).toBeGreaterThan(30);
    for (const fixture of pairsAsFixtures(pairs, fixtures[0]!)) {
      const own = join(folder, fixture.name);
      mkdirSync(own, { recursive: true });
      const results = trials(own, fixture, certificates, { seed: 5, mutations: 2, requests: 150 });
      found.push(...results);
      expect([fixture.name, results.filter(({ met }) => met !== undefined)]).toEqual([fixture.name, []]);
    }
  });

  test('of sections that lie over each other', () => {
    const random = new Random(11);
    for (const fixture of overlappingSections(random, 30, fixtures[0]!)) {
      const own = join(folder, fixture.name);
      mkdirSync(own, { recursive: true });
      const results = trials(own, fixture, certificates, { seed: 7, mutations: 4, requests: 200 });
      found.push(...results);
      const missed = results.filter(({ met }) => met !== undefined);
      expect([missed.length > 0 ? fixture.configuration : '', missed]).toEqual(['', []]);
    }
  });

  test('most of the changes are seen', () => {
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(({ reported }) => reported).length).toBeGreaterThan(found.length / 2);
  });
});

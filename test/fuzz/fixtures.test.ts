import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '../../src/syntax/parse.js';
import { print } from '../../src/syntax/print.js';
import { fixtureConfigurations, fixtureFiles } from './fixture-texts.js';
import { throughEverything } from './pipeline.js';

describe('every fixture', () => {
  const files = fixtureFiles();
  const configurations = fixtureConfigurations();

  test('is found', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(configurations.length).toBeGreaterThan(600);
  });

  test.each(files.map(({ name, text }) => [name, text]))('%s prints as it is', (_, text) => {
    expect(print(parseConfig({ path: 'fixture', text }).value) === text).toBe(true);
  });

  test('goes through everything there is for configurations', () => {
    for (const { text } of configurations) throughEverything(text);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { MacroPlace, type MacroVerdict } from './macro-place.js';

/**
 * Configurations with macros, each followed by what httpd says of it: mod_macro's warnings with `~`, then the refusal or OK with `=`. The
 * table is made by real Apache: with UPDATE_FIXTURES=1 the second test writes it anew.
 */
const path = new URL('../../fixtures/bind/macros.txt', import.meta.url);
const divider = '\n----\n';
const cases = readFileSync(path, 'latin1').trimEnd().split(divider).map(readCase);

interface Case {
  readonly title: string;
  readonly configuration: string;
  readonly said: readonly string[];
}

function readCase(text: string): Case {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => /^[~=] /.test(line));
  const end = first === -1 ? lines.length : first;
  const title = lines.slice(0, end).join(' / ');
  return { title, configuration: `${lines.slice(0, end).join('\n')}\n`, said: lines.slice(end) };
}

const told = ({ warnings, verdict }: MacroVerdict): readonly string[] => [
  ...warnings.map((warning) => `~ ${warning}`),
  `= ${verdict}`,
];

describe('macros', () => {
  const place = new MacroPlace();
  afterAll(() => place.remove());

  test.each(cases)('$title', ({ configuration, said }) => {
    expect(told(place.ours(configuration))).toEqual(said);
  });

  test('are taken and refused as by real Apache', () => {
    const found = cases.map(
      ({ configuration }) => [configuration, told(place.apache(configuration))] as const,
    );
    if (process.env.UPDATE_FIXTURES) {
      const texts = found.map(([configuration, said]) => `${configuration}${said.join('\n')}`);
      writeFileSync(path, `${texts.join(divider)}\n`, 'latin1');
    } else expect(found.map(([, said]) => said)).toEqual(cases.map(({ said }) => said));
  });
});

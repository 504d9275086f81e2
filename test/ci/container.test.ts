import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { projectFolder } from '../kit/project.js';

const text = readFileSync(join(projectFolder, 'Containerfile'), 'utf8');

interface Instruction {
  readonly keyword: string;
  readonly words: readonly string[];
}

/** Instructions with their lines joined, stage by stage. */
const stages: readonly (readonly Instruction[])[] = text
  .replace(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split(/^(?=FROM )/m)
  .slice(1)
  .map((stage) =>
    stage
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.trim().split(/\s+/))
      .map(([keyword = '', ...words]) => ({ keyword, words })),
  );
const last = stages.at(-1)!;

describe('the container file', () => {
  test('is one, as far as a parser tells', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(text.replace('COPY bin bin', 'COPY bin'))).not.toEqual([]);
  });

  test('takes what is there', () => {
    const sources = stages
      .flat()
      .filter(({ keyword, words }) => keyword === 'COPY' && !words[0]!.startsWith('--from='))
      .flatMap(({ words }) => words.slice(0, -1));
    expect(sources).toContain('package-lock.json');
    expect(sources.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([]);
  });

  test('runs kerbgate as nobody with rights, without what it was built with', () => {
    expect(stages).toHaveLength(2);
    expect(last.findLast(({ keyword }) => keyword === 'USER')?.words).toEqual(['33:33']);
    expect(last.findLast(({ keyword }) => keyword === 'ENTRYPOINT')?.words).toEqual(['["kerbgate"]']);
    const installed = last.filter(({ keyword }) => keyword === 'RUN').flatMap(({ words }) => words);
    expect(installed).toContain('libgssapi-krb5-2');
    expect(installed).toContain('--no-install-recommends');
    for (const tool of ['npm', 'gcc', 'g++', 'make', 'build-essential', 'git'])
      expect(installed).not.toContain(tool);
  });
});

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { projectFolder } from '../kit/project.js';
import { dropScratch, makeScratch } from '../kit/scratch.js';
import { patience } from '../kit/wait.js';

const folder = makeScratch('migrate-readme');
afterAll(() => dropScratch(folder));

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const [, shown = ''] =
  /<!-- migration:start -->\n```\n([\s\S]*?)```\n<!-- migration:end -->/.exec(readme) ?? [];

/** The commands of the README, each with the parts of what it prints that are shown. */
const runs = shown
  .split(/^\$ /m)
  .slice(1)
  .map((part) => {
    const [command = '', ...lines] = part.split('\n');
    return { words: command.split(' ').slice(1), parts: lines.join('\n').split('…\n').filter(Boolean) };
  });

test('the migration of the README is that of a real run', () => {
  const old = runs[0]!.parts[0]!.split('\n').filter((line) => /^[ -](?!-- )/.test(line));
  writeFileSync(join(folder, 'wiki.conf'), old.map((line) => `${line.slice(1)}\n`).join(''));
  const codes = runs.map(({ words, parts }) => {
    const program = join(projectFolder, 'bin/kerbgate');
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...words], {
      cwd: folder,
      encoding: 'utf8',
      timeout: patience,
    });
    const places = parts.map((part) => `${stdout}${stderr}`.indexOf(part));
    expect({ words, parts, places: places.toSorted((left, right) => left - right) }).toEqual({
      words,
      parts,
      places,
    });
    expect(places).not.toContain(-1);
    return status;
  });
  expect(codes).toEqual([1, 0, 0]);
});

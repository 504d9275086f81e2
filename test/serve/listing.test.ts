import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeStage, type Stage } from './processes.js';

let stage: Stage;

beforeAll(async () => {
  stage = await makeStage();
  const folder = join(stage.folder, 'htdocs', 'many');
  mkdirSync(folder);
  for (let at = 0; at < 10_000; at++) writeFileSync(join(folder, `file-${at}.txt`), '');
  const file = stage.configure(
    [
      'LoadModule autoindex_module modules/mod_autoindex.so',
      `<Directory ${stage.folder}/htdocs>`,
      '  Options Indexes',
      '  IndexOptions FancyIndexing VersionSort',
      '</Directory>',
    ].join('\n'),
  );
  await stage.start(['serve', file]);
});

afterAll(() => stage.close());

describe('a folder of 10,000 files', () => {
  test('is listed whole and in order', async () => {
    const response = await fetch(`http://127.0.0.1:${stage.port}/many/`);
    const names = [...(await response.text()).matchAll(/href="(file-[^"]*)"/g)].map(([, name]) => name);
    expect(names).toEqual(Array.from({ length: 10_000 }, (_, at) => `file-${at}.txt`));
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { modules } from '../../src/directives/index.js';
import { directivesText } from '../../src/reference/modules.js';
import { type Listed, listByApache, readListing } from './apache-directives.js';

/** `apache2 -L` of the modules defined here, made by real Apache: UPDATE_FIXTURES=1 writes it anew. */
const path = new URL('../../fixtures/bind/apache-directives.tsv', import.meta.url);
const head = 'name\tfile\tusage\tplaces';
const line = ({ name, file, usage, places }: Listed) => [name, file, usage, places].join('\t');
const mpms = ['event', 'worker', 'prefork'] as const;

/** Modules of httpd that have no definitions here, and ours that Debian does not ship. */
const notOurs = new Set(['mod_watchdog.c', 'mod_logio.c']);
const notDebians = 'mod_auth_kerb.c';

const recorded = () => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);

function byApache(): readonly string[] {
  const lines = mpms.flatMap((mpm) => listByApache(mpm).map(line));
  return [...new Set(lines)].sort();
}

function ours(): readonly string[] {
  const loaded = new Set<string>(modules.map(({ name }) => name));
  const lines = mpms.flatMap((mpm) => readListing(directivesText({ loaded, mpm })));
  return [...new Set(lines.filter(({ file }) => file !== notDebians).map(line))].sort();
}

describe('what `apache2 -L` lists', () => {
  test('is recorded as the installed Apache lists it', () => {
    const found = byApache();
    expect(found.length).toBeGreaterThan(250);
    if (process.env.UPDATE_FIXTURES) writeFileSync(path, `${[head, ...found].join('\n')}\n`);
    else expect(found).toEqual(recorded());
  });

  test('has the name, usage and places of every definition, and no other', () => {
    const theirs = recorded().filter((each) => !notOurs.has(each.split('\t')[1]!));
    expect(ours()).toEqual(theirs);
  });
});

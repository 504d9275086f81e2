import { expect, test } from '@jest/globals';
import { knownModules } from '../../src/directives/index.js';
import { directivesText } from '../../src/reference/modules.js';
import { type Listed, listByApache, readListing } from './apache-directives.js';

/** Of modules that Debian does not ship. */
const notDebians = 'mod_auth_kerb.c';

const inOrder = (listed: readonly Listed[]) =>
  listed.map(({ name, file, usage, places }) => [file, name, usage, places].join('\t')).sort();

test.each([
  ['event', 'mod_cgi'],
  ['worker', 'mod_cgi'],
  ['prefork', 'mod_cgid'],
] as const)('-L lists what `apache2 -L` lists with all modules and the MPM %s', (mpm, without) => {
  const loaded = new Set(knownModules().map(({ name }) => name));
  loaded.delete(without);
  const ours = readListing(directivesText({ loaded, mpm })).filter(({ file }) => file !== notDebians);
  const theirs = inOrder(listByApache(mpm));
  expect(theirs.length).toBeGreaterThan(740);
  expect(inOrder(ours)).toEqual(theirs);
});

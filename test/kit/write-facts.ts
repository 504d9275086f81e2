// npm run facts: writes what the installed Apache says of its directives.
import { writeFileSync } from 'node:fs';
import type { ModuleFacts } from '../../src/directives/known/facts.js';
import { withApache } from './apache-check.js';
import { factsPath, factsText, installedModules, loadable, withPlaces } from './facts.js';
import { forbiddenPlaces } from './forbidden-places.js';

const modules = installedModules();
const [prefork, others] = [modules.filter(isPrefork), modules.filter((module) => !isPrefork(module))];
const notIn = await withApache(loadable(), (check) => forbiddenPlaces(others, check));
const inPrefork = await withApache(loadable('prefork', 'cgi'), (check) => forbiddenPlaces(prefork, check));
writeFileSync(factsPath, factsText(withPlaces(modules, new Map([...inPrefork, ...notIn]))));

function isPrefork({ name }: ModuleFacts): boolean {
  return name === 'prefork';
}

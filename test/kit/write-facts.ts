// npm run facts: writes what the installed Apache says of its directives.
import { writeFileSync } from 'node:fs';
import { withApache } from './apache-check.js';
import { factsPath, factsText, installedModules, loadable, withPlaces } from './facts.js';
import { forbiddenPlaces } from './forbidden-places.js';

const modules = installedModules();
const notIn = await withApache(loadable(), (check) => forbiddenPlaces(modules, check));
writeFileSync(factsPath, factsText(withPlaces(modules, notIn)));

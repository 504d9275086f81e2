import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's top folder, found from this file both in the sources and in dist/. */
export const projectFolder: string = findUp(dirname(fileURLToPath(import.meta.url)));

function findUp(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('no package.json above the test kit');
  return findUp(parent);
}

/** A compiled file of the project, such as `test/kit/token-maker.js`; throws when `npm run build` has not made it. */
export function compiled(path: string): string {
  const file = join(projectFolder, 'dist', path);
  if (!existsSync(file)) throw new Error(`${file} is missing: run "npm run build" first`);
  return file;
}

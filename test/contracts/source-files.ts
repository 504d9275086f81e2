import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { projectFolder } from '../kit/project.js';

/** One file of the project; `path` is relative to the project with slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** An import or re-export of a file, types included. */
export interface Import {
  readonly from: string;
  /** A project path for relative imports, else the package or `node:` name as written. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const skipped = new Set(['node_modules', 'dist', '.git', 'kerberos-client']);

/** All files below the given folders whose names fit, in order of their paths. */
export function projectFiles(folders: readonly string[], names: RegExp): readonly ProjectFile[] {
  return folders
    .flatMap((folder) => pathsBelow(folder))
    .filter((path) => names.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectFolder, path), 'utf8') }));
}

function pathsBelow(folder: string): readonly string[] {
  return readdirSync(join(projectFolder, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : pathsBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

const statement =
  /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)(\.\w+)?/gm;

/** Every import of a TypeScript file; `import('…').Name` in a type counts as a type import. */
export function importsOf({ path, text }: ProjectFile): readonly Import[] {
  return [...text.matchAll(statement)].map(([, type, statically, dynamically, member]) => {
    const specifier = statically ?? dynamically ?? '';
    return {
      from: path,
      to: resolved(path, specifier),
      typeOnly: type !== undefined || member !== undefined,
    };
  });
}

function resolved(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

// Compiles the tree into dist/, dropping what is left there of files that are gone.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

function dropOrphans(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) dropOrphans(path);
    else if (/\.js$/.test(entry.name)) {
      const source = join(root, relative(dist, path).replace(/\.js$/, '.ts'));
      if (!existsSync(source)) for (const file of [path, `${path}.map`]) rmSync(file, { force: true });
    }
  }
}

if (existsSync(dist)) dropOrphans(dist);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' });
process.exit(result.status ?? 1);

// Compiles the tree into dist/, dropping what is left there of files that are gone.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/**
 * chevrotain as a package is some 600 modules, which take a quarter of a second to load; it brings the same code in one file,
 * which takes a hundredth. The grammar is the only folder that imports it.
 */
function takeParserInOneFile() {
  const grammar = join(dist, 'grammar');
  copyFileSync(
    join(root, 'node_modules', 'chevrotain', 'lib', 'chevrotain.mjs'),
    join(grammar, 'chevrotain.mjs'),
  );
  for (const name of readdirSync(grammar).filter((each) => each.endsWith('.js'))) {
    const text = readFileSync(join(grammar, name), 'utf8');
    const rewritten = text.replaceAll(`from 'chevrotain'`, `from './chevrotain.mjs'`);
    if (rewritten !== text) writeFileSync(join(grammar, name), rewritten);
  }
}

if (existsSync(dist)) dropOrphans(dist);
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const result = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json')], { stdio: 'inherit' });
takeParserInOneFile();
process.exit(result.status ?? 1);

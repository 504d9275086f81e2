// npm run differential: compares our `httpd -t` with `apache2 -t` on generated configurations, or on all files of a folder.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Configuration, testedFile } from './configuration.js';
import { exceptions } from './exceptions.js';
import { generate } from './generate.js';
import { compareAll, report } from './session.js';

const usage = 'npm run differential -- [--count N] [--seed N] [--workers N] [--whole] | --files DIR\n';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '2' },
    files: { type: 'string' },
    whole: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function generated(): readonly Configuration[] {
  return Array.from({ length: Number(values.count) }, (_, at) =>
    generate(Number(values.seed) * 1_000_000 + at),
  );
}

/** Every file below a folder whose name tells of a configuration. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path) : [path]))
    .filter((path) => /\.(?:conf|htaccess|load)$/.test(path));
}

function ofFiles(folder: string): readonly Configuration[] {
  return filesBelow(folder).map((path) => ({
    name: path,
    modules: 'all',
    defines: [],
    files: { [testedFile]: textFor(path) },
  }));
}

/** A file for folders is compared inside of one. */
function textFor(path: string): string {
  const text = readFileSync(path, 'latin1').replaceAll('{DIR}', '{dir}');
  return path.endsWith('.htaccess') ? `<Directory /srv>\n${text}\n</Directory>\n` : text;
}

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const configurations = values.files === undefined ? generated() : ofFiles(values.files);
  const started = Date.now();
  const { asked, findings, excused } = await compareAll(configurations, {
    workers: Number(values.workers),
    small: !values.whole,
    progress: (done) => process.stderr.isTTY && process.stderr.write(`\r${done}/${configurations.length} `),
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  for (const finding of [...findings].sort((left, right) => right.times - left.times))
    process.stdout.write(`${report(finding)}\n\n`);
  for (const { id, reason } of exceptions)
    process.stdout.write(
      `${excused.get(id) ?? 'never'} ${excused.has(id) ? 'times ' : ''}excused: ${id} (${reason})\n`,
    );
  const differing = findings.reduce((sum, { times }) => sum + times, 0);
  process.stdout.write(
    `${configurations.length} configurations, asked ${asked} times in ${seconds} s: ${differing} differences of ${findings.length} kinds\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();

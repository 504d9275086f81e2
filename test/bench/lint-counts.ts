import { lintTargets } from '../../src/cli/lint-input.js';
import { inspect } from '../../src/lint/inspect.js';
import { loadPart } from '../../src/lint/part.js';
import { lintRules } from '../../src/lint/rules/index.js';
import { siteOf } from '../../src/lint/site.js';
import { readSource } from '../../src/serve/load.js';

// Counts what each rule finds in the configurations of a folder, each linted on its own, as a table like that of lint-judgement.md:
//   node dist/test/bench/lint-counts.js FOLDER

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder of configurations');

const ids = new Set(lintRules.map(({ id }) => id));
const active = lintRules.map((rule) => ({ rule, severity: rule.severity }));
const counts = new Map<string, number>();
const targets = lintTargets([folder], []);
const started = performance.now();
for (const { path } of targets) {
  const options = { defines: [], before: [], after: [], environment: {}, mayBePart: true };
  const { findings } = inspect(siteOf(loadPart(readSource(path), options)), active, ids);
  for (const { id } of findings) counts.set(id, (counts.get(id) ?? 0) + 1);
}
const took = ((performance.now() - started) / 1000).toFixed(1);

const rows = lintRules.map(
  ({ id, severity, strict }) =>
    `| ${id} | ${severity} | ${strict ? 'strict' : 'recommended'} | ${counts.get(id) ?? 0} |`,
);
const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
process.stdout.write(
  `${['| rule | severity | preset | findings |', '|---|---|---|---|', ...rows].join('\n')}\n\n` +
    `${targets.length} files, ${all} findings, ${took} s\n`,
);

// Writes the JSON Schemas of the ruleset, of explanations, decision diffs and migrations from their types; with --print it only prints them.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('../..', import.meta.url);

const schemas = [
  { type: 'Ruleset', source: 'src/ruleset/ruleset.ts', file: 'src/ruleset/ruleset.schema.json' },
  { type: 'Explanation', source: 'src/explain/explanation.ts', file: 'src/explain/explanation.schema.json' },
  { type: 'DiffResult', source: 'src/diff/decision-diff.ts', file: 'src/diff/decision-diff.schema.json' },
  {
    type: 'MigrationReport',
    source: 'src/migrate/migration-report.ts',
    file: 'src/migrate/migration-report.schema.json',
  },
];

for (const { type, source, file } of schemas) {
  const schema = createGenerator({
    path: fileURLToPath(new URL(source, root)),
    tsconfig: fileURLToPath(new URL('tsconfig.json', root)),
    type,
    skipTypeCheck: true,
    sortProps: true,
  }).createSchema(type);
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.argv.includes('--print')) process.stdout.write(text);
  else writeFileSync(new URL(file, root), text);
}

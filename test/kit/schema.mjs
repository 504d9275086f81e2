// Writes the JSON Schema of the ruleset from its types; with --print it only prints it.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const root = new URL('../..', import.meta.url);

const schema = createGenerator({
  path: fileURLToPath(new URL('src/ruleset/ruleset.ts', root)),
  tsconfig: fileURLToPath(new URL('tsconfig.json', root)),
  type: 'Ruleset',
  skipTypeCheck: true,
  sortProps: true,
}).createSchema('Ruleset');

const text = `${JSON.stringify(schema, null, 2)}\n`;

if (process.argv.includes('--print')) process.stdout.write(text);
else writeFileSync(new URL('src/ruleset/ruleset.schema.json', root), text);

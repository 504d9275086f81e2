import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fixture, parseFixture } from './fixture.js';
import { projectFolder } from './project.js';

/**
 * The recorded answers of mod_auth_kerb as fixtures for kerbgate alone: one for each configuration, with every request of
 * the first case and the answers that its own table changes.
 */
export function readOracle(): readonly Fixture[] {
  const text = readFileSync(join(projectFolder, 'fixtures', 'kerb', 'mod_auth_kerb-5.4.txt'), 'utf8');
  const cases = text
    .split(/^==== /m)
    .slice(1)
    .map(parseCase);
  const common = cases[0]?.answers ?? new Map<string, string>();
  return cases.map(({ name, directives, answers }) => {
    const rows = [...common].map(([request, answer]) => `${request} => ${answers.get(request) ?? answer}`);
    const table = rows.filter((row) => !row.endsWith('=> unknown'));
    return parseFixture(name, `${around(directives)}==== requests to kerbgate only\n${table.join('\n')}\n`);
  });
}

interface OracleCase {
  readonly name: string;
  readonly directives: string;
  /** Expectations by request, both as written. */
  readonly answers: ReadonlyMap<string, string>;
}

function parseCase(text: string): OracleCase {
  const [head = '', table = ''] = text.split(/^----\n/m);
  const [name = '', ...directives] = head.trimEnd().split('\n');
  const pairs = table
    .split('\n')
    .filter((row) => row !== '')
    .map((row): [string, string] => {
      const [request = '', answer = ''] = row.split(' => ');
      return [request, answer];
    });
  return { name, directives: directives.join('\n'), answers: new Map(pairs) };
}

function around(directives: string): string {
  return `ScriptAlias /cgi-bin/ {CGI}/\n<Location /cgi-bin/env>\n${directives}\n</Location>\n`;
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { HostNames } from '../evaluate/host-addresses.js';
import type { Surroundings } from '../evaluate/program.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { thisMachine } from './machine.js';
import { StartProblem } from './start-problem.js';
import { serverBanner } from './version.js';

/**
 * Reads what evaluation wants to know of the machine: the list of media types and the environment. A TypesConfig that cannot be read
 * throws StartProblem, as httpd does not start then; without one the system's usual list is taken if there is any.
 */
export function surroundingsOf({ modules, host }: Ruleset, names: HostNames): Surroundings {
  const types = modules.includes('mod_mime') ? readTypes(host.core) : new Map<string, string>();
  return {
    typeOf: (extension) => types.get(extension),
    environment: process.env,
    machine: thisMachine(serverBanner(host.core.serverTokens)),
    names,
  };
}

function readTypes(core: Ruleset['host']['core']): ReadonlyMap<string, string> {
  if (core.typesConfig !== undefined) {
    const text = readText(core.typesConfig);
    if (text !== undefined) return parseTypes(text);
    throw new StartProblem([`AH01597: could not open mime types config file ${core.typesConfig}.`]);
  }
  const usual = [
    resolve(core.serverRoot, 'mime.types'),
    resolve(core.serverRoot, 'conf/mime.types'),
    '/etc/mime.types',
  ];
  for (const path of usual) {
    const text = readText(path);
    if (text !== undefined) return parseTypes(text);
  }
  return new Map();
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(Buffer.from(path, 'latin1'), 'latin1');
  } catch {
    return undefined;
  }
}

/** Lines of a type and its extensions; of two lines for one extension the later counts. */
function parseTypes(text: string): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue;
    const [type, ...extensions] = line.trim().split(/\s+/);
    for (const extension of extensions) types.set(extension.toLowerCase(), type!);
  }
  return types;
}

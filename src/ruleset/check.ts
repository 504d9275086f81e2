import { expressionProblem } from './expression-support.js';
import { expressionsIn } from './expressions-in.js';
import { regexProblem } from './regex.js';
import type { Ruleset } from './ruleset.js';

/**
 * What the schema cannot say about a ruleset: section numbers are unique, origins name a file, patterns and expressions can be run, texts are
 * byte strings. Gives one message for each fault.
 */
export function checkRuleset(ruleset: Ruleset): readonly string[] {
  const problems: string[] = [];
  const ids = new Set<number>();
  const open: (readonly [string, unknown])[] = [['', ruleset]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string') checkText(path, value, problems);
    if (typeof value !== 'object' || value === null) continue;
    checkObject(path, value, ruleset.files.length, ids, problems);
    for (const [key, inner] of Object.entries(value).reverse()) open.push([`${path}/${key}`, inner]);
  }
  const { host, virtualHosts, authnAliases, authzAliases } = ruleset;
  for (const expression of expressionsIn([host, virtualHosts, authnAliases, authzAliases])) {
    const problem = expressionProblem(expression);
    if (problem) problems.push(`an expression cannot be used: ${problem.message}`);
  }
  return problems;
}

function checkText(path: string, text: string, problems: string[]): void {
  if (/[^\u0000-\u00ff]/.test(text))
    problems.push(`${path} holds characters beyond one byte: write UTF-8 byte by byte`);
}

function checkObject(path: string, value: object, files: number, ids: Set<number>, problems: string[]): void {
  const { id, title, file, line, column, pattern, flags } = value as Readonly<Record<string, unknown>>;
  if (typeof id === 'number' && typeof title === 'string') {
    if (ids.has(id)) problems.push(`${path}/id ${id} is given to two sections`);
    ids.add(id);
  }
  if (typeof file === 'number' && typeof line === 'number' && typeof column === 'number')
    checkOrigin(path, file, line, column, files, problems);
  if (typeof pattern === 'string' && typeof flags === 'string') {
    const problem = regexProblem({ pattern, flags });
    if (problem !== undefined) problems.push(`${path} holds a pattern that cannot be used: ${problem}`);
  }
}

function checkOrigin(
  path: string,
  file: number,
  line: number,
  column: number,
  files: number,
  problems: string[],
): void {
  const whole = [file, line, column].every(Number.isInteger);
  if (!whole || file < 0 || file >= files || line < 1 || column < 1)
    problems.push(`${path} is no place in one of the ${files} files`);
}

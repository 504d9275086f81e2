import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Diagnostic, Staged } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { checkRuleset } from './check.js';
import { deepFreeze } from './freeze.js';
import { printJson } from './print-json.js';
import type { Ruleset } from './ruleset.js';

/** The ruleset as JSON text: indented, in plain ASCII, the same for equal rulesets. */
export function toJson(ruleset: Ruleset): string {
  return printJson(ruleset);
}

/**
 * Reads a ruleset that `toJson` or a person wrote. Anything that is not exactly a ruleset refuses it whole: there is no value
 * then, and a diagnostic for each thing that is wrong.
 */
export function fromJson(text: string, path: string): Staged<Ruleset | undefined> {
  const file: SourceFile = { path, text };
  const parsed = parse(text);
  if ('problem' in parsed) return refused([finding(file, 'bad-json', parsed.problem, parsed.at)]);
  const validate = validator();
  if (!validate(parsed.value)) return refused(shapeFindings(file, validate.errors ?? []));
  const findings = checkRuleset(parsed.value).map((message) => finding(file, 'bad-ruleset', message));
  return findings.length > 0 ? refused(findings) : { value: deepFreeze(parsed.value), diagnostics: [] };
}

function refused(diagnostics: readonly Diagnostic[]): Staged<undefined> {
  return { value: undefined, diagnostics };
}

function parse(
  text: string,
): { readonly value: unknown } | { readonly problem: string; readonly at: number } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no JSON';
    return { problem: `this is no JSON: ${message}`, at: Number(/position (\d+)/.exec(message)?.[1] ?? 0) };
  }
}

let compiled: ValidateFunction<Ruleset> | undefined;

function validator(): ValidateFunction<Ruleset> {
  compiled ??= new Ajv({ allErrors: false, allowUnionTypes: true }).compile<Ruleset>(readSchema());
  return compiled;
}

/** The schema lies beside this file in the sources and is found from dist/ too. */
function readSchema(): object {
  const beside = new URL('./ruleset.schema.json', import.meta.url);
  const fromDist = new URL('../../../src/ruleset/ruleset.schema.json', import.meta.url);
  const text = readIfThere(beside) ?? readFileSync(fromDist, 'utf8');
  return JSON.parse(text) as object;
}

function readIfThere(url: URL): string | undefined {
  try {
    return readFileSync(url, 'utf8');
  } catch {
    return undefined;
  }
}

const mostFindings = 10;

/** A union that does not fit gives an error for each of its members: only the deepest say what was meant. */
function shapeFindings(file: SourceFile, errors: readonly ErrorObject[]): readonly Diagnostic[] {
  const depth = (error: ErrorObject) => error.instancePath.split('/').length;
  const deepest = Math.max(...errors.map(depth));
  const messages = errors.filter((error) => depth(error) === deepest).map(describe);
  return [...new Set(messages)]
    .slice(0, mostFindings)
    .map((message) => finding(file, 'bad-ruleset', message));
}

function describe({ instancePath, message = 'does not fit', params, keyword }: ErrorObject): string {
  const detail =
    keyword === 'additionalProperties'
      ? `: ${String(params.additionalProperty)}`
      : keyword === 'enum' || keyword === 'const'
        ? `: ${JSON.stringify(params.allowedValues ?? params.allowedValue)}`
        : '';
  return `${instancePath || 'the ruleset'} ${message}${detail}`;
}

function finding(file: SourceFile, code: string, message: string, at = 0): Diagnostic {
  return {
    code,
    severity: 'error',
    stage: 'read',
    span: { file, start: at, end: at },
    message,
    hint: 'write rulesets with kerbgate compile',
  };
}

import { Ajv, type ErrorObject } from 'ajv';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { nearest } from '../directives/nearest.js';
import type { Severity } from '../source/diagnostic.js';
import { positionAt } from '../source/file.js';
import { globMatcher } from './glob.js';
import type { LintRule } from './rule.js';
import type { ActiveRule } from './run.js';

export type RuleLevel = Severity | 'off';

/** What a configuration file of the linter says. */
export interface LintSettings {
  readonly $schema?: string;
  readonly preset?: 'recommended' | 'strict' | 'none';
  readonly rules?: Readonly<Record<string, RuleLevel>>;
  /** Later ones win. Paths are relative to the file. */
  readonly overrides?: readonly {
    readonly files: readonly string[];
    readonly rules: Readonly<Record<string, RuleLevel>>;
  }[];
  /** Files that are not looked at. */
  readonly ignore?: readonly string[];
  readonly failLevel?: Severity | 'none';
  readonly maxWarnings?: number;
}

/** Names that such a file may have, the first one found counts. */
export const settingsNames = ['kerbgate.json', '.kerbgaterc.json'] as const;

const levels = { enum: ['off', 'note', 'warning', 'error'] } as const;
const paths = { type: 'array', items: { type: 'string', minLength: 1 } } as const;

/** The JSON schema of the file. */
export function settingsSchema(rules: readonly LintRule[]): Readonly<Record<string, unknown>> {
  const properties = Object.fromEntries(
    rules.map(({ id, summary }) => [id, { ...levels, description: summary }]),
  );
  const ruleLevels = { type: 'object', properties, additionalProperties: false };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      preset: { enum: ['recommended', 'strict', 'none'] },
      rules: ruleLevels,
      overrides: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files', 'rules'],
          properties: { files: { ...paths, minItems: 1 }, rules: ruleLevels },
        },
      },
      ignore: paths,
      failLevel: { enum: ['error', 'warning', 'note', 'none'] },
      maxWarnings: { type: 'integer', minimum: 0 },
    },
  };
}

/** So many mistakes of a file are told. */
const mostProblems = 10;

/** Reads settings; `problem` says what is wrong and where. */
export function readSettings(
  text: string,
  path: string,
  rules: readonly LintRule[],
):
  | { readonly settings: LintSettings; readonly problem?: never }
  | { readonly problem: string; readonly settings?: never } {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for what is inside.
    if ((error as Error).name !== 'RangeError') throw error;
    return { problem: `${path}: this is nested too deeply` };
  }
  const placed = (offset: number, said: string): string => {
    const { line, column } = positionAt({ path, text }, offset);
    return `${path}:${line}:${column}: ${said}`;
  };
  const [first] = errors;
  if (first || !root) return { problem: placed(first?.offset ?? 0, `this is no JSON: ${expected(first)}`) };
  const value: unknown = getNodeValue(root);
  const check = new Ajv({ allErrors: true }).compile<LintSettings>(settingsSchema(rules));
  if (check(value)) return { settings: value };
  const problems = (check.errors ?? []).map((error) =>
    placed(offsetOf(error, root), errorText(error, rules)),
  );
  const left = problems.length - mostProblems;
  return {
    problem: [...problems.slice(0, mostProblems), ...(left > 0 ? [`and ${left} more`] : [])].join('; '),
  };
}

/** What the parser says, such as `CommaExpected`, in words. */
function expected(error: ParseError | undefined): string {
  if (!error) return 'value expected';
  return printParseErrorCode(error.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
}

/** Where the text is that an error is about: a name that is not known, or else a value. */
function offsetOf({ instancePath, params }: ErrorObject, root: Node): number {
  const name = (params as { readonly additionalProperty?: string }).additionalProperty;
  const words = instancePath.split('/').slice(1);
  const steps = words.map((word) => (/^\d+$/.test(word) ? Number(word) : unescaped(word)));
  if (name === undefined) return findNodeAtLocation(root, steps)?.offset ?? 0;
  return findNodeAtLocation(root, [...steps, name])?.parent?.offset ?? 0;
}

/** A step of a JSON pointer as the name it stands for. */
const unescaped = (word: string): string => word.replaceAll('~1', '/').replaceAll('~0', '~');

function errorText(
  { keyword, instancePath, message, params }: ErrorObject,
  rules: readonly LintRule[],
): string {
  const at = instancePath === '' ? 'the top level' : instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'additionalProperties') {
    const name = (params as { readonly additionalProperty: string }).additionalProperty;
    const isRule = /rules$/.test(instancePath);
    return isRule
      ? `there is no rule "${name}"${meant(name, rules)} ("kerbgate rules" lists all ${rules.length})`
      : `"${name}" is not known at ${at}`;
  }
  const allowed = (params as { readonly allowedValues?: readonly string[] }).allowedValues;
  return `${at} ${message ?? 'is wrong'}${allowed ? `: ${allowed.join(', ')}` : ''}`;
}

function meant(name: string, rules: readonly LintRule[]): string {
  const near = nearest(
    name,
    rules.map(({ id }) => id),
  );
  return near.length === 0 ? '' : `; do you mean ${near.join(' or ')}?`;
}

/** The rules that are on for a file, with their severities. `path` is relative to the settings' file. */
export function activeRules(
  rules: readonly LintRule[],
  { preset = 'recommended', rules: levelsSaid = {}, overrides = [] }: LintSettings,
  path: string,
): readonly ActiveRule[] {
  const said = [
    levelsSaid,
    ...overrides
      .filter(({ files }) => files.some((glob) => globMatcher(glob)(path)))
      .map((each) => each.rules),
  ];
  return rules.flatMap((rule) => {
    const usual = preset === 'strict' || (preset === 'recommended' && !rule.strict) ? rule.severity : 'off';
    const level = said.map((each) => each[rule.id]).findLast((each) => each !== undefined) ?? usual;
    return level === 'off' ? [] : [{ rule, severity: level }];
  });
}

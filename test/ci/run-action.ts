import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { type ActionTemplate, convertActionTemplate } from '@actions/workflow-parser/actions/action-template';
import type { RunStep } from '@actions/workflow-parser/model/workflow-template';
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer';
import { projectFolder } from '../kit/project.js';
import { patience } from '../kit/wait.js';

/** The action as GitHub's own parser has it, and what that finds wrong. */
export interface ParsedAction {
  readonly action: ActionTemplate;
  readonly problems: readonly string[];
}

/** Parses the text of an action.yml. */
export function parseActionText(content: string): ParsedAction {
  const { context, value } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
  const problems = context.errors.getErrors().map(({ message }) => message);
  if (!value) throw new Error(problems.join('; '));
  return { action: convertActionTemplate(context, value), problems };
}

/** The text of the project's action.yml. */
export const actionText = (): string => readFileSync(join(projectFolder, 'action.yml'), 'utf8');

/** A job that uses the action. */
export interface Job {
  /** What is checked out. */
  readonly workspace: string;
  /** Where GitHub's files of the job go. */
  readonly temporary: string;
  readonly inputs: Readonly<Record<string, string>>;
  /** The context `github.event`, as text by dotted name. */
  readonly event?: Readonly<Record<string, string>>;
}

/** What became of a job's use of the action. */
export interface JobResult {
  readonly failed: boolean;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the steps of the action as a runner of GitHub does, in bash with the files that it hands over. */
export function runAction(job: Job): JobResult {
  const { action } = parseActionText(actionText());
  if (action.runs.using !== 'composite') throw new Error('the action is not composite');
  mkdirSync(job.temporary, { recursive: true });
  const files = {
    GITHUB_OUTPUT: join(job.temporary, 'output'),
    GITHUB_STEP_SUMMARY: join(job.temporary, 'summary'),
  };
  for (const path of Object.values(files)) writeFileSync(path, '');
  const inputs = Object.fromEntries(
    (action.inputs ?? []).map((each) => [each.id, each.default?.toString() ?? '']),
  );
  const values = contextsOf({ ...inputs, ...job.inputs }, job.event ?? {});
  let failed = false;
  let log = '';
  for (const step of action.runs.steps as readonly RunStep[]) {
    if (!isTrue(step, values, failed)) continue;
    const result = runStep(step, values, { ...files, ...environmentOf(job) });
    log += result.log;
    failed ||= result.code !== 0;
  }
  const lines = readFileSync(files.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean);
  const outputs = Object.fromEntries(
    lines.map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
  return { failed, log, outputs, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') };
}

const environmentOf = ({ workspace, temporary }: Job): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  KERBGATE_TEST_SECRET: process.env.KERBGATE_TEST_SECRET,
  HOME: temporary,
  GITHUB_WORKSPACE: workspace,
  RUNNER_TEMP: temporary,
});

function runStep(
  step: RunStep,
  values: data.Dictionary,
  environment: NodeJS.ProcessEnv,
): { code: number | null; log: string } {
  const own: Record<string, string> = {};
  for (const { key, value } of step.env ?? []) own[key.toString()] = filled(value.toString(), values);
  const text = filled(step.run.toString(), values);
  const { status, stdout, stderr, error } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', text],
    { env: { ...environment, ...own }, encoding: 'utf8', timeout: patience },
  );
  if (error) throw error;
  return { code: status, log: `${stdout}${stderr}` };
}

function contextsOf(
  inputs: Readonly<Record<string, string>>,
  event: Readonly<Record<string, string>>,
): data.Dictionary {
  const github = dictionary({ action_path: new data.StringData(projectFolder), event: nested(event) });
  return dictionary({ inputs: nested(inputs), github });
}

function dictionary(entries: Readonly<Record<string, data.ExpressionData>>): data.Dictionary {
  return new data.Dictionary(...Object.entries(entries).map(([key, value]) => ({ key, value })));
}

/** `a.b` is b in a. */
function nested(entries: Readonly<Record<string, string>>): data.Dictionary {
  const made = new data.Dictionary();
  for (const [name, value] of Object.entries(entries)) {
    const [first = '', rest] = name.split(/\.(.*)/s);
    made.add(first, rest === undefined ? new data.StringData(value) : nested({ [rest]: value }));
  }
  return made;
}

const filled = (text: string, values: data.Dictionary): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, expression: string) => evaluated(expression, values, false));

function isTrue({ if: condition }: RunStep, values: data.Dictionary, failed: boolean): boolean {
  const text = (condition as { readonly expression?: string } | undefined)?.expression ?? 'success()';
  return evaluated(text, values, failed) === 'true';
}

function evaluated(expression: string, values: data.Dictionary, failed: boolean): string {
  const status = (name: string, value: boolean) =>
    [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) }] as const;
  const functions = new Map([status('always', true), status('success', !failed), status('failure', failed)]);
  const { tokens } = new Lexer(expression.trim()).lex();
  const parsed = new Parser(tokens, ['inputs', 'github', 'steps'], [...functions.values()]).parse();
  return new Evaluator(parsed, values, functions).evaluate().coerceString();
}

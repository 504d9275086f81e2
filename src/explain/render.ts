import type { Decision, Plan } from '../evaluate/decision.js';
import { reasonPhrase } from '../evaluate/status.js';
import type { Step } from '../evaluate/trace.js';
import { placeOf } from './explain.js';
import type { Event, ExplainedExchange, Explanation, Place } from './explanation.js';

/** What rendering must know besides the explanation. */
export interface RenderOptions {
  /** The line of a configuration file as written, when it can be read. */
  readonly lineAt: (place: Place) => string | undefined;
  /** Paths of the files that origins index. */
  readonly files: readonly string[];
}

/** An explanation for people. */
export function renderExplanation(explanation: Explanation, options: RenderOptions): string {
  const blocks = explanation.exchanges.map((exchange, at) => exchangeText(exchange, at, options));
  return `${[...blocks, endText(explanation)].join('\n\n')}\n`;
}

function exchangeText(exchange: ExplainedExchange, at: number, options: RenderOptions): string {
  const redirect = exchange.events.find(({ step }) => step === 'phase');
  const title =
    at === 0 || redirect?.step !== 'phase'
      ? `${exchange.method} ${exchange.target}`
      : `Internal redirect to ${redirect.result}`;
  return [
    title,
    ...part('file', fileLines(exchange)),
    ...part('sections', sectionLines(exchange)),
    ...part('settings in force', settingLines(exchange, options)),
    ...part(
      'steps',
      exchange.events.flatMap((event) => eventLines(event, options, 0)),
    ),
    ...part('variables', variableLines(exchange)),
  ].join('\n');
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}

function fileLines({ file, handler, contentType }: ExplainedExchange): readonly string[] {
  if (file === undefined) return [];
  const notes = [handler && `handler ${handler}`, contentType && `type ${contentType}`].filter(Boolean);
  return [notes.length === 0 ? file : `${file} (${notes.join(', ')})`];
}

function sectionLines({ sections }: ExplainedExchange): readonly string[] {
  return columns(
    sections.map((section) => [
      section.matched ? section.title : `${section.title}, which does not hold`,
      where(section),
    ]),
  );
}

function settingLines({ settings }: ExplainedExchange, options: RenderOptions): readonly string[] {
  return columns(
    settings.map((setting) => [
      options.lineAt(setting) ?? `${setting.directive} (${setting.module})`,
      where(setting),
    ]),
  );
}

function where({ file, line, used = [] }: Place): string {
  return [`${file}:${line}`, ...used.map((use) => `used at ${where(use)}`)].join(', ');
}

/** Text on the left, places on the right, lined up as far as that is readable. */
function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const widest = Math.min(60, Math.max(0, ...rows.map(([text]) => text.length)));
  return rows.map(([text, place]) => `${text.padEnd(widest)}  ${place}`);
}

function eventLines(event: Event, options: RenderOptions, depth: number): readonly string[] {
  const indent = '  '.repeat(depth);
  switch (event.step) {
    case 'asked':
      // Files and folders that are there say nothing.
      return event.need === 'file' && /^(?:file|directory)$/.test(event.answer)
        ? []
        : [`${indent}looked at ${event.what}: ${event.answer}`];
    case 'log':
      return [
        `${indent}log [${event.level}] ${event.code === undefined ? '' : `${event.code}: `}${event.message}`,
      ];
    case 'rule':
      return ruleLines(event, options, depth);
    case 'access':
      return [`${indent}Order, Allow and Deny: ${event.verdict}${because(event.because)}`];
    case 'authentication':
      return [`${indent}authentication by ${event.scheme}: ${event.result}`];
    case 'section':
    case 'phase':
      return [];
  }
}

function ruleLines(
  event: Extract<Step, { step: 'rule' }>,
  options: RenderOptions,
  depth: number,
): readonly string[] {
  const place = where(placeOf(event.from, options.files));
  const own = `${'  '.repeat(depth)}${event.rule}: ${event.verdict}${because(event.because)}  ${place}`;
  return [own, ...event.steps.flatMap((step) => eventLines(step, options, depth + 1))];
}

function because(reason: string): string {
  return reason === '' ? '' : ` (${reason})`;
}

function variableLines({ variables, user, authType }: ExplainedExchange): readonly string[] {
  const all = {
    ...variables,
    ...(user !== undefined && { REMOTE_USER: user }),
    ...(authType !== undefined && { AUTH_TYPE: authType }),
  };
  return Object.entries(all).map(([name, value]) => `${name}=${value}`);
}

function endText({ decision, plan, status, fields }: Explanation): string {
  return [
    'Decision',
    `  ${decisionText(decision)}`,
    `  ${status} ${reasonPhrase(status)}: ${planText(plan)}`,
    ...fields.map(([name, value]) => `  ${name}: ${value}`),
  ].join('\n');
}

function decisionText(decision: Decision): string {
  switch (decision.kind) {
    case 'accept':
      return decision.user === undefined
        ? 'accepted, without a user'
        : `accepted, the user is ${decision.user}${decision.authType === undefined ? '' : ` by ${decision.authType}`}`;
    case 'challenge':
      return `asks for credentials: ${decision.challenges.join(' | ') || 'without any challenge'}`;
    case 'deny':
      return 'denied';
    case 'redirect':
      return `redirected to ${decision.location}`;
    case 'fail':
      return `fails with ${decision.status} ${reasonPhrase(decision.status)}`;
  }
}

function planText(plan: Plan): string {
  switch (plan.run) {
    case 'file':
      return 'the file is sent';
    case 'cgi':
      return 'the CGI program runs';
    case 'listing':
      return 'the folder is listed';
    case 'proxy':
      return `the request goes on to ${plan.target}`;
    case 'trace':
      return 'the request is sent back';
    case 'options':
      return 'the methods of the server are told';
    case 'text':
      return 'the text of the ErrorDocument';
    case 'page':
      return plan.failedDocument === undefined
        ? "kerbgate's own page"
        : `kerbgate's own page, because the ErrorDocument failed with ${plan.failedDocument}`;
  }
}

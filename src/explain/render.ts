import type { Decision, Plan } from '../evaluate/decision.js';
import { reasonPhrase } from '../evaluate/status.js';
import type { Step } from '../evaluate/trace.js';
import type { Event, ExplainedContribution, ExplainedExchange, Explanation, Place } from './explanation.js';
import { placeOf } from './place.js';

/** Parts that may be told alone. */
export const explanationParts = ['sections', 'authorization', 'headers'] as const;
export type ExplanationPart = (typeof explanationParts)[number];

/** What rendering must know besides the explanation. */
export interface RenderOptions {
  /** The line of a configuration file as written, when it can be read. */
  readonly lineAt: (place: Place) => string | undefined;
  /** Paths of the files that origins index. */
  readonly files: readonly string[];
  /** All of it when absent. */
  readonly only?: ExplanationPart;
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
  const steps = exchange.events.filter((event) => isWanted(event, options.only));
  const whole = options.only === undefined;
  const withSections = whole || options.only === 'sections';
  return [
    title,
    ...(whole ? part('file', fileLines(exchange)) : []),
    ...(withSections ? part('sections', sectionLines(exchange)) : []),
    ...(withSections ? part('settings in force', settingLines(exchange, options)) : []),
    ...part(
      'steps',
      steps.flatMap((event) => eventLines(event, options, 0)),
    ),
    ...(whole ? part('variables', variableLines(exchange)) : []),
  ].join('\n');
}

/** Which steps belong to a part. */
function isWanted(event: Event, only: ExplanationPart | undefined): boolean {
  if (only === undefined) return true;
  if (only === 'sections') return false;
  if (only === 'headers') return event.step === 'change' && event.thing !== 'variable';
  return /^(?:rule|access|authentication|expression|log|asked)$/.test(event.step);
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
    sections.flatMap((section) => [
      [section.matched ? section.title : `${section.title}, which does not hold`, where(section)] as const,
      ...('settings' in section ? contributionRows(section) : []),
    ]),
  );
}

/** What a section says, and what that takes the place of. */
function contributionRows({ settings, drops = [] }: ExplainedContribution): (readonly [string, string])[] {
  return [
    ...settings.map(({ replaces, ...setting }): readonly [string, string] => [
      `  ${setting.written ?? setting.directive}`,
      replaces ? `${where(setting)}, instead of ${replaces.written ?? where(replaces)}` : where(setting),
    ]),
    ...drops.map((setting): readonly [string, string] => [
      `  drops ${setting.written ?? setting.directive}`,
      where(setting),
    ]),
  ];
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
    case 'subrequest':
      return [
        `${indent}looked at ${event.target} by a subrequest`,
        ...event.events.flatMap((inner) => eventLines(inner, options, depth + 1)),
      ];
    default:
      return [`${indent}${stepText(event, options)}`];
  }
}

type Told = Extract<
  Step,
  { step: 'path' | 'server' | 'translation' | 'rewrite' | 'expression' | 'change' | 'error document' }
>;

function stepText(event: Told, { files }: RenderOptions): string {
  switch (event.step) {
    case 'path':
      return event.path === event.target ? `path ${event.path}` : `path ${event.path}, from ${event.target}`;
    case 'server':
      return `server ${event.name === undefined || event.name === '' ? '' : `${event.name} `}(${event.title})${event.from ? `  ${where(placeOf(event.from, files))}` : ''}`;
    case 'translation':
      return `leads to ${event.result} by ${event.by}`;
    case 'rewrite':
      return `${event.rule} makes it ${event.result}  ${where(placeOf(event.from, files))}`;
    case 'expression':
      return `${event.text === undefined ? 'a text' : `expression ${event.text}`} gives ${JSON.stringify(event.result)}${readText(event.read)}`;
    case 'change':
      return `${changeText(event)}${event.from ? `  ${where(placeOf(event.from, files))}` : ` (${event.phase})`}`;
    case 'error document':
      return `ErrorDocument for ${event.status}: ${event.document ?? 'none, the built-in page'}`;
  }
}

const readText = (read: readonly (readonly [string, string])[]): string =>
  read.length === 0
    ? ''
    : `, with ${read.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(', ')}`;

function changeText({ thing, name, before, after }: Extract<Step, { step: 'change' }>): string {
  if (after === undefined) return `${thing} ${name} removed`;
  return `${thing} ${name} ${before === undefined ? 'set' : 'changed'} to ${JSON.stringify(after)}`;
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
    case 'tunnel':
      return `a tunnel is made to port ${plan.port} of ${plan.host}`;
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

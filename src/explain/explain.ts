import type { Outcome, Plan } from '../evaluate/decision.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Exchange } from '../evaluate/exchange.js';
import type { RequestFacts } from '../evaluate/facts.js';
import { applyResponseHeaders } from '../evaluate/mod_headers.js';
import { startPage } from '../evaluate/page-fields.js';
import type { Program } from '../evaluate/program.js';
import { supposedTls } from '../evaluate/tls-facts.js';
import type { LogLevel, Recorder, Step } from '../evaluate/trace.js';
import type { Origin } from '../ruleset/origin.js';
import type { SettingsModule } from '../ruleset/ruleset.js';
import type {
  Event,
  ExplainedExchange,
  ExplainedSection,
  ExplainedSetting,
  Explanation,
  Place,
  Question,
} from './explanation.js';
import { answerFor, type Outside } from './outside.js';

/** Decides a request as the server would, with the same functions, and keeps every step. */
export async function explain(program: Program, question: Question, outside: Outside): Promise<Explanation> {
  const recorder = new KeepingRecorder();
  const evaluation = evaluate(program, factsOf(program, question), recorder);
  let step = evaluation.next(undefined);
  while (!step.done) {
    const told = await answerFor(step.value, question, outside);
    recorder.keep(told.step);
    step = evaluation.next(told.answer);
  }
  return explanationOf(step.value, recorder.groups);
}

/** Keeps everything in order, a group for each request of the chain. */
class KeepingRecorder implements Recorder {
  readonly wantsSteps = true;
  readonly groups: Event[][] = [[]];

  log(level: LogLevel, code: string | undefined, message: string): void {
    this.keep({ step: 'log', level, ...(code === undefined ? {} : { code }), message });
  }

  step(step: Step): void {
    if (step.step === 'phase' && step.phase === 'internal redirect') this.groups.push([]);
    this.keep(step);
  }

  keep(event: Event): void {
    this.groups.at(-1)!.push(event);
  }
}

function factsOf(program: Program, question: Question): RequestFacts {
  const { core } = program.host;
  const usual = question.secure ? 443 : 80;
  const fields = [...question.fields];
  const has = (name: string): boolean =>
    fields.some((field, at) => at % 2 === 0 && field.toLowerCase() === name);
  if (!has('host')) fields.unshift('Host', core.serverName?.name ?? 'localhost');
  if (question.login && !has('authorization')) fields.push('Authorization', credentialsOf(question.login));
  return {
    method: question.method,
    target: question.target,
    version: '1.1',
    fields,
    connection: {
      remoteAddress: question.remoteAddress,
      remotePort: 40_000,
      localAddress: core.listen[0]?.address ?? '127.0.0.1',
      localPort: core.listen[0]?.port ?? usual,
      ...(question.secure && { tls: supposedTls(program.host) }),
      id: 1,
      memory: new Map(),
    },
    time: question.time,
  };
}

/** Stands for right credentials: what is in it is never looked at. */
function credentialsOf({ user, scheme }: NonNullable<Question['login']>): string {
  const text = scheme === 'Basic' ? `${user}:supposed` : 'supposed';
  return `${scheme} ${btoa(text)}`;
}

function explanationOf({ decision, exchange, plan }: Outcome, groups: readonly Event[][]): Explanation {
  const { program } = exchange;
  const chain: Exchange[] = [];
  for (let at: Exchange | undefined = exchange; at; at = at.previous) chain.unshift(at);
  return {
    exchanges: groups.map((events, at) => explained(events, chain[at], program.ruleset.files)),
    decision,
    plan,
    status: statusOf(plan, exchange),
    fields: fieldsOf(exchange, plan),
  };
}

function statusOf(plan: Plan, exchange: Exchange): number {
  return 'status' in plan ? plan.status : exchange.status;
}

/** What Header directives and the phases add; a page drops what the phases set for content. */
function fieldsOf(exchange: Exchange, plan: Plan): readonly (readonly [string, string])[] {
  const page = plan.run === 'page' || plan.run === 'text';
  if (page) startPage(exchange);
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, page ? 'page' : 'answer');
  return [...exchange.errorFields, ...exchange.responseFields];
}

/** A request whose ErrorDocument failed is taken up again; the exchange of the failed one is gone then, its steps are not. */
function explained(
  events: readonly Event[],
  exchange: Exchange | undefined,
  files: readonly string[],
): ExplainedExchange {
  const seen = events.filter((event) => event.step === 'section');
  const kept = { events: events.filter(({ step }) => step !== 'section') };
  if (!exchange) {
    const redirect = events.find((event) => event.step === 'phase');
    const [method = '', target = ''] = redirect?.result.split(' ', 2) ?? [];
    return { method, target, sections: sectionsOf(seen, files), settings: [], ...kept, variables: {} };
  }
  const { method, filename, handler, contentType, user, authType, env, node } = exchange;
  const merged = node.sections.map(({ title, from }) => ({ title, matched: true, ...placeOf(from, files) }));
  return {
    method,
    target: exchange.unparsedUri,
    ...(filename !== undefined && { file: filename }),
    ...(handler !== undefined && { handler }),
    ...(contentType !== undefined && { contentType }),
    sections: [...merged, ...sectionsOf(seen, files).filter(({ matched }) => !matched)],
    settings: settingsOf(exchange, files),
    ...kept,
    ...(user !== undefined && { user }),
    ...(authType !== undefined && { authType }),
    variables: Object.fromEntries(env),
  };
}

/** Sections as they were looked at, each once: some are looked at before the path is mapped and again after. */
function sectionsOf(
  steps: readonly Extract<Step, { step: 'section' }>[],
  files: readonly string[],
): readonly ExplainedSection[] {
  const sections = new Map<string, ExplainedSection>();
  for (const { title, matched, from } of steps) {
    const section = { title, matched, ...placeOf(from, files) };
    sections.set(JSON.stringify(section), section);
  }
  return [...sections.values()];
}

/** Require lines are left out: the steps tell each of them. */
function settingsOf({ settings }: Exchange, files: readonly string[]): readonly ExplainedSetting[] {
  return (Object.keys(settings) as SettingsModule[]).flatMap((module) =>
    Object.entries(settings[module]?.from ?? {})
      .filter(([directive]) => !directive.startsWith('Require'))
      .map(([directive, origin]) => ({ module, directive, ...placeOf(origin, files) })),
  );
}

/** The place an origin stands for. */
export function placeOf({ file, path, line, column, used }: Origin, files: readonly string[]): Place {
  const place = { file: path ?? files[file] ?? '?', line, column };
  if (!used) return place;
  return { ...place, used: used.map((use) => placeOf(path === undefined ? use : { ...use, path }, files)) };
}

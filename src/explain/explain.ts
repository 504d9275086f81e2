import { answerFields, answerStatus } from '../evaluate/answer-fields.js';
import type { Decision, Outcome } from '../evaluate/decision.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { RequestFacts } from '../evaluate/facts.js';
import type { Program } from '../evaluate/program.js';
import { supposedTls, type TlsFacts } from '../evaluate/tls-facts.js';
import type { Step } from '../evaluate/trace.js';
import { contributionsOf, type LineAt } from './contributions.js';
import type { ExplainedExchange, ExplainedSection, Explanation, Question } from './explanation.js';
import { KeepingRecorder, type Kept } from './keeping-recorder.js';
import { maskedValue } from './mask.js';
import { answerFor, type Outside } from './outside.js';
import { placeOf } from './place.js';

/** Decides a request as the server would, with the same functions, and keeps every step. */
export async function explain(
  program: Program,
  question: Question,
  outside: Outside,
  lineAt: LineAt = () => undefined,
): Promise<Explanation> {
  const recorder = new KeepingRecorder();
  const evaluation = evaluate(program, factsOf(program, question), recorder);
  let step = evaluation.next(undefined);
  while (!step.done) {
    const told = await answerFor(step.value, question, outside);
    recorder.keep(told.step);
    step = evaluation.next(told.answer);
  }
  return explanationOf(step.value, recorder, lineAt);
}

function factsOf(program: Program, question: Question): RequestFacts {
  const { core } = program.host;
  const usual = question.secure ? 443 : 80;
  const listen = question.localAddress ?? core.listen[0];
  const fields = [...question.fields];
  const has = (name: string): boolean =>
    fields.some((field, at) => at % 2 === 0 && field.toLowerCase() === name);
  if (!has('host')) fields.unshift('Host', core.serverName?.name ?? 'localhost');
  if (question.login && !has('authorization')) fields.push('Authorization', credentialsOf(question.login));
  // Whether it goes through this server as a proxy is found out later; only one of the two is read.
  if (question.login && !question.target.startsWith('/') && !has('proxy-authorization'))
    fields.push('Proxy-Authorization', credentialsOf(question.login));
  const [localAddress, localPort] = [listen?.address ?? '127.0.0.1', listen?.port ?? usual];
  return {
    method: question.method,
    target: question.target,
    version: '1.1',
    fields,
    connection: {
      remoteAddress: question.remoteAddress,
      remotePort: 40_000,
      localAddress,
      localPort,
      ...(question.secure && { tls: tlsFor(program, localAddress, localPort, nameIn(question, fields)) }),
      id: 1,
      memory: new Map(),
    },
    time: question.time,
  };
}

/** The host that a request names, as a client would also name it when it begins to speak TLS. */
function nameIn({ target }: Question, fields: readonly string[]): string | undefined {
  const at = fields.findIndex((field, index) => index % 2 === 0 && field.toLowerCase() === 'host');
  const authority = /^[a-z]+:\/\/([^/?]*)/i.exec(target)?.[1] ?? fields[at + 1];
  const name = authority?.replace(/:\d*$/, '').toLowerCase();
  return name === undefined || name.startsWith('[') || /^[\d.]*$/.test(name) ? undefined : name;
}

function tlsFor({ servers }: Program, address: string, port: number, name: string | undefined): TlsFacts {
  return supposedTls(servers.named(address, port, name).host, name);
}

/** Stands for right credentials: what is in it is never looked at. */
function credentialsOf({ user, scheme }: NonNullable<Question['login']>): string {
  const text = scheme === 'Basic' ? `${user}:supposed` : 'supposed';
  return `${scheme} ${btoa(text)}`;
}

function explanationOf(
  { decision, exchange, plan }: Outcome,
  recorder: KeepingRecorder,
  lineAt: LineAt,
): Explanation {
  // The types of files are those before a page takes over.
  const types = new Map(recorder.kept.map((kept) => [kept.exchange, kept.exchange.contentType]));
  // Header directives are run with the answer, and belong to its steps.
  const fields = answerFields(exchange, plan);
  return {
    exchanges: recorder.kept.map((kept) => explained(kept, types.get(kept.exchange), lineAt)),
    decision: decision.kind === 'challenge' ? maskedChallenge(decision) : decision,
    plan,
    status: answerStatus(exchange, plan),
    fields: fields.map(([name, value]) => [name, maskedValue(name, value)] as const),
  };
}

function maskedChallenge(decision: Extract<Decision, { kind: 'challenge' }>): Decision {
  const challenges = decision.challenges.map((value) => maskedValue('WWW-Authenticate', value));
  return { ...decision, challenges };
}

function explained(
  { exchange, events }: Kept,
  contentType: string | undefined,
  lineAt: LineAt,
): ExplainedExchange {
  const { files } = exchange.program.ruleset;
  const seen = events.filter((event) => event.step === 'section');
  const { method, filename, handler, user, authType, env, node } = exchange;
  const contributions = contributionsOf(exchange, lineAt);
  const merged = node.sections.map(({ title, from }, at) => ({
    title,
    matched: true,
    ...placeOf(from, files),
    ...contributions.sections[at]!,
  }));
  const variables = [...env].map(([name, value]) => [name, maskedValue(name, value)] as const);
  return {
    method,
    target: exchange.unparsedUri,
    ...(filename !== undefined && { file: filename }),
    ...(handler !== undefined && { handler }),
    ...(contentType !== undefined && { contentType }),
    sections: [...merged, ...sectionsOf(seen, files).filter(({ matched }) => !matched)],
    // The steps tell each Require line.
    settings: contributions.inForce.filter(({ directive }) => !directive.startsWith('Require')),
    events: events.filter(({ step }) => step !== 'section'),
    ...(user !== undefined && { user }),
    ...(authType !== undefined && { authType }),
    variables: Object.fromEntries(variables),
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

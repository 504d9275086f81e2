import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { evaluate } from '../../src/evaluate/evaluate.js';
import type { Recorder } from '../../src/evaluate/exchange.js';
import type { RequestFacts } from '../../src/evaluate/facts.js';
import { applyResponseHeaders } from '../../src/evaluate/mod_headers.js';
import type { Answer, Need } from '../../src/evaluate/need.js';
import { startPage } from '../../src/evaluate/page-fields.js';
import { loadProgram, type Program } from '../../src/evaluate/program.js';
import type { TlsFacts } from '../../src/evaluate/tls-facts.js';
import type { Question } from '../../src/explain/explanation.js';
import { KeepingRecorder } from '../../src/explain/keeping-recorder.js';
import { answerFor } from '../../src/explain/outside.js';
import { outsideWorld } from '../../src/explain/outside-world.js';
import { lookUpHosts } from '../../src/serve/host-names.js';
import { load, servable } from '../../src/serve/load.js';
import { surroundingsOf } from '../../src/serve/surroundings.js';
import type { Certificates } from '../kit/certificates.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import { projectFolder } from '../kit/project.js';
import { wrapConfiguration } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';
import { parseRequest, type RawRequest } from './raw-request.js';
import { addressOf, inventedAnswer, placesIn, tlsOf } from './supposed-site.js';

/** A fixture's program and what answers its needs. */
export interface Replay {
  /** What each of two evaluations of a request came to: without a recorder, and with one that keeps every step; `undefined` for bytes that are no request. */
  both(request: RequestLine): Promise<readonly [plain: string, recorded: string] | undefined>;
}

/** Compiles a fixture with made-up places; throws where it cannot be served. */
export async function replayOf(
  folder: string,
  fixture: Fixture,
  certificates: () => Certificates,
): Promise<Replay> {
  cpSync(join(projectFolder, 'fixtures/conformance/site'), folder, { recursive: true });
  const files = join(folder, 'files');
  const places = placesIn(folder, files, certificates);
  writeFiles(files, fixture, places);
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
  const extraModules = [...fixture.modules, ...(fixture.servers.includes('apache') ? [] : ['auth_kerb'])];
  const configuration = fillPlaceholders(fixture.configuration, places);
  const text = wrapConfiguration(folder, 8000, { extraModules }, configuration);
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  const loaded = load({ path: join(folder, 'httpd.conf'), text }, options);
  const ruleset = servable(loaded);
  if (!ruleset) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  const surroundings = surroundingsOf(ruleset, await lookUpHosts(ruleset));
  // Names that are otherwise new each time.
  const machine = { ...surroundings.machine, newLogId: () => 'log', newUniqueId: () => 'A'.repeat(27) };
  const program = loadProgram(ruleset, { ...surroundings, machine });
  const outside = outsideWorld(ruleset);
  const memories = [newMemories(), newMemories()] as const;
  return {
    async both(request) {
      const raw =
        request.raw === undefined ? undefined : await parseRequest(fillPlaceholders(request.raw, places));
      if (request.raw !== undefined && !raw) return undefined;
      const facts = memories.map((memory) =>
        factsOf(request, raw, places, memory(request.connection), (address) =>
          tlsOf(request, program, address, certificates),
        ),
      );
      const answers: Answer[] = [];
      const question = questionOf(request);
      const plain = await run(program, facts[0]!, silent, async (need) => {
        const { answer } =
          inventedAnswer(need, request.credential) ?? (await answerFor(need, question, outside));
        answers.push(answer);
        return answer;
      });
      const recorded = await run(program, facts[1]!, new KeepingRecorder(), () => answers.shift());
      return [plain, recorded];
    },
  };
}

function writeFiles(files: string, fixture: Fixture, places: Readonly<Record<string, string>>): void {
  mkdirSync(files, { recursive: true });
  for (const [name, text] of Object.entries(fixture.files)) {
    mkdirSync(dirname(join(files, name)), { recursive: true });
    writeFileSync(join(files, name), fillPlaceholders(text, places), 'latin1');
  }
  for (const { kind, name, value } of fixture.nodes ?? []) {
    mkdirSync(dirname(join(files, name)), { recursive: true });
    if (kind === 'folder') mkdirSync(join(files, name), { recursive: true });
    else if (kind === 'link') symlinkSync(value, join(files, name));
  }
}

/** What modules keep on a connection, for each connection by its number. */
function newMemories(): (connection: number) => Map<string, unknown> {
  const known = new Map<number, Map<string, unknown>>();
  return (connection) => {
    const found = known.get(connection) ?? new Map<string, unknown>();
    known.set(connection, found);
    return found;
  };
}

const silent: Recorder = { wantsSteps: false, log() {}, step() {} };

function questionOf({ credential, method, target }: RequestLine): Question {
  const [user = '', name] = credential.split(':');
  const right = !/none|raw|session/.test(user);
  return {
    method,
    target,
    fields: [],
    ...(right && {
      login: { user: user === 'basic' ? (name ?? '') : `${user}@EXAMPLE.TEST`, scheme: 'Negotiate' },
    }),
    remoteAddress: '127.0.0.1',
    secure: false,
    time: 0,
  };
}

function factsOf(
  request: RequestLine,
  raw: RawRequest | undefined,
  places: Readonly<Record<string, string>>,
  memory: Map<string, unknown>,
  tlsAt: (address: readonly [string, number]) => TlsFacts | undefined,
): RequestFacts {
  const fill = (text: string): string =>
    text.replace(/\{(PORT(?:_[A-Z]+)?)\}/g, (_, name: string) => places[name]!);
  const fields = ['Host', 'localhost', ...authorizationOf(request.credential)];
  for (const [name, value] of request.headers) fields.push(name, fill(value));
  const address = addressOf(request, places);
  const tls = tlsAt(address);
  return {
    ...(raw ?? { method: request.method, target: fill(request.target), version: '1.1', fields }),
    connection: {
      remoteAddress: '127.0.0.1',
      remotePort: 40_000,
      localAddress: address[0],
      localPort: address[1],
      ...(tls && { tls }),
      id: request.connection,
      memory,
    },
    time: 1_700_000_000_000,
  };
}

function authorizationOf(credential: string): string[] {
  if (credential === 'none' || credential.startsWith('session')) return [];
  const raw = /^raw:"(.*)"$/.exec(credential);
  if (raw) return ['Authorization', raw[1]!];
  const basic = /^basic:(.*)$/.exec(credential);
  return ['Authorization', basic ? `Basic ${btoa(basic[1]!)}` : 'Negotiate c3VwcG9zZWQ='];
}

async function run(
  program: Program,
  facts: RequestFacts,
  recorder: Recorder,
  answer: (need: Need) => Answer | Promise<Answer>,
): Promise<string> {
  const evaluation = evaluate(program, facts, recorder);
  const needs: unknown[] = [];
  let step = evaluation.next(undefined);
  while (!step.done) {
    needs.push(step.value.need);
    step = evaluation.next(await answer(step.value));
  }
  const { decision, plan, exchange } = step.value;
  const page = plan.run === 'page' || plan.run === 'text';
  if (page) startPage(exchange);
  if (exchange.settings.mod_headers) applyResponseHeaders(exchange, page ? 'page' : 'answer');
  return JSON.stringify({
    needs,
    decision,
    plan,
    status: exchange.status,
    fields: [[...exchange.errorFields], [...exchange.responseFields], [...exchange.requestFields]],
    variables: [...exchange.env],
    user: exchange.user,
    sections: exchange.node.sections.map(({ title }) => title),
  });
}

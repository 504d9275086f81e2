import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { evaluate } from '../../src/evaluate/evaluate.js';
import type { Recorder } from '../../src/evaluate/exchange.js';
import type { RequestFacts } from '../../src/evaluate/facts.js';
import { applyResponseHeaders } from '../../src/evaluate/mod_headers.js';
import type { Answer, Need } from '../../src/evaluate/need.js';
import { startPage } from '../../src/evaluate/page-fields.js';
import { loadProgram, type Program } from '../../src/evaluate/program.js';
import type { Question } from '../../src/explain/explanation.js';
import { KeepingRecorder } from '../../src/explain/keeping-recorder.js';
import { answerFor } from '../../src/explain/outside.js';
import { outsideWorld } from '../../src/explain/outside-world.js';
import { lookUpHosts } from '../../src/serve/host-names.js';
import { load, servable } from '../../src/serve/load.js';
import { surroundingsOf } from '../../src/serve/surroundings.js';
import type { Fixture, RequestLine } from '../kit/fixture.js';
import { projectFolder } from '../kit/project.js';
import { wrapConfiguration } from '../kit/server.js';
import { fillPlaceholders } from '../kit/site.js';

/** A fixture's program and what answers its needs. */
export interface Replay {
  /** What each of two evaluations of a request came to: without a recorder, and with one that keeps every step. */
  both(request: RequestLine): Promise<readonly [plain: string, recorded: string]>;
}

/** Compiles a fixture with made-up places; `undefined` where it cannot be served without its site. */
export async function replayOf(folder: string, fixture: Fixture): Promise<Replay | undefined> {
  cpSync(join(projectFolder, 'fixtures/conformance/site'), folder, { recursive: true });
  const files = join(folder, 'files');
  for (const [name, text] of Object.entries(fixture.files)) {
    mkdirSync(dirname(join(files, name)), { recursive: true });
    writeFileSync(join(files, name), text, 'latin1');
  }
  writeFileSync(join(folder, 'mime.types'), 'text/html html\ntext/plain txt\n');
  const text = wrapConfiguration(folder, 8000, {
    folder,
    environment: {},
    extraModules: [...fixture.modules, ...(fixture.servers.includes('apache') ? [] : ['auth_kerb'])],
    configuration: () => fillPlaceholders(fixture.configuration, placesIn(folder, files)),
  });
  const options = { serverRoot: folder, defines: [], before: [], after: [], environment: {} };
  const ruleset = servable(load({ path: join(folder, 'httpd.conf'), text }, options));
  if (!ruleset) return undefined;
  const program = loadProgram(ruleset, surroundingsOf(ruleset, await lookUpHosts(ruleset)));
  const outside = outsideWorld(ruleset);
  return {
    async both(request) {
      const answers: Answer[] = [];
      const question = questionOf(request);
      const plain = await run(program, request, silent, async (need) => {
        const { answer } = await answerFor(need, question, outside);
        answers.push(answer);
        return answer;
      });
      const recorded = await run(program, request, new KeepingRecorder(), () => answers.shift());
      return [plain, recorded];
    },
  };
}

/** Numbers for ports, paths for the rest. */
function placesIn(folder: string, files: string): Readonly<Record<string, string>> {
  const known: Record<string, string> = {
    ROOT: join(folder, 'htdocs'),
    CGI: join(folder, 'cgi-bin'),
    FILES: files,
    SESSION_KEY: Buffer.alloc(32).toString('base64'),
  };
  return new Proxy(known, {
    get: (places, name) =>
      places[String(name)] ?? (/PORT|UPSTREAM|LDAP/.test(String(name)) ? '8000' : join(folder, String(name))),
  });
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

function factsOf(request: RequestLine): RequestFacts {
  const fields = ['Host', 'localhost', ...authorizationOf(request.credential)];
  for (const [name, value] of request.headers) fields.push(name, value);
  return {
    method: request.method,
    target: request.target.replaceAll('{PORT}', '8000'),
    version: '1.1',
    fields,
    connection: {
      remoteAddress: '127.0.0.1',
      remotePort: 40_000,
      localAddress: '127.0.0.1',
      localPort: 8000,
      id: 1,
      memory: new Map(),
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
  request: RequestLine,
  recorder: Recorder,
  answer: (need: Need) => Answer | Promise<Answer>,
): Promise<string> {
  const evaluation = evaluate(program, factsOf(request), recorder);
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

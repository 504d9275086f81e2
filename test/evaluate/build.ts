import { type Exchange, startExchange } from '../../src/evaluate/exchange.js';
import type { ConnectionFacts } from '../../src/evaluate/facts.js';
import { noNames } from '../../src/evaluate/host-addresses.js';
import { readHost } from '../../src/evaluate/host-reading.js';
import type { LookUps } from '../../src/evaluate/look-up.js';
import { noMachine } from '../../src/evaluate/machine.js';
import type { Answer, Evaluation, Need } from '../../src/evaluate/need.js';
import { loadProgram, type Surroundings } from '../../src/evaluate/program.js';
import type { LogLevel, Step } from '../../src/evaluate/trace.js';
import type { ServerCore } from '../../src/ruleset/core.js';
import type { AuthnAlias, Ruleset, Settings } from '../../src/ruleset/ruleset.js';

export const nowhere = { file: 0, line: 1, column: 1 };

/** What a test says of a request; the rest is usual. */
export interface RequestSketch {
  readonly settings?: Settings;
  readonly modules?: readonly string[];
  readonly aliases?: Readonly<Record<string, Omit<AuthnAlias, 'from'>>>;
  readonly core?: Partial<ServerCore>;
  readonly surroundings?: Partial<Surroundings>;
  readonly connection?: Partial<ConnectionFacts>;
  readonly method?: string;
  readonly target?: string;
  readonly fields?: readonly string[];
  readonly wantsSteps?: boolean;
  /** Set on the exchange once it is made. */
  readonly exchange?: Partial<Exchange>;
  readonly env?: Readonly<Record<string, string>>;
}

/** An exchange with what was logged and which steps were seen. */
export interface Sketched {
  readonly exchange: Exchange;
  readonly lines: { readonly level: LogLevel; readonly code: string | undefined; readonly message: string }[];
  readonly steps: Step[];
}

const usualCore: ServerCore = {
  serverRoot: '/srv',
  documentRoot: '/srv/htdocs',
  serverName: { name: 'main.test' },
  serverAliases: [],
  serverAdmin: 'admin@main.test',
  listen: [],
  timeout: 60,
  keepAlive: true,
  keepAliveTimeout: 5000,
  maxKeepAliveRequests: 100,
  serverTokens: 'Full',
  traceEnable: 'On',
  limitRequestLine: 8190,
  limitRequestFields: 100,
  limitRequestFieldSize: 8190,
  mergeSlashes: true,
  allowEncodedSlashes: 'Off',
  strictProtocol: true,
  http09: true,
};

function rulesetOf(sketch: RequestSketch): Ruleset {
  return {
    format: 'kerbgate-ruleset',
    version: 1,
    files: ['test.conf'],
    modules: sketch.modules ?? ['mod_mime'],
    host: {
      core: { ...usualCore, ...sketch.core },
      mod_alias: { aliases: [], redirects: [] },
      mod_proxy: { passes: [] },
      mod_rewrite: { rules: [], maps: {} },
      mod_setenvif: [],
      mod_ssl: { certificateFiles: [], keyFiles: [] },
      util_ldap: {},
      base: sketch.settings ?? {},
      conditions: [],
      directories: [],
      directoryMatches: [],
      files: [],
      locations: [],
      proxies: [],
    },
    virtualHosts: [],
    authnAliases: Object.fromEntries(
      Object.entries(sketch.aliases ?? {}).map(([name, alias]) => [name, { ...alias, from: nowhere }]),
    ),
  };
}

/** Makes an exchange as it stands before any phase, with the sketch put in. */
export function sketch(request: RequestSketch = {}): Sketched {
  const lines: Sketched['lines'] = [];
  const steps: Step[] = [];
  const connection: ConnectionFacts = {
    remoteAddress: '127.0.0.1',
    remotePort: 40000,
    localAddress: '127.0.0.1',
    localPort: 8080,
    id: 1,
    memory: new Map(),
    ...request.connection,
  };
  const method = request.method ?? 'GET';
  const target = request.target ?? '/dir/file.html';
  const facts = {
    method,
    target,
    version: '1.1',
    fields: request.fields ?? [],
    connection,
    time: 1_800_000_000_000,
  };
  const program = loadProgram(rulesetOf(request), {
    typeOf: () => undefined,
    environment: {},
    machine: noMachine,
    names: noNames,
    ...request.surroundings,
  });
  const exchange = startExchange(program, facts, {
    log: (level, code, message) => lines.push({ level, code, message }),
    wantsSteps: request.wantsSteps ?? false,
    step: (step) => steps.push(step),
  });
  const [path, query] = target.split('?');
  const named = facts.fields.findIndex((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  const host = named === -1 ? undefined : readHost(facts.fields[named + 1]!, true);
  Object.assign(exchange, {
    uri: path,
    query,
    ...(typeof host === 'object' && { host }),
    ...request.exchange,
  });
  for (const [name, value] of Object.entries(request.env ?? {})) exchange.env.set(name, value);
  return { exchange, lines, steps };
}

/** Runs an evaluation, answering its needs; by default there must be none. */
export function run<T>(evaluation: Evaluation<T>, answer: (need: Need) => Answer = unexpected): T {
  let next = evaluation.next();
  while (!next.done) next = evaluation.next(answer(next.value));
  return next.value;
}

/** For conditions that look at no other path. */
export const noLookUps: LookUps = {
  uri: () => {
    throw new Error('unexpected look at a path');
  },
  file: () => {
    throw new Error('unexpected look at a file');
  },
};

function unexpected(need: Need): never {
  throw new Error(`unexpected need: ${JSON.stringify(need)}`);
}

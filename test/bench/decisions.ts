// The decision alone, in one thread: `node dist/test/bench/decisions.js SECTIONS` prints how many decisions a second it
// makes on a configuration of so many Locations, as JSON, after it has warmed up.
import { bind } from '../../src/bind/bind.js';
import { compile } from '../../src/compile/compile.js';
import type { Outcome } from '../../src/evaluate/decision.js';
import { beginEvaluation, isOutcome } from '../../src/evaluate/evaluate.js';
import type { Recorder } from '../../src/evaluate/exchange.js';
import type { RequestFacts } from '../../src/evaluate/facts.js';
import { loadProgram, type Program } from '../../src/evaluate/program.js';
import { refuses } from '../../src/source/diagnostic.js';
import { parseConfig } from '../../src/syntax/parse.js';

/** Decisions a second of one size of configuration, by what is decided. */
export interface DecisionRates {
  readonly sections: number;
  readonly rates: Readonly<Record<string, number>>;
}

/** Locations as people protect applications with them, each with a rule of its own, in front of one upstream. */
function configuration(sections: number): string {
  const section = (number: number): string => `<Location /app${number}>
  AuthType GSSAPI
  AuthName "Site ${number}"
  GssapiCredStore keytab:/etc/httpd.keytab
  Require user u${number}@EXAMPLE.COM
</Location>
<Location /app${number}/open>
  Require ip 192.0.2.0/24 127.0.0.1
</Location>
`;
  const lines = Array.from({ length: Math.ceil(sections / 2) }, (_, number) => section(number));
  return `ProxyPass / http://127.0.0.1:8080/\n<Location />\n  Require all granted\n</Location>\n${lines.join('')}`;
}

const silent: Recorder = { log: () => {}, wantsSteps: false, step: () => {} };

const connection = {
  remoteAddress: '127.0.0.1',
  remotePort: 40_000,
  localAddress: '127.0.0.1',
  localPort: 80,
  secure: false,
  id: 1,
  memory: new Map(),
};

const fields = ['Host', 'www.example.com', 'User-Agent', 'bench', 'Accept', '*/*'];

/** Made anew for each decision, as a server does. */
function request(target: string): RequestFacts {
  return { method: 'GET', target, version: '1.1', fields, connection, time: 0 };
}

/** No decision here asks for anything outside. */
function decide(program: Program, target: string): Outcome {
  const begun = beginEvaluation(program, request(target), silent);
  if (!isOutcome(begun)) throw new Error(`${target} asks for something`);
  return begun;
}

const distinctTargets = 10_000;

/** As many targets for each size, since they take memory themselves: each of the numbers below `last` in turn, in an order without a pattern. */
function spread(last: number, path: (number: number) => string): string[] {
  const numbers = Array.from({ length: distinctTargets }, (_, at) => at % last);
  let seed = 1;
  for (let at = numbers.length - 1; at > 0; at--) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (at + 1));
    [numbers[at], numbers[other]] = [numbers[other]!, numbers[at]!];
  }
  // In one piece each, as they come from a connection.
  return numbers.map((number) => Buffer.from(path(number), 'latin1').toString('latin1'));
}

function measure(sections: number): DecisionRates {
  const file = { path: 'bench.conf', text: configuration(sections) };
  const bound = bind(file, parseConfig(file).value, { defines: [], before: [], after: [], environment: {} });
  const compiled = compile(bound.value);
  if (refuses([...bound.diagnostics, ...compiled.diagnostics]))
    throw new Error('the configuration is refused');
  const program = loadProgram(compiled.value);
  const last = Math.ceil(sections / 2);
  const kinds = {
    challenged: { kind: 'challenge', targets: spread(last, (number) => `/app${number}/page?x=1`) },
    granted: { kind: 'accept', targets: spread(last, (number) => `/app${number}/open/page`) },
    unprotected: { kind: 'accept', targets: spread(last, (number) => `/other${number}/page`) },
  };
  const rates: Record<string, number> = {};
  for (const [name, { kind, targets }] of Object.entries(kinds)) {
    const run = (): void => {
      for (const target of targets) {
        const { decision } = decide(program, target);
        if (decision.kind !== kind) throw new Error(`${target}: ${decision.kind} instead of ${kind}`);
      }
    };
    rates[name] = ratePerSecond(run, targets.length);
  }
  return { sections, rates };
}

/** Runs for a second to warm up and for two to measure; processor time counts, so that a busy machine is no slower one. */
function ratePerSecond(run: () => void, decisions: number): number {
  const runFor = (milliseconds: number): number => {
    const start = processorTime();
    let done = 0;
    let spent = 0;
    while (spent < milliseconds) {
      // Asking for the time costs some itself.
      for (const until = done + 20_000; done < until; done += decisions) run();
      spent = processorTime() - start;
    }
    return (done * 1000) / spent;
  };
  runFor(1000);
  return runFor(2000);
}

/** Milliseconds, of all threads. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

console.log(JSON.stringify(measure(Number(process.argv[2]))));

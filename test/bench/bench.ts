// npm run bench [-- --seconds N] [-- --rounds N] [-- --connections N] [-- --only NAME]: kerbgate and
// Apache in turn under wrk on the same configurations. It prints rates and their ratio, and the processor time of all processes of a
// server for one request, which tells more on a machine that others use too; it asserts nothing about time. With --files DIR it tells
// what lint takes for the files of a folder, and nothing else.

import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startApache } from '../kit/apache.js';
import { startKerbgate } from '../kit/kerbgate.js';
import { startProcess, untilListening } from '../kit/process.js';
import { compiled } from '../kit/project.js';
import { sendOnce } from '../kit/request.js';
import { freePort } from '../kit/scratch.js';
import type { ServerOptions, WebServer } from '../kit/server.js';
import { fillPlaceholders, type Site, startSite } from '../kit/site.js';
import { compileTimes } from './compile-times.js';
import type { DecisionRates } from './decisions.js';
import { folderLintTime, type LintTime, largeLintTimes, type RunCost } from './lint-times.js';
import { median } from './median.js';
import { processorTime } from './processor-time.js';
import { type Scenario, scenarios } from './scenarios.js';
import { type Load, measure, writeTokenScript } from './wrk.js';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '64' },
    only: { type: 'string' },
    files: { type: 'string' },
    'apache-only': { type: 'boolean', default: false },
    'kerbgate-only': { type: 'boolean', default: false },
  },
});

const starters = [
  ...(options['kerbgate-only'] ? [] : [startApache]),
  ...(options['apache-only'] ? [] : [startKerbgate]),
];

/** Enough for every worker to see tokens it has not seen for a while; making them takes half a second. */
const tokenCount = 5000;

interface Contender {
  readonly server: WebServer;
  readonly load: Load;
  readonly rates: number[];
  /** Microseconds of processor time for a request. */
  readonly costs: number[];
  socketErrors: number;
  refusals: number;
}

async function contend(
  site: Site,
  scenario: Scenario,
  placeholders: Readonly<Record<string, string>>,
): Promise<string> {
  const contenders: Contender[] = [];
  try {
    for (const start of starters) contenders.push(await prepare(site, scenario, start, placeholders));
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const contender of contenders) {
        const before = processorTime(contender.server.pid);
        const measured = await measure(contender.load);
        contender.costs.push((processorTime(contender.server.pid) - before) / measured.requests);
        contender.rates.push(measured.requestsPerSecond);
        contender.socketErrors += measured.socketErrors;
        if (scenario.status === 200) contender.refusals += measured.refusals;
      }
    }
    return row(scenario, contenders);
  } finally {
    for (const contender of contenders) await contender.server.stop();
  }
}

async function prepare(
  site: Site,
  scenario: Scenario,
  start: (options: ServerOptions) => Promise<WebServer>,
  placeholders: Readonly<Record<string, string>>,
): Promise<Contender> {
  const server = await start({
    folder: site.folder,
    environment: {
      ...site.realm.serverEnvironment('bench'),
      ...(scenario.tokens ? { KRB5RCACHENAME: 'none:' } : {}),
    },
    model: 'event',
    configuration: () => fillPlaceholders(scenario.configuration, placeholders),
  });
  try {
    const load = await loadFor(site, scenario, server);
    await warmUp(load);
    return { server, load, rates: [], costs: [], socketErrors: 0, refusals: 0 };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What a server that runs for weeks has behind it; on a busy machine a second is not enough for that. */
async function warmUp(load: Load): Promise<void> {
  const enough = { requests: 40_000, rounds: 20 };
  let sent = 0;
  for (let round = 0; sent < enough.requests && round < enough.rounds; round++)
    sent += (await measure({ ...load, seconds: 1 })).requests;
}

async function loadFor(site: Site, scenario: Scenario, server: WebServer): Promise<Load> {
  const headers = { Host: 'localhost', ...(await scenario.headers?.(site, server)) };
  const tokens = scenario.tokens ? await site.tokens.bulk('alice', tokenCount) : [];
  const first = tokens[0] === undefined ? [] : [['Authorization', `Negotiate ${tokens[0]}`] as const];
  const request = { method: 'GET', target: scenario.path, headers: [...Object.entries(headers), ...first] };
  const answer = await sendOnce(server.port, request);
  if (answer.status !== scenario.status) {
    throw new Error(
      `${server.name} answers ${answer.status} instead of ${scenario.status}\n${server.log().slice(-1000)}`,
    );
  }
  return {
    port: server.port,
    path: scenario.path,
    headers,
    seconds: Number(options.seconds),
    connections: Number(options.connections),
    ...(scenario.tokens ? { script: writeTokenScript(site.folder, tokens) } : {}),
  };
}

function row(scenario: Scenario, contenders: readonly Contender[]): string {
  const of = (name: WebServer['name']): Contender | undefined =>
    contenders.find(({ server }) => server.name === name);
  const [apache, kerbgate] = [of('apache'), of('kerbgate')];
  const doubt = contenders.map(doubtOf).join('');
  const cells = [
    ...[rate(middle(apache?.rates)), rate(middle(kerbgate?.rates))],
    ...[ratio(middle(kerbgate?.rates), middle(apache?.rates)), scenario.aim],
    ...[cost(middle(apache?.costs)), cost(middle(kerbgate?.costs))],
    ratio(middle(apache?.costs), middle(kerbgate?.costs)),
  ];
  return `${line([scenario.name, ...cells])}${doubt}`;
}

const middle = (values: readonly number[] | undefined): number | undefined => values && median(values);

const ratio = (one: number | undefined, other: number | undefined): string =>
  one === undefined || other === undefined ? '-' : (one / other).toFixed(2);

const cost = (microseconds: number | undefined): string =>
  microseconds === undefined ? '-' : `${microseconds.toFixed(1)} µs`;

function doubtOf({ server, socketErrors, refusals }: Contender): string {
  const errors = socketErrors > 0 ? [`${socketErrors} socket errors`] : [];
  const refused = refusals > 0 ? [`${refusals} refusals`] : [];
  const doubts = [...errors, ...refused];
  return doubts.length === 0 ? '' : ` (${server.name}: ${doubts.join(', ')})`;
}

/** First rates, then processor time for a request. */
const columns = ['apache', 'kerbgate', 'ratio', 'aim', 'apache', 'kerbgate', 'ratio'];

function rate(value: number | undefined): string {
  return value === undefined ? '-' : Math.round(value).toLocaleString('en-US');
}

function line([name = '', ...numbers]: readonly string[]): string {
  return `${name.padEnd(32)}${numbers.map((text) => text.padStart(12)).join('')}`;
}

function wants(name: string): boolean {
  return options.only === undefined || name.includes(options.only);
}

async function benchAll(site: Site): Promise<void> {
  const port = await freePort();
  const upstream = startProcess(
    process.execPath,
    [compiled('test/bench/fast-upstream.js'), String(port)],
    {},
  );
  const placeholders = { ...site.placeholders, FAST_UPSTREAM: String(port) };
  try {
    await untilListening(upstream, port);
    console.log(line(['requests per second', ...columns]));
    for (const scenario of scenarios.filter(({ name }) => wants(name))) {
      console.log(
        await contend(site, scenario, placeholders).catch((error: unknown) => failure(scenario.name, error)),
      );
    }
  } finally {
    await upstream.stop();
  }
  if (!options['apache-only'] && wants('decision')) showDecisions();
  if (!options['apache-only'] && wants('compile')) showCompileTimes(site);
  if (!options['apache-only'] && wants('lint'))
    await showLintTimes(() => largeLintTimes(site.folder, rounds()));
}

const rounds = (): number => Number(options.rounds);

function failure(name: string, error: unknown): string {
  process.exitCode = 1;
  return `${name}: ${error instanceof Error ? error.message : error}`;
}

/** The decision alone, in one thread, without sockets; the aim is 500,000 a second for ten sections. */
function showDecisions(): void {
  const columns = ['challenged', 'granted', 'unprotected'] as const;
  console.log(`\n${line(['decisions per second', ...columns])}\n(10,000 targets for each size)`);
  for (const sections of [10, 1000, 10_000]) {
    const words = [compiled('test/bench/decisions.js'), String(sections)];
    const { rates } = JSON.parse(
      execFileSync(process.execPath, words, { encoding: 'utf8' }),
    ) as DecisionRates;
    console.log(line([`${sections} sections`, ...columns.map((column) => rate(rates[column]))]));
  }
}

function showCompileTimes(site: Site): void {
  const columns = ['parse', 'bind', 'compile', 'whole', 'apache', 'peak'] as const;
  console.log(`\n${line(['compile: ms, peak in MB', ...columns])}`);
  try {
    for (const times of compileTimes(site.folder, site.placeholders.KEYTAB!, Number(options.rounds))) {
      const name = `${times.sections} sections, ${times.lines} lines`;
      console.log(line([name, ...columns.map((column) => String(Math.round(times[column])))]));
    }
  } catch (error) {
    console.log(failure('compile', error));
  }
}

async function showLintTimes(measureAll: () => Promise<readonly LintTime[]>): Promise<void> {
  const columns = ['lint', 'processor', 'peak MB', 'apache -t', 'processor', 'peak MB'];
  console.log(`\n${line(['lint: seconds', ...columns])}`);
  try {
    for (const { name, kerbgate, apache } of await measureAll())
      console.log(line([name, ...costCells(kerbgate), ...(apache ? costCells(apache) : [])]));
  } catch (error) {
    console.log(failure('lint', error));
  }
}

const costCells = ({ wall, processor, peak }: RunCost): readonly string[] => [
  wall.toFixed(2),
  processor.toFixed(2),
  String(Math.round(peak)),
];

async function benchSite(): Promise<void> {
  const site = await startSite();
  try {
    await benchAll(site);
  } finally {
    await site.stop();
  }
}

const { files } = options;
if (files === undefined) await benchSite();
else await showLintTimes(async () => [await folderLintTime(files, rounds())]);

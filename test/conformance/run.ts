// The conformance comparison without jest: node dist/test/conformance/run.js [--only NAME] [--line TEXT] [--show]
// [--apache-only | --kerbgate-only] [--random COUNT --seed NUMBER]. --show prints every answer, --brief a line for each, else
// only the problems. --random takes that many made-up expressions instead of the fixtures, --rewrites that many made-up
// sets of rules.
import { parseArgs } from 'node:util';
import { type ComparableAnswer, renderAnswer } from '../kit/compare.js';
import { expressionFixture } from '../kit/expression-table.js';
import { type Fixture, readFixtures } from '../kit/fixture.js';
import { readOracle } from '../kit/oracle.js';
import { randomExpressions } from '../kit/random-expressions.js';
import { randomRewrites } from '../kit/random-rewrites.js';
import { type Site, startSite } from '../kit/site.js';
import { authorizationFixtures } from './authorization-fixtures.js';
import { refusedDirective } from './deviations.js';
import { expressionFixtures } from './expression-fixtures.js';
import { type Outcome, startRun } from './runner.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    line: { type: 'string' },
    random: { type: 'string' },
    rewrites: { type: 'string' },
    seed: { type: 'string', default: '1' },
    brief: { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
    'apache-only': { type: 'boolean', default: false },
    'kerbgate-only': { type: 'boolean', default: false },
  },
});

const wanted = (['apache', 'kerbgate'] as const).filter(
  (name) => !options[name === 'apache' ? 'kerbgate-only' : 'apache-only'],
);

interface Tally {
  requests: number;
  problems: number;
  deviations: number;
}

function showAnswers(outcome: Outcome): string {
  const answers = Object.entries(outcome.answers).map(
    ([name, answer]) => [name, renderAnswer(answer)] as const,
  );
  const same = answers.length === 2 && answers[0]?.[1] === answers[1]?.[1];
  const shown = same ? [['both', answers[0]?.[1] ?? ''] as const] : answers;
  return shown.map(([name, text]) => `${name}: ${text}`.replaceAll('\n', '\n    ')).join('\n    ');
}

/** Status, challenges, and what tells most about the body. */
function briefAnswer(answer: ComparableAnswer): string {
  const headers = Object.entries(answer.headers)
    .filter(([name]) => !['content-type', 'www-authenticate'].includes(name))
    .map(([name, values]) => `${name}=${values.join(' | ')}`);
  const told = [
    'AUTH_TYPE',
    'REMOTE_USER',
    'REDIRECT_STATUS',
    'REDIRECT_REMOTE_USER',
    'SCRIPT_NAME',
    'PATH_INFO',
    'QUERY_STRING',
  ];
  const seen = told.flatMap((name) => {
    const value = answer.environment?.[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const body = seen.length > 0 ? seen.join(' ') : JSON.stringify(answer.body.slice(0, 300));
  const challenges = (answer.headers['www-authenticate'] ?? []).join(' | ');
  return [answer.failure ?? answer.status, `[${challenges}]`, ...headers, body].join(' ');
}

function briefAnswers(outcome: Outcome): string {
  const lines = Object.entries(outcome.answers).map(([name, answer]) => [name, briefAnswer(answer)] as const);
  const same = lines.length === 2 && lines[0]?.[1] === lines[1]?.[1];
  return same ? (lines[0]?.[1] ?? '') : lines.map(([name, text]) => `${name}: ${text}`).join('\n    ');
}

async function runFixture(site: Site, fixture: Fixture): Promise<Tally> {
  const tally: Tally = { requests: 0, problems: 0, deviations: 0 };
  const run = await startRun(site, fixture, wanted);
  try {
    for (const request of fixture.requests) {
      if (options.line !== undefined && !request.text.includes(options.line)) continue;
      const outcome = await run.send(request);
      tally.requests += 1;
      if (outcome.deviation !== undefined) tally.deviations += 1;
      if (outcome.problems.length > 0) {
        tally.problems += 1;
        console.log(`\n${run.report(outcome)}\n`);
      }
      if (options.brief) console.log(`${request.text}\n    ${briefAnswers(outcome)}`);
      if (options.show) console.log(`${request.text}\n    ${showAnswers(outcome)}\n`);
    }
  } finally {
    await run.stop();
  }
  return tally;
}

function fixtures(): readonly Fixture[] {
  if (options.rewrites !== undefined) return randomRewrites(Number(options.seed), Number(options.rewrites));
  if (options.random === undefined)
    return [
      ...readFixtures('conformance'),
      ...expressionFixtures(),
      ...authorizationFixtures(),
      ...readOracle(),
      ...readFixtures('kerb/recorded'),
    ];
  const rows = randomExpressions(Number(options.seed), Number(options.random));
  return [expressionFixture('random-expressions', rows)];
}

async function runAll(): Promise<Tally> {
  const total: Tally = { requests: 0, problems: 0, deviations: 0 };
  const site = await startSite();
  try {
    for (const fixture of fixtures()) {
      if (options.only !== undefined && !fixture.name.includes(options.only)) continue;
      if (!fixture.servers.some((name) => wanted.includes(name))) continue;
      if (refusedDirective(fixture.configuration) !== undefined) {
        console.log(`${fixture.name}: refused by kerbgate, see refusedDirectives`);
        continue;
      }
      const tally = await runFixture(site, fixture).catch((error: unknown): Tally => {
        console.log(`${fixture.name}: ${error instanceof Error ? error.message : error}`);
        return { requests: 0, problems: 1, deviations: 0 };
      });
      console.log(
        `${fixture.name}: ${tally.requests} requests, ${tally.problems} with problems, ${tally.deviations} documented deviations`,
      );
      total.requests += tally.requests;
      total.problems += tally.problems;
      total.deviations += tally.deviations;
    }
  } finally {
    await site.stop();
  }
  return total;
}

const total = await runAll();
console.log(
  `all: ${total.requests} requests, ${total.problems} with problems, ${total.deviations} documented deviations`,
);
process.exitCode = total.problems > 0 || total.requests === 0 ? 1 : 0;

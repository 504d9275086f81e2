// npm run random: serves made-up configurations with real Apache and with kerbgate, and shrinks what is answered differently.
import { parseArgs } from 'node:util';
import { runSession } from './session.js';

const usage = 'npm run random -- [--count N] [--requests N] [--seed N | --case N] [--whole]\n';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    requests: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    whole: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const findings = await runSession({
    seed: Number(values.seed),
    count: Number(values.count),
    ...(values.case === undefined ? {} : { only: Number(values.case) }),
    requests: Number(values.requests),
    shrinks: !values.whole,
    progress: (done) => process.stderr.isTTY && process.stderr.write(`\r${done}/${values.count} `),
  });
  for (const { report, times, case: each } of findings)
    process.stdout.write(`\n${'='.repeat(80)}\n${times} times, first in ${each.name}: ${report}\n`);
  const total = findings.reduce((sum, { times }) => sum + times, 0);
  process.stdout.write(
    `\n${values.count} configurations with ${values.requests} requests each: ${total} differences of ${findings.length} kinds\n`,
  );
  return findings.length === 0 ? 0 : 1;
}

process.exitCode = await main();

// A server whose worker program is given: node dist/test/serve/pool-process.js CONFIGURATION WORKER-FILE
import { load, readSource, servable } from '../../src/serve/load.js';
import { startWorkers } from '../../src/serve/workers.js';

const [, , configuration, workerFile] = process.argv;
const options = { defines: [], before: [], after: [], environment: {} };
const ruleset = servable(load(readSource(configuration!), options));
const log = (message: string): void => void process.stdout.write(`${message}\n`);
try {
  const server = await startWorkers(ruleset!, {
    count: 2,
    grace: 1000,
    log,
    restartPause: 1,
    workerFile: workerFile!,
  });
  log('listening');
  const { code, lines } = await server.finished;
  lines.forEach(log);
  process.exitCode = code;
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

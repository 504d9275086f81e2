// One reading of a configuration file in a process of its own: `node dist/test/bench/stages.js FILE` prints what each stage
// took, as JSON. The first run in a process counts, since that is what a command or a start of the server pays.
import { readFileSync } from 'node:fs';
import { bind } from '../../src/bind/bind.js';
import { compile } from '../../src/compile/compile.js';
import { refuses } from '../../src/source/diagnostic.js';
import { parseConfig } from '../../src/syntax/parse.js';

/** Milliseconds of each stage and the peak of resident memory in MB. */
export interface StageTimes {
  readonly parse: number;
  readonly bind: number;
  readonly compile: number;
  readonly peak: number;
}

const options = { defines: [], before: [], after: [], environment: {} };

function measureStages(path: string): StageTimes {
  const file = { path, text: readFileSync(path, 'latin1') };
  const start = performance.now();
  const parsed = parseConfig(file);
  const afterParse = performance.now();
  const bound = bind(file, parsed.value, options);
  const afterBind = performance.now();
  const compiled = compile(bound.value);
  const afterCompile = performance.now();
  if ([parsed, bound, compiled].some(({ diagnostics }) => refuses(diagnostics)))
    throw new Error(`${path} is refused`);
  return {
    parse: afterParse - start,
    bind: afterBind - afterParse,
    compile: afterCompile - afterBind,
    peak: process.resourceUsage().maxRSS / 1024,
  };
}

console.log(JSON.stringify(measureStages(process.argv[2]!)));

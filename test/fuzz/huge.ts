// node dist/test/fuzz/huge.js NAME: takes one of the huge texts through everything, in a process that can be killed.
import { hugeTexts } from './huge-texts.js';
import { throughEverything } from './pipeline.js';

const [name = ''] = process.argv.slice(2);
const { diagnostics } = throughEverything(hugeTexts[name]!());
process.stdout.write(`read with ${diagnostics.length} findings\n`);

import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { at } from './judge.js';
import { addSedLine, freshScript } from './sed-script.js';

/** Each line adds to the script of its section. */
const script = (): ArgumentCheck => {
  const scriptOf = earlier(freshScript);
  return (input, [line = '']) => {
    const problem = addSedLine(scriptOf(input.home), line);
    return problem === undefined ? undefined : at(input, 0, `Failed to compile sed expression. ${problem}`);
  };
};

/** What mod_sed refuses. */
export const sedChecks: ModuleChecks = { OutputSed: script(), InputSed: script() };

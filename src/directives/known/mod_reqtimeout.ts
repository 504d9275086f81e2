import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at } from './judge.js';
import { longNumber } from './numbers.js';

const stages = ['handshake', 'header', 'body'];

type Number = { readonly value: number } | { readonly problem: string };

function number(text: string): Number {
  const { value, rest } = longNumber(text);
  if (rest === text) return { problem: `Value '${text}' not numerical` };
  if (rest !== '') return { problem: `Cannot parse '${rest}'` };
  const narrow = globalThis.Number(BigInt.asIntN(32, value));
  return narrow < 0 ? { problem: 'Value must be non-negative' } : { value: narrow };
}

/** One stage: `10`, `10,MinRate=500` or `10-20,MinRate=500`. */
function stageProblem(stage: string, value: string): string | undefined {
  if (!stages.includes(stage.toLowerCase())) return 'Unknown RequestReadTimeout parameter';
  const [, times = value, rate] = /^([\s\S]*?),minrate=([\s\S]*)$/i.exec(value) ?? [];
  if (rate === undefined)
    return value.includes('-') ? 'Must set MinRate option if using timeout range' : flawOf(number(value));
  const minimum = number(rate);
  if ('problem' in minimum) return minimum.problem;
  if (minimum.value === 0) return 'Minimum data rate must be larger than 0';
  return rangeProblem(times);
}

const flawOf = (found: Number): string | undefined => ('problem' in found ? found.problem : undefined);

function rangeProblem(times: string): string | undefined {
  const [, initial = times, maximum] = /^([^-]*)-([\s\S]*)$/.exec(times) ?? [];
  const most = maximum === undefined ? { value: 0 } : number(maximum);
  if ('problem' in most) return most.problem;
  const first = number(initial);
  if ('problem' in first) return first.problem;
  return most.value !== 0 && first.value >= most.value
    ? 'Maximum timeout must be larger than initial timeout'
    : undefined;
}

const timeouts: ArgumentCheck = (input) => {
  for (const [index, { value: word }] of input.args.words.entries()) {
    const equals = word.indexOf('=');
    if (equals === -1)
      return at(
        input,
        index,
        "Invalid RequestReadTimeout parameter. Parameter must be in the form 'key=value'",
      );
    const problem = stageProblem(word.slice(0, equals), word.slice(equals + 1));
    if (problem !== undefined) return at(input, index, `RequestReadTimeout: ${word}: ${problem}`);
  }
  return undefined;
};

/** What mod_reqtimeout refuses. */
export const reqtimeoutChecks: ModuleChecks = { RequestReadTimeout: timeouts };

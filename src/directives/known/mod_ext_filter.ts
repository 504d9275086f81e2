import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { each, oneOf } from './judge.js';
import { defineOutputFilter } from './output-filters.js';

/** Names defined so far for one server, in lower case. */
const namesOf = earlier(() => new Set<string>());

/** What one parameter is read as: what is wrong with it, or where the next one begins. */
type Step = { readonly problem: string } | { readonly next: number; readonly mode?: string };

/** Cuts the line as httpd does: words end at blanks, quotes count only behind `cmd=`. */
const define: ArgumentCheck = (input) => {
  const { raw } = input.args;
  const name = /^\S*/.exec(raw)![0];
  const names = namesOf(input.home.server);
  if (names.has(name.toLowerCase())) return { problem: `ExtFilter ${name} is already defined` };
  names.add(name.toLowerCase());
  let mode = 'output';
  for (let at = afterBlanks(raw, name.length); at < raw.length; ) {
    const step = parameter(raw, at);
    if ('problem' in step) return step;
    mode = step.mode ?? mode;
    at = afterBlanks(raw, step.next);
  }
  if (mode === 'output') defineOutputFilter(input, name);
  return undefined;
};

const afterBlanks = (text: string, from: number): number => from + /^\s*/.exec(text.slice(from))![0].length;

function parameter(raw: string, at: number): Step {
  const rest = raw.slice(at);
  const word = /^\S*/.exec(rest)![0];
  const next = at + word.length;
  if (/^preservescontentlength/i.test(rest))
    return word.length === 22 ? { next } : { problem: `mangled argument \`${word}'` };
  const [, key, value] = /^(mode|ftype|enableenv|disableenv|intype|outtype|cmd)=(\S*)/i.exec(rest) ?? [];
  if (key === undefined) return { problem: `Unexpected parameter: \`${rest}'` };
  if (key.toLowerCase() === 'cmd' && value!.startsWith('"')) return quotedCommand(raw, at + 4);
  if (key.toLowerCase() !== 'mode') return { next };
  const mode = value!.toLowerCase();
  return mode === 'output' || mode === 'input' ? { next, mode } : { problem: `Invalid mode: \`${value}'` };
}

function quotedCommand(raw: string, at: number): Step {
  const found = /^"((?:\\[\s\S]|[^\\"])*)"/.exec(raw.slice(at));
  if (!found) return { problem: 'Expected cmd= delimiter' };
  return /^[ \t]*$/.test(found[1]!) ? { problem: 'Invalid cmd= parameter' } : { next: at + found[0].length };
}

/** What mod_ext_filter refuses. */
export const extFilterChecks: ModuleChecks = {
  ExtFilterDefine: define,
  ExtFilterOptions: each(
    oneOf(
      ['LogStderr', 'NoLogStderr', 'Onfail=remove', 'Onfail=abort'],
      (value) => `Invalid ExtFilterOptions option: ${value}`,
    ),
  ),
};

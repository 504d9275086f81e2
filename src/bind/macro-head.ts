import type { Diagnostic } from '../source/diagnostic.js';
import type { Span } from '../source/file.js';
import type { Section } from '../syntax/tree.js';
import { cutWord, cutWords, type Locate, locateInArguments } from '../syntax/words.js';
import { type Macro, titleOf } from './macro.js';
import { type Run, report } from './run.js';

/** Characters a parameter should begin with; the value of one with `@` is put in quotes. */
export const prefixes = '$%@';

/** What follows a macro's name in its opening tag. */
export interface Head {
  readonly parameters: readonly Parameter[];
  readonly emptyArguments: boolean;
  readonly badNesting: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly span: Span;
}

const emptyFlag = '/ignoreemptyargs';
const nestingFlag = '/ignorebadnesting';

/** Reads flags and parameters from behind the name. */
export function readHead(run: Run, at: Section, named: Pick<Macro, 'name' | 'location'>): Head {
  const { raw } = at.args;
  const locate = locateInArguments(at.args);
  const flags = readFlags(run, raw, cutWord(raw, 0)!.next, titleOf(named), locate);
  const parameters = cutWords(raw.slice(flags.next), (start, end) =>
    locate(flags.next + start, flags.next + end),
  );
  return { ...flags, parameters: parameters.map(({ value, span }) => ({ name: value, span })) };
}

/**
 * Flags follow the name as mod_macro reads them: one may touch another only as `/IgnoreEmptyArgs/IgnoreBadNesting`, and what it
 * does not know is skipped up to the next blank, or by one character where there is none.
 */
function readFlags(run: Run, raw: string, from: number, title: string, locate: Locate) {
  let [next, emptyArguments, badNesting] = [from, false, false];
  const takes = (flag: string): boolean => {
    const here = raw.slice(next, next + flag.length).toLowerCase() === flag;
    if (here) next += flag.length;
    return here;
  };
  while (raw[next] === '/') {
    if (takes(emptyFlag)) emptyArguments = true;
    if (next < raw.length && takes(nestingFlag)) badNesting = true;
    if (next === raw.length) break;
    if (raw[next] !== ' ') next = unknownFlag(run, raw, next, title, locate);
    next += 1;
  }
  return { next, emptyArguments, badNesting };
}

function unknownFlag(run: Run, raw: string, from: number, title: string, locate: Locate): number {
  const blank = raw.indexOf(' ', from);
  const end = blank === -1 ? raw.length : blank;
  const message = `AH02804: ${title}: unknown flag '${raw.slice(from, end)}'`;
  warn(run, 'macro-flag', locate(from, end), message, {
    hint: 'the flags are /IgnoreEmptyArgs and /IgnoreBadNesting, each after a single blank',
  });
  return blank === -1 ? from : blank;
}

/** Checks the parameters' names; false when one is refused. */
export function checkParameters(
  run: Run,
  named: Pick<Macro, 'name' | 'location'>,
  list: readonly Parameter[],
): boolean {
  return list.every((parameter, index) => {
    if (parameter.name === '') {
      const message = `${titleOf(named)}: empty argument #${index + 1} name`;
      report(run, 'macro-parameter', parameter.span, message, { stage: 'read' });
      return false;
    }
    checkPrefix(run, named, parameter, index);
    return checkPairs(run, named, list, index);
  });
}

function checkPrefix(
  run: Run,
  { name: macro, location }: Pick<Macro, 'name' | 'location'>,
  { name, span }: Parameter,
  index: number,
): void {
  const head = `macro '${macro}' (${location}) argument name '${name}' (#${index + 1})`;
  if (!prefixes.includes(name[0]!)) {
    const advice = `better prefix argument names with one of '${prefixes}'.`;
    warn(run, 'macro-parameter', span, `AH02796: ${head} without expected prefix, ${advice}`, {
      why: 'It is replaced wherever these letters stand in the body, inside words too.',
      hint: `call it $${name}`,
    });
  }
  if (name.startsWith('${')) {
    const advice = "clashes with 'Define' syntax '${...}', better use '$(...)'.";
    warn(run, 'macro-parameter', span, `AH02805: ${head} ${advice}`);
  }
}

/** Compares a parameter with those behind it; false when one has its name. */
function checkPairs(
  run: Run,
  named: Pick<Macro, 'name' | 'location'>,
  list: readonly Parameter[],
  index: number,
): boolean {
  const { name } = list[index]!;
  for (const [at, other] of list.entries()) {
    if (at <= index) continue;
    const related = [{ span: list[index]!.span, message: `the other is #${index + 1}` }];
    if (name === other.name) {
      const [first, second] = [index + 1, at + 1];
      const message = `argument name conflict in ${titleOf(named)}: argument '${name}': #${first} and #${second}, change argument names!`;
      report(run, 'macro-parameter', other.span, message, { stage: 'read', related });
      return false;
    }
    if (other.name !== '' && (name.startsWith(other.name) || other.name.startsWith(name))) {
      const pair = `(${name} #${index + 1} and ${other.name} #${at + 1})`;
      const message = `AH02797: ${titleOf(named)}: argument name prefix conflict ${pair}, be careful about your macro definition!`;
      const why = 'Where both could stand, the longer one is replaced.';
      warn(run, 'macro-parameter', other.span, message, { why, related });
    }
  }
  return true;
}

/** A warning that mod_macro logs while it reads. */
export function warn(
  run: Run,
  code: string,
  span: Span,
  message: string,
  details: Pick<Diagnostic, 'why' | 'hint' | 'related'> = {},
): void {
  report(run, code, span, message, { severity: 'warning', stage: 'read', ...details });
}

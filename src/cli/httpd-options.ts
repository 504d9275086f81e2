/** Signals and starts that `-k` asks for. */
export type Control = 'start' | 'stop' | 'restart' | 'graceful' | 'graceful-stop';

/** httpd's command line, read. */
export interface HttpdOptions {
  readonly file?: string;
  readonly root?: string;
  /** `-D` names, and those that other options stand for. */
  readonly defines: readonly string[];
  /** `-C` directives. */
  readonly before: readonly string[];
  /** `-c` directives. */
  readonly after: readonly string[];
  readonly control?: Control;
  /** `-e`: the level of messages while starting. */
  readonly startLevel?: string;
  /** `-E`: where messages go while starting. */
  readonly startLog?: string;
  /** Single letters that were given, such as `t` or `V`. */
  readonly flags: ReadonlySet<string>;
}

/** A command line httpd would not take; `usage` follows the message, which may be empty. */
export interface UsageProblem {
  readonly problem: string;
}

const withValue = 'DCcdfeEk';
const plain = 'vVlLtTSMhX';
const controls: readonly string[] = ['start', 'stop', 'restart', 'graceful', 'graceful-stop'];
const levels = /^(?:emerg|alert|crit|error|warn|notice|info|debug|trace[1-8])$/i;

/** Defines that an option is short for. */
const meant: Readonly<Record<string, readonly string[]>> = {
  S: ['DUMP_VHOSTS', 'DUMP_RUN_CFG'],
  M: ['DUMP_MODULES'],
  X: ['DEBUG'],
};

interface Reading {
  readonly values: Map<string, string[]>;
  readonly defines: string[];
  readonly flags: Set<string>;
}

/** Reads words as getopt does: `-DNAME`, `-D NAME`, `-tV` and `-tDNAME` are all understood. */
export function readHttpdOptions(words: readonly string[]): HttpdOptions | UsageProblem {
  const reading: Reading = { values: new Map(), defines: [], flags: new Set() };
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') return { problem: '' };
    if (!word.startsWith('-') || word === '-') break;
    const taken = readWord(reading, word, words[at + 1]);
    if (typeof taken === 'object') return taken;
    at += taken;
  }
  return at < words.length ? { problem: '' } : finish(reading);
}

/** How many further words an option word took. */
function readWord(reading: Reading, word: string, next: string | undefined): number | UsageProblem {
  for (let at = 1; at < word.length; at++) {
    const letter = word[at]!;
    if (withValue.includes(letter)) {
      const attached = word.slice(at + 1);
      const value = attached === '' ? next : attached;
      if (value === undefined) return { problem: `httpd: option requires an argument -- ${letter}` };
      addValue(reading, letter, value);
      return attached === '' ? 1 : 0;
    }
    if (!plain.includes(letter)) return { problem: `httpd: illegal option -- ${letter}` };
    reading.flags.add(letter);
    reading.defines.push(...(meant[letter] ?? []));
  }
  return 0;
}

function addValue({ values, defines }: Reading, letter: string, value: string): void {
  if (letter === 'D') defines.push(value);
  else values.set(letter, [...(values.get(letter) ?? []), value]);
}

function finish({ values, defines, flags }: Reading): HttpdOptions | UsageProblem {
  const last = (letter: string): string | undefined => values.get(letter)?.at(-1);
  const control = last('k');
  if (control !== undefined && !controls.includes(control)) return { problem: 'httpd: illegal option -- k' };
  const level = last('e');
  if (level !== undefined && !levels.test(level)) return { problem: '' };
  if (flags.has('h')) return { problem: '' };
  return {
    ...given('file', last('f')),
    ...given('root', last('d')),
    ...given('control', control as Control | undefined),
    ...given('startLevel', level),
    ...given('startLog', last('E')),
    defines,
    before: values.get('C') ?? [],
    after: values.get('c') ?? [],
    flags,
  };
}

function given<N extends string, V>(name: N, value: V | undefined): { readonly [K in N]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [K in N]?: V };
}

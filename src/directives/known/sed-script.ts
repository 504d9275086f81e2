import { type Cursor, peek, readPattern, take } from './sed-pattern.js';

/** What earlier lines of one script have said. */
export interface SedState {
  /** Whether there was a pattern, which an empty one stands for. */
  pattern: boolean;
  depth: number;
  /** Labels, and whether their place is known. */
  readonly labels: Map<string, 'placed' | 'wanted'>;
}

/** The state before any line. */
export const freshScript = (): SedState => ({
  pattern: false,
  depth: 0,
  labels: new Map([['', 'placed']]),
});

/** What a step came to: the next command may follow, the line is done, or something is wrong. */
type Step = 'next' | 'done' | { readonly problem: string };

const garbled: Step = { problem: 'command garbled' };
const noPattern: Step = { problem: 'first RE may not be null' };
const oneAddress: Step = { problem: 'only one address allowed' };
const noAddress: Step = { problem: 'no addresses allowed' };

/** httpd's buffer; it leaves longer lines unread and says nothing. */
const longest = 1000;

/** Adds one line to a script: httpd's words about what is wrong with it, or undefined. */
export function addSedLine(state: SedState, line: string): string | undefined {
  if (line.length > longest || endsInEscape(line) || line.startsWith('#')) return undefined;
  const cursor: Cursor = { text: line, at: 0 };
  for (;;) {
    while (/[ \t;]/.test(peek(cursor))) cursor.at += 1;
    if (peek(cursor) === '\0' || peek(cursor) === '#') return undefined;
    const step = command(state, cursor);
    if (step === 'done') return undefined;
    if (step !== 'next')
      return step === noPattern || step === tooManyClosed ? step.problem : `${step.problem}: ${line}`;
  }
}

const tooManyClosed: Step = { problem: "too many }'s" };

/** A backslash takes the character behind it with it, and there is none. */
const endsInEscape = (line: string): boolean => /\\$/.test(line.replace(/\\[\s\S]/g, ''));

/** How many addresses stand before a command. */
type Addresses = 0 | 1 | 2;

function command(state: SedState, cursor: Cursor): Step {
  const addresses = addressesOf(state, cursor);
  if (typeof addresses !== 'number') return addresses;
  while (/[ \t]/.test(peek(cursor))) cursor.at += 1;
  while (peek(cursor) === '!') cursor.at += 1;
  const name = take(cursor);
  if (name === '{') {
    state.depth += 1;
    return peek(cursor) === '\0' ? 'done' : 'next';
  }
  if (name === '}') return close(state, addresses);
  if (name === ':') return addresses > 0 ? noAddress : place(state, cursor);
  const step = operands(state, cursor, name, addresses);
  return step === 'next' ? ending(cursor) : step;
}

/** Behind a command come a semicolon or the end of the line. */
function ending(cursor: Cursor): Step {
  const next = take(cursor);
  if (next === '\0') return 'done';
  return next === ';' ? 'next' : garbled;
}

function close(state: SedState, addresses: Addresses): Step {
  if (addresses > 0) return noAddress;
  if (state.depth === 0) return tooManyClosed;
  state.depth -= 1;
  return 'done';
}

/** An empty pattern stands alone: what would be its second address is read as a command. */
function addressesOf(state: SedState, cursor: Cursor): Addresses | Step {
  const first = address(cursor);
  if (first === 'none') return 0;
  if (first === 'empty') return state.pattern ? 1 : noPattern;
  state.pattern = true;
  if (peek(cursor) !== ',' && peek(cursor) !== ';') return 1;
  cursor.at += 1;
  return address(cursor) === 'none' ? garbled : 2;
}

/** A broken pattern counts as no address, and what follows its delimiter as a command. */
function address(cursor: Cursor): 'none' | 'empty' | 'found' {
  if (peek(cursor) === '$') {
    cursor.at += 1;
    return 'found';
  }
  if (peek(cursor) !== '/' && peek(cursor) !== '\\') {
    const digits = /^\d*/.exec(cursor.text.slice(cursor.at))![0].length;
    cursor.at += digits;
    return digits > 0 ? 'found' : 'none';
  }
  if (peek(cursor) === '\\') cursor.at += 1;
  const pattern = readPattern(cursor, take(cursor));
  if (pattern === 'empty') return 'empty';
  return 'problem' in pattern ? 'none' : 'found';
}

const longestLabel = 7;

/** What stands up to the end of the line, without leading blanks. */
function restOf(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at).replace(/^ +/, '');
  cursor.at = cursor.text.length;
  return rest;
}

function place(state: SedState, cursor: Cursor): Step {
  const label = restOf(cursor);
  if (label.length > longestLabel) return { problem: 'label too long' };
  if (state.labels.get(label) === 'placed') return { problem: 'duplicate labels' };
  state.labels.set(label, 'placed');
  return 'done';
}

function branch(state: SedState, cursor: Cursor): Step {
  const label = restOf(cursor);
  if (label.length > longestLabel) return { problem: 'label too long' };
  if (!state.labels.has(label)) state.labels.set(label, 'wanted');
  return 'next';
}

/** Reads what belongs to a command, up to where a semicolon or the end is due. */
function operands(state: SedState, cursor: Cursor, name: string, addresses: Addresses): Step {
  if (addresses === 2 && '=aiqr'.includes(name)) return oneAddress;
  if ('gGhHnNpPdDlx=q'.includes(name)) return 'next';
  if ('aci'.includes(name)) return garbled;
  if (name === 'b' || name === 't') return branch(state, cursor);
  if (name === 'r') return fileName(cursor, garbled);
  if (name === 'w') return fileName(cursor, { problem: 'Space missing before filename' });
  if (name === 's') return substitute(state, cursor);
  return name === 'y' ? transform(cursor) : { problem: 'unrecognized command' };
}

function fileName(cursor: Cursor, missing: Step): Step {
  if (take(cursor) !== ' ') return missing;
  cursor.at = cursor.text.length;
  return 'next';
}

function substitute(state: SedState, cursor: Cursor): Step {
  const delimiter = take(cursor);
  const pattern = readPattern(cursor, delimiter);
  if (pattern !== 'empty' && 'problem' in pattern) return pattern;
  if (pattern === 'empty' && !state.pattern) return noPattern;
  state.pattern = true;
  const step = replacement(cursor, delimiter, pattern === 'empty' ? 0 : pattern.groups);
  return step === 'next' ? flags(cursor) : step;
}

function replacement(cursor: Cursor, delimiter: string, groups: number): Step {
  for (;;) {
    const character = take(cursor);
    if (character === '\\') {
      const escaped = take(cursor);
      if (/[1-9]/.test(escaped) && Number(escaped) > groups) return { problem: "``\\digit'' out of range" };
    } else if (character === delimiter) return 'next';
    else if (character === '\0') return { problem: 'ending delimiter missing on substitution' };
  }
}

const mostMatches = 512;

/** `g`, a number, `p`, `P`, `w file`, in this order. */
function flags(cursor: Cursor): Step {
  const [all, number] = /^g?([1-9]\d*)?/.exec(cursor.text.slice(cursor.at))!;
  if (Number(number ?? 0) > mostMatches) return { problem: 'suffix too large' };
  cursor.at += all.length;
  if (peek(cursor) === 'p') cursor.at += 1;
  if (peek(cursor) === 'P') cursor.at += 1;
  if (peek(cursor) !== 'w') return 'next';
  cursor.at += 1;
  return fileName(cursor, { problem: 'Space missing before filename' });
}

/** `y/abc/xyz/`. */
function transform(cursor: Cursor): Step {
  const delimiter = take(cursor);
  const missing: Step = { problem: 'ending delimiter missing on string' };
  const to: Cursor = { ...cursor };
  for (let next = peek(to); next !== delimiter; next = peek(to)) {
    if (next === '\0') return missing;
    to.at += next === '\\' ? 2 : 1;
  }
  to.at += 1;
  for (let from = take(cursor); from !== delimiter; from = take(cursor)) {
    if (from === '\\' && peek(cursor) === 'n') cursor.at += 1;
    if (take(to) === '\\' && peek(to) === 'n') to.at += 1;
  }
  if (peek(to) !== delimiter)
    return peek(to) === '\0' ? missing : { problem: 'transform strings not the same size' };
  cursor.at = to.at + 1;
  return 'next';
}

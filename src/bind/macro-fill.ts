/** mod_macro works on lines shorter than this, their line end counted. */
export const lineLimit = 8192;

/** Parameters ready to be looked for. */
export interface Parameters {
  readonly names: readonly string[];
  /** Matches the longest of those that begin at one place. */
  readonly pattern: RegExp | undefined;
  readonly longest: number;
}

/** A part of a filled line: what it was in the line, and the parameter that stood there if an argument was put in. */
export interface FilledRun {
  /** The position in the filled line. */
  readonly from: number;
  readonly start: number;
  end: number;
  readonly parameter?: number;
}

export interface Filled {
  readonly text: string;
  /** Absent when nothing was put in. */
  readonly runs?: readonly FilledRun[];
}

/** Makes parameters ready. */
export function parametersOf(names: readonly string[]): Parameters {
  const longestFirst = [...new Set(names)].sort((left, right) => right.length - left.length);
  const literals = longestFirst.map((name) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return {
    names,
    pattern: names.length === 0 ? undefined : new RegExp(literals.join('|'), 'g'),
    longest: longestFirst[0]?.length ?? 0,
  };
}

interface Found {
  readonly at: number;
  readonly parameter: number;
  readonly name: string;
}

/** The first parameter at or behind a position; of several at one place the longest. */
export function nextParameter(text: string, from: number, { names, pattern }: Parameters): Found | undefined {
  if (!pattern) return undefined;
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match ? { at: match.index, parameter: names.indexOf(match[0]), name: match[0] } : undefined;
}

/** What was put in and is looked at again, with the range its parameter had; `at` is how much of the line is behind us. */
interface Rest {
  carry: string;
  sources: readonly Source[];
  at: number;
}

type Source = Omit<FilledRun, 'from'>;

/**
 * Puts arguments in the place of parameters as mod_macro does: it goes on behind as many characters as the argument has. Where
 * quotes were put around one, the last characters of what was put in are therefore looked at again. Undefined when the line
 * gets too long.
 */
export function fillLine(
  line: string,
  parameters: Parameters,
  values: readonly string[],
): Filled | undefined {
  const out: Output = { text: '', runs: [] };
  const rest: Rest = { carry: '', sources: [], at: 0 };
  let changed = false;
  for (let found = nextInRest(line, rest, parameters); found; found = nextInRest(line, rest, parameters)) {
    const value = values[found.parameter]!;
    const replaced = { ...take(line, rest, out, found), parameter: found.parameter };
    if (found.name === value) {
      write(out, value, replaced);
      continue;
    }
    changed = true;
    const put = found.name.startsWith('@') ? quoted(value) : value;
    write(out, put.slice(0, value.length), replaced);
    if (put.length > value.length) {
      rest.carry = put.slice(value.length) + rest.carry;
      rest.sources = [...Array<Source>(put.length - value.length).fill(replaced), ...rest.sources];
    }
    if (out.text.length + rest.carry.length + line.length - rest.at + 1 >= lineLimit) return undefined;
  }
  flush(line, rest, out, rest.carry.length + line.length - rest.at);
  return changed ? { text: out.text, runs: out.runs } : { text: line };
}

/** Which parameters stand in one of the lines at least. */
export function usedParameters(lines: readonly string[], parameters: Parameters): ReadonlySet<number> {
  const used = new Set<number>();
  for (const line of lines) {
    let from = 0;
    for (
      let found = nextParameter(line, 0, parameters);
      found;
      found = nextParameter(line, from, parameters)
    ) {
      used.add(found.parameter);
      from = found.at + found.name.length;
    }
  }
  return used;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/** The next parameter in what is left, its place counted from there. */
function nextInRest(line: string, { carry, at }: Rest, parameters: Parameters): Found | undefined {
  if (carry !== '') {
    const found = nextParameter(carry + line.slice(at, at + parameters.longest), 0, parameters);
    if (found && found.at < carry.length) return found;
  }
  const found = nextParameter(line, at, parameters);
  return found && { ...found, at: carry.length + found.at - at };
}

interface Output {
  text: string;
  readonly runs: FilledRun[];
}

/** Writes what stands before a parameter, and takes the parameter off the rest. */
function take(line: string, rest: Rest, out: Output, { at, name }: Found): Source {
  flush(line, rest, out, at);
  const carried = rest.sources.slice(0, name.length);
  const inLine = Math.max(0, name.length - carried.length);
  const starts = [...carried.map(({ start }) => start), ...(inLine > 0 ? [rest.at] : [])];
  const ends = [...carried.map(({ end }) => end), ...(inLine > 0 ? [rest.at + inLine] : [])];
  rest.carry = rest.carry.slice(carried.length);
  rest.sources = rest.sources.slice(carried.length);
  rest.at += inLine;
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

/** Writes so many characters of the rest. */
function flush(line: string, rest: Rest, out: Output, count: number): void {
  const carried = Math.min(count, rest.carry.length);
  for (let index = 0; index < carried; index += 1) write(out, rest.carry[index]!, rest.sources[index]!);
  rest.carry = rest.carry.slice(carried);
  rest.sources = rest.sources.slice(carried);
  const stop = rest.at + count - carried;
  if (stop > rest.at) write(out, line.slice(rest.at, stop), { start: rest.at, end: stop });
  rest.at = stop;
}

/** Adds to the text; what was written together in the line stays one run. */
function write(out: Output, text: string, { start, end, parameter }: Source): void {
  if (text === '') return;
  const last = out.runs.at(-1);
  const literal = parameter === undefined;
  const same = last && last.parameter === parameter;
  if (same && (literal ? last.end === start : last.start === start && last.end === end)) last.end = end;
  else out.runs.push({ from: out.text.length, start, end, ...(literal ? {} : { parameter }) });
  out.text += text;
}

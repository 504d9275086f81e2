/** mod_macro works on lines shorter than this, their line end counted. */
export const lineLimit = 8192;

/** Where a character of a filled line came from: a position in the line, or the range a parameter had there. */
export type Source = number | Replaced;

/** A parameter's place in a line, and the argument that stands there now. */
export interface Replaced {
  readonly start: number;
  readonly end: number;
  readonly argument: number;
}

export interface Filled {
  readonly text: string;
  /** One for each character; absent when nothing was put in. */
  readonly sources?: readonly Source[];
}

interface Found {
  readonly at: number;
  readonly parameter: number;
}

/** The first parameter at or behind a position; of several at one place the longest. */
export function nextParameter(text: string, from: number, names: readonly string[]): Found | undefined {
  let found: Found | undefined;
  for (const [parameter, name] of names.entries()) {
    const at = text.indexOf(name, from);
    if (at === -1) continue;
    const longer = found?.at === at && name.length > names[found.parameter]!.length;
    if (!found || at < found.at || longer) found = { at, parameter };
  }
  return found;
}

/**
 * Puts arguments in the place of parameters as mod_macro does: it goes on behind as many characters as the argument has. Where
 * quotes were put around one, the last characters of what was put in are therefore looked at again. Undefined when the line
 * gets too long.
 */
export function fillLine(
  line: string,
  names: readonly string[],
  values: readonly string[],
): Filled | undefined {
  let text = line;
  let sources: Source[] | undefined;
  let from = 0;
  for (let found = nextParameter(text, 0, names); found; found = nextParameter(text, from, names)) {
    const { at, parameter } = found;
    const name = names[parameter]!;
    const value = values[parameter]!;
    from = at + value.length;
    if (name === value) continue;
    const put = name.startsWith('@') ? quoted(value) : value;
    text = text.slice(0, at) + put + text.slice(at + name.length);
    if (text.length + 1 >= lineLimit) return undefined;
    sources ??= Array.from(line, (_, position) => position);
    const range = rangeOf(sources.slice(at, at + name.length));
    sources.splice(at, name.length, ...Array<Source>(put.length).fill({ ...range, argument: parameter }));
  }
  return sources ? { text, sources } : { text };
}

/** Whether each parameter stands in one of the lines at least. */
export function usedParameters(lines: readonly string[], names: readonly string[]): ReadonlySet<number> {
  const used = new Set<number>();
  for (const line of lines) {
    let from = 0;
    for (let found = nextParameter(line, 0, names); found; found = nextParameter(line, from, names)) {
      used.add(found.parameter);
      from = found.at + names[found.parameter]!.length;
    }
  }
  return used;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

function rangeOf(sources: readonly Source[]): Pick<Replaced, 'start' | 'end'> {
  const starts = sources.map((source) => (typeof source === 'number' ? source : source.start));
  const ends = sources.map((source) => (typeof source === 'number' ? source + 1 : source.end));
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

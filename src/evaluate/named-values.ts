/**
 * Environment variables and notes are kept in maps by the name they were first set under; httpd's tables find them without
 * regard to case, and so do these.
 */

/** The value of a variable or note. */
export function namedValue(values: ReadonlyMap<string, string>, name: string): string | undefined {
  const exact = values.get(name);
  if (exact !== undefined || values.size === 0) return exact;
  const known = sameName(values, name);
  return known === undefined ? undefined : values.get(known);
}

/** Sets a value, under the name it has already where it has one. */
export function setNamedValue(values: Map<string, string>, name: string, value: string): void {
  hidden.get(values)?.delete(name.toLowerCase());
  values.set(values.has(name) ? name : (sameName(values, name) ?? name), value);
}

/** By lower-case name what `addNamedValue` put behind values: httpd's tables may hold several of a name, and find the first. */
const hidden = new WeakMap<ReadonlyMap<string, string>, Map<string, string>>();

/** Adds a value behind the one that is there: that one is found, this one is what a program gets. */
export function addNamedValue(values: Map<string, string>, name: string, value: string): void {
  if (namedValue(values, name) === undefined) {
    values.set(name, value);
    return;
  }
  const behind = hidden.get(values) ?? new Map<string, string>();
  hidden.set(values, behind.set(name.toLowerCase(), value));
}

/** All names with the values that count in the end, those that stand behind others among them. */
export function* lastNamedValues(values: ReadonlyMap<string, string>): Generator<[string, string]> {
  const behind = hidden.get(values);
  for (const [name, value] of values) yield [name, behind?.get(name.toLowerCase()) ?? value];
}

/** Copies all values, and what stands behind them. */
export function copyNamedValues(from: ReadonlyMap<string, string>, to: Map<string, string>): void {
  for (const [name, value] of from) to.set(name, value);
  const behind = hidden.get(from);
  if (behind) hidden.set(to, new Map(behind));
}

/** Puts values in front of those that are there: they are found from then on, and those behind are what programs get. */
export function putInFront(front: ReadonlyMap<string, string>, values: Map<string, string>): void {
  const behind = new Map<string, string>();
  const keep = (name: string, value: string): void => void behind.set(name.toLowerCase(), value);
  for (const [name, value] of lastNamedValues(front)) keep(name, value);
  for (const [name, value] of lastNamedValues(values)) keep(name, value);
  for (const [name, value] of front) setNamedValue(values, name, value);
  hidden.set(values, behind);
}

export function unsetNamedValue(values: Map<string, string>, name: string): void {
  const known = values.has(name) ? name : sameName(values, name);
  hidden.get(values)?.delete(name.toLowerCase());
  if (known !== undefined) values.delete(known);
}

function sameName(values: ReadonlyMap<string, string>, name: string): string | undefined {
  const lower = name.toLowerCase();
  for (const known of values.keys()) {
    if (known.length === name.length && known.toLowerCase() === lower) return known;
  }
  return undefined;
}

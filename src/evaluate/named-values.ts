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
  values.set(values.has(name) ? name : (sameName(values, name) ?? name), value);
}

export function unsetNamedValue(values: Map<string, string>, name: string): void {
  const known = values.has(name) ? name : sameName(values, name);
  if (known !== undefined) values.delete(known);
}

function sameName(values: ReadonlyMap<string, string>, name: string): string | undefined {
  const lower = name.toLowerCase();
  for (const known of values.keys()) {
    if (known.length === name.length && known.toLowerCase() === lower) return known;
  }
  return undefined;
}

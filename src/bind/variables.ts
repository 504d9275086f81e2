import type { Arguments } from '../syntax/tree.js';
import { makeArguments } from '../syntax/words.js';

/** Looks a variable up; undefined when nothing has that name. */
export type Lookup = (name: string) => string | undefined;

/** Arguments with their `${…}` replaced, and the names nothing was found for; those stay as written. */
export function withVariables(
  args: Arguments,
  lookup: Lookup,
): { readonly args: Arguments; readonly missing: readonly string[] } {
  if (!args.raw.includes('${')) return { args, missing: [] };
  const missing: string[] = [];
  const raw = args.raw.replace(/\$\{([^}]*)\}/g, (written, name: string) => {
    const value = lookup(name);
    if (value === undefined && !name.includes(':')) missing.push(name);
    return value ?? written;
  });
  if (raw === args.raw) return { args, missing };
  const { span } = args;
  return { args: makeArguments(raw.replace(/^[ \t]+/, ''), span, () => span), missing };
}

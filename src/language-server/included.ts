import { display } from '../report/display.js';
import { resolveInclude } from '../source/include.js';
import type { Directive, Section } from '../syntax/tree.js';
import { expandArguments } from '../syntax/variables.js';
import type { View } from './view.js';

/** Whether an item brings files in. */
export const includesFiles = ({ kind, name }: Directive | Section): boolean =>
  kind === 'directive' && /^include(?:optional)?$/i.test(name);

/** The files that an Include line brings in, as paths, or why there are none. */
export function filesIncludedBy(
  item: Directive | Section,
  { analysis }: View,
): { readonly paths: readonly string[]; readonly problem?: string } {
  const values = new Map(Object.entries(analysis?.values ?? {}));
  const lookUp = (name: string): string | undefined => values.get(name.toLowerCase()) ?? process.env[name];
  const pattern = expandArguments(item.args, lookUp).value.words[0]?.value;
  if (pattern === undefined || pattern === '') return { paths: [] };
  const { value, diagnostics } = resolveInclude(pattern, analysis?.serverRoot ?? '/etc/apache2', {
    optional: true,
  });
  const [problem] = diagnostics;
  return { paths: value, ...(problem ? { problem: display(problem.message) } : {}) };
}

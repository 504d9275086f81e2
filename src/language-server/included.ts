import { display } from '../report/display.js';
import { resolveInclude } from '../source/include.js';
import type { Directive, Section } from '../syntax/tree.js';
import { expandArguments } from '../syntax/variables.js';
import type { Analysis } from './analysis.js';
import type { View } from './view.js';

/** Whether an item brings files in. */
export const includesFiles = ({ kind, name }: Directive | Section): boolean =>
  kind === 'directive' && /^include(?:optional)?$/i.test(name);

/** The path or wildcard of an Include line, its variables replaced. */
export function patternOf({ args }: Directive | Section, values: Analysis['values']): string {
  const lookUp = (name: string): string | undefined =>
    (Object.hasOwn(values, name.toLowerCase()) ? values[name.toLowerCase()] : undefined) ?? process.env[name];
  return expandArguments(args, lookUp).value.words[0]?.value ?? '';
}

/** The files that an Include line brings in, as paths, or why there are none. */
export function filesIncludedBy(
  item: Directive | Section,
  { analysis }: View,
): { readonly paths: readonly string[]; readonly problem?: string } {
  return filesOfPattern(patternOf(item, analysis?.values ?? {}), analysis?.serverRoot);
}

/** The files of a path or wildcard. */
export function filesOfPattern(
  pattern: string,
  serverRoot = '/etc/apache2',
): { readonly paths: readonly string[]; readonly problem?: string } {
  if (pattern === '') return { paths: [] };
  const { value, diagnostics } = resolveInclude(pattern, serverRoot, { optional: true });
  const [problem] = diagnostics;
  return { paths: value, ...(problem ? { problem: display(problem.message) } : {}) };
}

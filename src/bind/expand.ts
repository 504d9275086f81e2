import { bytesOf } from '../source/decode.js';
import type { Span } from '../source/file.js';
import { readItem } from '../syntax/items.js';
import type { Closing, Directive, Section } from '../syntax/tree.js';
import {
  type Expanded,
  expandArguments,
  expandLine,
  hasVariable,
  type VariableUse,
} from '../syntax/variables.js';
import { textOf } from './line-stream.js';
import { keepUse } from './provenance.js';
import { type Run, report } from './run.js';

/** What all lines together may grow by; httpd takes what memory there is, which lines like `Define a ${a}${a}` use up. */
export const mostExpanded = 64 * 1024 * 1024;

/**
 * A line with its variables replaced; undefined when nothing is left of it. httpd replaces them before it looks at the line: names
 * and tags may come from values too.
 */
export function expand(
  run: Run,
  line: Directive | Section | Closing,
): Directive | Section | Closing | undefined {
  if (line.kind === 'close') return hasVariable(line.text) ? wholeLine(run, line) : line;
  if (hasVariable(line.name)) return wholeLine(run, line);
  if (line.kind === 'section' && changesEnd(line)) return wholeLine(run, line);
  if (!hasVariable(line.args.raw)) return line;
  const args = take(
    run,
    expandArguments(line.args, (name) => valueFor(run, name)),
    line.args.span,
  );
  return args && { ...line, args };
}

/** Whether a value might bring the `>` that ends a tag. */
function changesEnd({ after, terminated, args }: Section): boolean {
  return after === '' ? !terminated && hasVariable(args.raw) : hasVariable(after);
}

function wholeLine(run: Run, line: Directive | Section | Closing): ReturnType<typeof readItem> {
  const text = textOf(line);
  const expanded = take(
    run,
    expandLine(text, (name) => valueFor(run, name)),
    text.locate(0, text.text.length),
  );
  return expanded && readItem(expanded);
}

function take<T>(run: Run, { value, uses, diagnostics }: Expanded<T>, span: Span): T | undefined {
  for (const each of diagnostics) run.diagnostics.push(each);
  for (const use of uses) keep(run, use);
  if (run.roomForValues >= 0) return value;
  if (!run.ended) {
    const message = `Variables make more than ${mostExpanded} bytes of text`;
    const hint = 'a variable that is defined by itself twice grows without end';
    report(run, 'too-much-expanded', span, message, { stage: 'read', hint });
  }
  run.ended = true;
  return undefined;
}

function keep(run: Run, { name, value, span }: VariableUse): void {
  run.roomForValues -= value.length;
  const definedAt = run.variables.get(name.toLowerCase())?.definedAt;
  keepUse(run.uses, { name, value, span, definedAt });
}

/** Defined names know no case, those of the environment do. */
function valueFor({ variables, options: { environment } }: Run, name: string): string | undefined {
  const defined = variables.get(name.toLowerCase());
  if (defined) return defined.value;
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value === undefined ? undefined : bytesOf(value);
}

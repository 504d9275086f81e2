import { textOf } from '../source/decode.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';

/** A variable as Define made it. */
export interface Variable {
  readonly value: string;
  /** The arguments of its Define; absent where that stands in the server's configuration and this is a per-directory file. */
  readonly definedAt: Span | undefined;
}

/** The use of a variable that was replaced. */
export interface Use {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  /** Absent for a variable of the environment. */
  readonly definedAt: Span | undefined;
}

/** The uses of each file, in the order of its text. */
export type Uses = Map<SourceFile, Use[]>;

/** How far back the values of values are told. */
const longestChain = 4;
/** How many variables one finding names. */
const mostNamed = 4;

/** Keeps a use; uses come in the order of the file's text. */
export function keepUse(uses: Uses, use: Use): void {
  const list = uses.get(use.span.file);
  if (list) list.push(use);
  else uses.set(use.span.file, [use]);
}

/** Where the variables in a span got their values, for a finding about it. */
export function definitionsOf(uses: Uses, span: Span): NonNullable<Diagnostic['related']> {
  const found: { readonly span: Span; readonly message: string }[] = [];
  let spans: readonly Span[] = [span];
  for (let step = 0; step < longestChain && spans.length > 0; step += 1) {
    const within = spans.flatMap((each) => usesIn(uses, each));
    for (const each of within) found.push(told(each));
    spans = within.flatMap(({ definedAt }) => (definedAt ? [definedAt] : []));
  }
  return found.slice(0, mostNamed);
}

function told({ name, value, span, definedAt }: Use): { readonly span: Span; readonly message: string } {
  const shown = textOf(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (definedAt) return { span: definedAt, message: `\${${name}} is "${shown}" by this Define` };
  return { span, message: `\${${name}} is "${shown}" in the environment` };
}

/** The first few uses that touch a span. */
function usesIn(uses: Uses, { file, start, end }: Span): readonly Use[] {
  const list = uses.get(file) ?? [];
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]!.span.end <= start) low = middle + 1;
    else high = middle;
  }
  const found: Use[] = [];
  for (let at = low; at < list.length && found.length < mostNamed; at += 1) {
    if (list[at]!.span.start >= end) break;
    found.push(list[at]!);
  }
  return found;
}

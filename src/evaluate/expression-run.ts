import type { AddressRange } from '../ruleset/address.js';

/** What only the runtime can find out in its time: what a path of this server answers, and where a name leads. */
export type Look =
  | { readonly look: 'uri' | 'file'; readonly of: string }
  | { readonly look: 'address'; readonly of: string; readonly range: AddressRange };

/** The answers to looks so far, for one evaluation. */
export type Answers = Map<string, boolean>;

/** The one evaluation under way: never does one run inside another. */
const state: {
  answers: Answers | undefined;
  missing: Look | undefined;
  problem: string | undefined;
} = { answers: undefined, missing: undefined, problem: undefined };

/** Begins an evaluation; what was looked up for it before counts. */
export function beginRun(answers: Answers | undefined): void {
  state.answers = answers;
  state.missing = undefined;
  state.problem = undefined;
}

/** Makes the evaluation fail; it goes on, and of several problems the last is told, as in httpd. */
export function fail(problem: string): void {
  state.problem = problem;
}

/** The answer to a look; while there is none, the evaluation's result does not count. */
export function answerOf(look: Look): boolean {
  const known = state.answers?.get(lookKey(look));
  if (known === undefined) state.missing ??= look;
  return known ?? false;
}

export function lookKey({ look, of }: Look): string {
  return `${look} ${of}`;
}

/** What came of the evaluation, beside its result. */
export function endRun(): { readonly missing: Look | undefined; readonly problem: string | undefined } {
  return state;
}

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

/** What is read of the request while someone watches. */
const watched: { list: [string, string][] | undefined } = { list: undefined };

/** From now on, what conditions and texts read is kept. */
export function watchReads(): void {
  watched.list = [];
}

/** What was read since; nothing is kept any more. */
export function endWatch(): readonly (readonly [string, string])[] {
  const { list } = watched;
  watched.list = undefined;
  return list ?? [];
}

/** Gives the value back, after it was noted. */
export function noteRead(name: string, value: string): string {
  watched.list?.push([name, value]);
  return value;
}

/** The same for a function and its argument. */
export function noteCall(name: string, argument: string, value: string): string {
  watched.list?.push([`${name}(${argument})`, value]);
  return value;
}

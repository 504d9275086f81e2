import type { Finding } from './compare.js';
import type { Difference } from './verdict.js';
import { shown } from './verdict.js';

/**
 * A difference that stays, and why. Ours only ever refuses more, unless Apache itself cannot be followed. `apache` and `ours` match
 * what the two say, on one line.
 */
export interface Exception {
  readonly id: string;
  readonly reason: string;
  readonly difference: Difference;
  readonly apache: RegExp;
  readonly ours: RegExp;
  /** Matches the text of a file of the configuration, where what is said does not tell enough. */
  readonly text?: RegExp;
}

/** All known differences between `apache2 -t` and our `httpd -t`. */
export const exceptions: readonly Exception[] = [];

/** The exception a finding falls under. */
export function exceptionFor({ difference, apache, ours, configuration }: Finding): Exception | undefined {
  const texts = Object.values(configuration.files);
  return exceptions.find(
    (each) =>
      each.difference === difference &&
      each.apache.test(shown(apache)) &&
      each.ours.test(shown(ours)) &&
      (each.text === undefined || texts.some((text) => each.text!.test(text))),
  );
}

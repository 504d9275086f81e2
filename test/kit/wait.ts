import { setTimeout as delay } from 'node:timers/promises';

/** How long something may take that is not a matter of time: only a hang takes this long, however busy the machine is. */
export const patience = 90_000;

/** Waits until something holds; throws with what was waited for, and what `tell` adds, when it never does. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  tell: () => string = () => '',
): Promise<void> {
  const limit = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`waited in vain: ${what}\n${tell()}`);
    await delay(10);
  }
}

/** Waits until a text that grows holds something, and gives the text. */
export async function untilText(read: () => string, pattern: RegExp | string): Promise<string> {
  let text = '';
  const holds = (): boolean => {
    text = read();
    return typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
  };
  await until(`${pattern} is written`, holds, () => text.slice(-4000));
  return text;
}

/** Time limits in seconds, each longer than the one before, for what has to be told apart from a machine that is merely slow. */
const limits = [0.3, 1, 4, 16] as const;

/**
 * Tries something under ever longer time limits until it comes to what is wanted, and gives that. What never comes to it is
 * given as it came out under the longest.
 */
export async function withEnoughTime<T>(
  attempt: (seconds: number) => Promise<T>,
  wanted: (outcome: T) => boolean,
): Promise<T> {
  let outcome: T;
  let at = 0;
  do outcome = await attempt(limits[at++]!);
  while (!wanted(outcome) && at < limits.length);
  return outcome;
}

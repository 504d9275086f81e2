import type { ModuleChecks } from './check.js';
import { first } from './judge.js';
import { microsecondsOf } from './numbers.js';

const shortest = 100_000n;

/** What mod_watchdog refuses. */
export const watchdogChecks: ModuleChecks = {
  WatchdogInterval: first((value) => {
    const time = microsecondsOf(value);
    if (time === undefined) return 'Unparse-able WatchdogInterval setting';
    return time < shortest ? 'Invalid WatchdogInterval: minimal value 100ms' : undefined;
  }),
};

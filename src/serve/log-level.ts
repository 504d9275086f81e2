import { logLevels } from '../directives/server-words.js';
import type { LogLevel } from '../evaluate/trace.js';
import type { LogLevels } from '../ruleset/core.js';
import { ownModule } from './log-modules.js';

/** Whether a line of a module is written under a LogLevel. As in httpd, notices cannot be suppressed: they tell of starts and stops. */
export function isLogged(
  level: LogLevel,
  module: string | undefined,
  levels: LogLevels | undefined,
): boolean {
  return level === 'notice' || logLevels.indexOf(level) <= rankFor(module, levels);
}

/** Lines that no module of httpd says are written where the most talkative level lets them through, so that none is missing. */
function rankFor(module: string | undefined, levels: LogLevels | undefined): number {
  const general = rankOf(levels?.level ?? 'warn');
  const own = levels?.modules;
  if (!own) return general;
  if (module === undefined || module === ownModule)
    return Math.max(general, ...Object.values(own).map(rankOf));
  const level = Object.hasOwn(own, module) ? own[module] : undefined;
  return level === undefined ? general : rankOf(level);
}

const rankOf = (level: string): number => logLevels.indexOf(level);

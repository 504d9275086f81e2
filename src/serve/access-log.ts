import type { Exchange } from '../evaluate/exchange.js';
import { evaluateCondition } from '../evaluate/expression.js';
import { namedValue } from '../evaluate/named-values.js';
import type { AccessLogging, AccessLogLine } from '../ruleset/mod_log_config.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { type AccessFormat, accessFormat, commonFormat } from './access-format.js';
import type { Logged } from './access-items.js';
import type { ErrorLog } from './error-log.js';
import { type LogTarget, openTarget } from './log-target.js';

/** One log of a server. */
interface OpenLog {
  readonly line: AccessLogLine;
  readonly format: AccessFormat;
  readonly target: LogTarget;
}

/** The access logs of a server process. */
export interface AccessLogs {
  /** Whether anything is logged at all. */
  readonly any: boolean;
  write(logged: Logged): void;
  /** Writes what waits, and closes everything. */
  close(): Promise<void>;
}

/** Bytes that BufferedLogs collects before it writes. */
const bufferSize = 4096;

/**
 * Opens the access logs of all servers, with the rights the process has now. Throws StartProblem.
 */
export function openAccessLogs({ host: main, virtualHosts }: Ruleset, errors: ErrorLog): AccessLogs {
  const targets = new Map<string, LogTarget>();
  const buffered = [main, ...virtualHosts].some(({ mod_log_config: logging }) => logging?.buffered);
  const open = (path: string): LogTarget => {
    const known = targets.get(path);
    if (known) return known;
    const made = openOne(path, errors);
    const target = buffered ? new BufferedTarget(made) : made;
    targets.set(path, target);
    return target;
  };
  const mainLogs = logsOf(main.mod_log_config, undefined, open);
  const others = new Map(
    virtualHosts.map((host) => [host, logsOf(host.mod_log_config, main.mod_log_config, open)] as const),
  );
  return {
    any: targets.size > 0,
    write(logged) {
      const { virtualHost } = logged.original.program;
      for (const log of (virtualHost && others.get(virtualHost)) ?? mainLogs)
        if (isWanted(log.line, logged.original)) log.target.write(log.format(logged));
    },
    async close() {
      await Promise.all([...targets.values()].map((target) => target.close()));
    },
  };
}

function openOne(path: string, errors: ErrorLog): LogTarget {
  const lost = (lines: number): void =>
    errors.write('warn', undefined, 'AH00646', `Error writing to ${path}: ${lines} lines were lost`);
  return openTarget(path, lost, (file) => `AH00649: could not open transfer log file ${file}.`);
}

/** A server's own logs, and those of the main server that are for all or that stand in for its own. */
function logsOf(
  own: AccessLogging | undefined,
  inherited: AccessLogging | undefined,
  open: (path: string) => LogTarget,
): readonly OpenLog[] {
  const openAll = (lines: readonly AccessLogLine[], of: AccessLogging | undefined): readonly OpenLog[] =>
    lines.map((line) => ({
      line,
      format: formatOf(line.format, of, own, inherited),
      target: open(line.target),
    }));
  const ownLogs = openAll(own?.logs ?? [], own);
  const others = (inherited?.logs ?? []).filter((log) => log.everywhere || ownLogs.length === 0);
  return [...ownLogs, ...openAll(others, inherited)];
}

/** A name stands for a form of the server that writes the line; without one the server's own last LogFormat counts. */
function formatOf(
  written: string | undefined,
  of: AccessLogging | undefined,
  own: AccessLogging | undefined,
  inherited: AccessLogging | undefined,
): AccessFormat {
  const text = written ?? own?.defaultFormat ?? inherited?.defaultFormat ?? commonFormat;
  const named = (logging: AccessLogging | undefined): string | undefined =>
    logging && Object.hasOwn(logging.formats, text) ? logging.formats[text] : undefined;
  const found = named(of) ?? named(own) ?? named(inherited) ?? (text === 'CLF' ? commonFormat : text);
  return accessFormat(found);
}

/** A condition that cannot be evaluated keeps the line back, as in httpd. */
function isWanted({ when }: AccessLogLine, exchange: Exchange): boolean {
  if (when === undefined) return true;
  if (when.kind === 'env') return (namedValue(exchange.env, when.name) !== undefined) !== when.negated;
  const result = evaluateCondition(when.condition, exchange);
  if (typeof result === 'boolean') return result;
  exchange.recorder.log('warn', 'AH00644', `Error evaluating log condition: ${result.problem}`);
  return false;
}

/** Collects lines and writes many at once. */
class BufferedTarget implements LogTarget {
  readonly #target: LogTarget;
  #lines = '';

  constructor(target: LogTarget) {
    this.#target = target;
  }

  write(lines: string): void {
    if (this.#lines.length + lines.length > bufferSize) this.#flush();
    if (lines.length >= bufferSize) this.#target.write(lines);
    else this.#lines += lines;
  }

  close(): Promise<void> {
    this.#flush();
    return this.#target.close();
  }

  #flush(): void {
    if (this.#lines !== '') this.#target.write(this.#lines);
    this.#lines = '';
  }
}

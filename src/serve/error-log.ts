import type { Exchange, Recorder } from '../evaluate/exchange.js';
import type { ConnectionFacts } from '../evaluate/facts.js';
import { connectionLogId } from '../evaluate/log-ids.js';
import type { LogLevel, Step } from '../evaluate/trace.js';
import type { LogLevels } from '../ruleset/core.js';
import type { VirtualHost } from '../ruleset/ruleset.js';
import type { LogEvent } from './error-format.js';
import { type ErrorSink, type LoggingCore, openSink } from './error-sink.js';
import { isLogged } from './log-level.js';
import { moduleOf } from './log-modules.js';
import { now } from './log-time.js';

/** An event of a connection or request, before it is a line. */
interface Told {
  readonly level: LogLevel;
  readonly code: string | undefined;
  readonly message: string;
  readonly module?: string | undefined;
  readonly exchange?: Exchange | undefined;
}

/** The connection an event belongs to, and what is written once before its line. */
interface Surroundings {
  readonly connection: ConnectionFacts;
  readonly keptAlive: number;
  readonly firstOfConnection: boolean;
  readonly firstOfRequest: boolean;
}

/** The error log of the main server, and those of virtual hosts: one line an event, nothing secret. */
export class ErrorLog {
  readonly #main: ErrorSink;
  readonly #hosts = new Map<VirtualHost, ErrorSink>();
  readonly #levels: LogLevels | undefined;

  /** Opens the log of the main server, or throws StartProblem. */
  constructor(core: LoggingCore, levels?: LogLevels) {
    this.#main = openSink(core);
    this.#levels = levels;
  }

  /** Opens the logs of virtual hosts that have their own, with the rights the process has now; throws StartProblem. */
  openHosts(main: LoggingCore, hosts: readonly VirtualHost[]): void {
    const opened = new Map<string | undefined, ErrorSink>([[main.errorLog, this.#main]]);
    for (const host of hosts) {
      const core: LoggingCore = { ...main, ...host.core };
      const known = opened.get(core.errorLog);
      const sink = openSink(core, known?.target);
      opened.set(core.errorLog, sink);
      this.#hosts.set(host, sink);
    }
  }

  /** What the sections say that match so far counts, else what the main server says. */
  wants(level: LogLevel, exchange?: Exchange, module?: string): boolean {
    return isLogged(level, module, exchange ? exchange.settings.core?.logLevel : this.#levels);
  }

  /** An event of the server itself, or one of a connection that no request is known of. */
  write(level: LogLevel, client: string | undefined, code: string | undefined, message: string): void {
    const module = moduleOf(code, undefined);
    if (!this.wants(level, undefined, module)) return;
    const told = { level, code, message: client === undefined ? message : `${message} (client ${client})` };
    this.record(told, module);
  }

  /** Makes an event that is wanted a line. */
  record({ level, code, message, exchange }: Told, module: string, surroundings?: Surroundings): void {
    const sink = this.#sinkOf(exchange);
    const event: LogEvent = {
      level,
      module,
      message: code === undefined ? message : `${code}: ${message}`,
      time: now(),
      serverName: exchange?.program.host.core.serverName?.name,
      connection: surroundings?.connection,
      exchange,
      keptAlive: surroundings?.keptAlive ?? 0,
      connectionId: exchange && (() => connectionLogId(exchange)),
    };
    if (surroundings?.firstOfConnection && sink.formats.connection.length > 0)
      sink.once(sink.formats.connection, { ...event, level: undefined, exchange: undefined });
    if (surroundings?.firstOfRequest && sink.formats.request.length > 0)
      sink.once(sink.formats.request, { ...event, level: undefined });
    sink.write(event);
  }

  #sinkOf(exchange: Exchange | undefined): ErrorSink {
    const host = exchange?.program.virtualHost;
    return (host && this.#hosts.get(host)) ?? this.#main;
  }

  async close(): Promise<void> {
    const targets = new Set([this.#main, ...this.#hosts.values()].map(({ target }) => target));
    await Promise.all([...targets].map((target) => target.close()));
  }
}

/** The recorder of one connection: log lines carry the client's address, steps are not wanted. */
export class ConnectionRecorder implements Recorder {
  readonly wantsSteps = false;
  /** Requests before the one at hand. */
  #before = -1;
  #written = 0;
  readonly #log: ErrorLog;
  readonly #connection: ConnectionFacts;

  constructor(log: ErrorLog, connection: ConnectionFacts) {
    this.#log = log;
    this.#connection = connection;
  }

  log(level: LogLevel, code: string | undefined, message: string, module?: string): void {
    this.tell({ level, code, message, module });
  }

  /** The next request of the connection begins. */
  begin(): void {
    this.#before++;
  }

  /** Counts the line before it is written: from its first line on, a request has a name in the log. */
  tell(told: Told): void {
    const { exchange } = told;
    const module = moduleOf(told.code, told.module);
    if (!this.#log.wants(told.level, exchange, module)) return;
    const written = this.#written++;
    this.#log.record(told, module, {
      connection: this.#connection,
      keptAlive: Math.max(0, this.#before),
      firstOfConnection: written === 0,
      firstOfRequest: exchange !== undefined && written === (exchange.facts.writtenBefore ?? 0),
    });
  }

  wants(level: LogLevel, exchange?: Exchange): boolean {
    return this.#log.wants(level, exchange);
  }

  get written(): number {
    return this.#written;
  }

  step(_step: Step): void {}

  of(exchange: Exchange): Recorder {
    return new ExchangeRecorder(this, exchange);
  }
}

/** The recorder of one exchange: its lines can tell of the request. */
class ExchangeRecorder implements Recorder {
  readonly wantsSteps = false;
  readonly #connection: ConnectionRecorder;
  readonly #exchange: Exchange;

  constructor(connection: ConnectionRecorder, exchange: Exchange) {
    this.#connection = connection;
    this.#exchange = exchange;
  }

  log(level: LogLevel, code: string | undefined, message: string, module?: string): void {
    this.#connection.tell({ level, code, message, module, exchange: this.#exchange });
  }

  wants(level: LogLevel): boolean {
    return this.#connection.wants(level, this.#exchange);
  }

  get written(): number {
    return this.#connection.written;
  }

  step(_step: Step): void {}

  of(exchange: Exchange): Recorder {
    return this.#connection.of(exchange);
  }
}

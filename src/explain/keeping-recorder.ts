import type { Exchange, Recorder } from '../evaluate/exchange.js';
import type { LogLevel, Step } from '../evaluate/trace.js';
import type { Event } from './explanation.js';
import { masked } from './mask.js';

/** One request of the chain, and all that was seen of it in order. */
export interface Kept {
  readonly exchange: Exchange;
  readonly events: Event[];
}

/** Keeps everything in order, apart for each request; what inner look-ups do stands inside the request that asked. */
export class KeepingRecorder implements Recorder {
  readonly wantsSteps = true;
  /** The client's request, then its internal redirects. */
  readonly kept: Kept[] = [];
  readonly #events = new Map<Exchange, Event[]>();
  #current: Event[] = [];

  log(level: LogLevel, code: string | undefined, message: string): void {
    this.keep(logged(level, code, message));
  }

  step(step: Step): void {
    this.keep(step);
  }

  of(exchange: Exchange): Recorder {
    const keepFor = (event: Event): void => {
      this.#current = this.#eventsOf(exchange);
      this.keep(event);
    };
    return {
      wantsSteps: true,
      log: (level, code, message) => keepFor(logged(level, code, message)),
      step: keepFor,
      of: (inner) => this.of(inner),
    };
  }

  /** Belongs to the request that was seen last. */
  keep(event: Event): void {
    this.#current.push(masked(event));
  }

  #eventsOf(exchange: Exchange): Event[] {
    const known = this.#events.get(exchange);
    if (known) return known;
    const events: Event[] = [];
    this.#events.set(exchange, events);
    if (exchange.main)
      this.#eventsOf(exchange.main).push({ step: 'subrequest', target: exchange.unparsedUri, events });
    else this.kept.push({ exchange, events });
    return events;
  }
}

function logged(level: LogLevel, code: string | undefined, message: string): Event {
  return { step: 'log', level, ...(code === undefined ? {} : { code }), message };
}

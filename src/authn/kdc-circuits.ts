/** When a realm's KDC counts as gone, and how long it is left alone then. Times are milliseconds. */
export interface CircuitLimits {
  /** Checks in a row without an answer; 3. */
  readonly failures: number;
  /** The first pause, doubled with each probe that fails, up to `longestPause`; 5,000 and 60,000. */
  readonly pause: number;
  readonly longestPause: number;
}

/** What is known of a KDC that has not answered lately. */
interface Circuit {
  failures: number;
  pause: number;
  /** Until when nothing is asked; absent while checks still go through. */
  until?: number;
  probing: boolean;
}

/** Realms come from clients, too, who can name more than there are. */
const mostRealms = 64;

/**
 * Remembers which realms' KDCs do not answer: after some checks in a row without an answer none is let through for a while, then one
 * as a probe. Each change is told once.
 */
export class KdcCircuits {
  readonly #circuits = new Map<string, Circuit>();
  /** The default realm, and those whose KDC has answered: they are there, and are not forgotten for others. */
  readonly #proven = new Set(['']);
  readonly #limits: CircuitLimits;
  readonly #tell: (message: string) => void;

  constructor(limits: CircuitLimits, tell: (message: string) => void) {
    this.#limits = limits;
    this.#tell = tell;
  }

  /** Whether a check may go to the realm's KDC now; whoever is let in reports what came of it. */
  admits(realm: string): boolean {
    const circuit = this.#circuits.get(realm);
    if (circuit?.until === undefined) return true;
    if (circuit.probing || Date.now() < circuit.until) return false;
    circuit.probing = true;
    return true;
  }

  /** Whether checks for the realm are held back; asks without letting anything through. */
  isOpen(realm: string): boolean {
    return this.#circuits.get(realm)?.until !== undefined;
  }

  /** The KDC has said something, be it no. */
  answered(realm: string): void {
    if (this.#proven.size < mostRealms) this.#proven.add(realm);
    const circuit = this.#circuits.get(realm);
    if (!circuit) return;
    this.#circuits.delete(realm);
    if (circuit.until !== undefined)
      this.#tell(`the KDC of ${named(realm)} answers again: passwords are checked`);
  }

  /** The KDC could not be reached or did not answer in time. */
  silent(realm: string): void {
    const circuit = this.#circuits.get(realm) ?? this.#begin(realm);
    circuit.failures++;
    if (circuit.until !== undefined) {
      if (!circuit.probing) return;
      circuit.probing = false;
      circuit.pause = Math.min(circuit.pause * 2, this.#limits.longestPause);
      circuit.until = Date.now() + circuit.pause;
    } else if (circuit.failures >= this.#limits.failures) {
      circuit.until = Date.now() + circuit.pause;
      const rest = `one is tried every ${circuit.pause / 1000} seconds and more rarely later`;
      this.#tell(
        `no KDC of ${named(realm)} answers, ${circuit.failures} times in a row: passwords for it are refused unasked, ${rest}; see [realms] in krb5.conf and whether the KDC runs`,
      );
    }
  }

  /** A check has ended without any word on the KDC. */
  undecided(realm: string): void {
    const circuit = this.#circuits.get(realm);
    if (circuit) circuit.probing = false;
  }

  #begin(realm: string): Circuit {
    const realms = [...this.#circuits.keys()];
    const least = realms.find((known) => !this.#proven.has(known)) ?? realms[0];
    if (realms.length >= mostRealms && least !== undefined) this.#circuits.delete(least);
    const circuit: Circuit = { failures: 0, pause: this.#limits.pause, probing: false };
    this.#circuits.set(realm, circuit);
    return circuit;
  }
}

/**
 * The realm of a principal as a client writes it, read as krb5_parse_name does: behind the first `@` that no backslash takes its
 * meaning from. Empty for the default realm.
 */
export function realmOfPrincipal(user: string): string {
  const realm = /^(?:\\.|[^\\@])*@(.*)$/s.exec(user)?.[1] ?? '';
  return realm
    .slice(0, 2 * longestRealm)
    .replace(/\\(.)/gs, '$1')
    .slice(0, longestRealm);
}

const longestRealm = 255;

const named = (realm: string): string =>
  realm === '' ? 'the default realm' : `the realm ${realm.replace(/[^\x21-\x7e]/g, '?')}`;

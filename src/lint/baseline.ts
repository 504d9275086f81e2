import type { Finding } from './finding.js';

/** Findings that are known and put up with: only new ones are told. */
export interface Baseline {
  readonly version: 1;
  /** Fingerprints, each with its rule and message for people who look at the file. */
  readonly findings: Readonly<Record<string, { readonly rule: string; readonly message: string }>>;
}

/** A baseline that holds these findings. */
export function baselineOf(findings: readonly (readonly [Finding, string])[]): Baseline {
  const sorted = findings.toSorted(([, left], [, right]) => (left < right ? -1 : 1));
  return {
    version: 1,
    findings: Object.fromEntries(sorted.map(([{ id, message }, key]) => [key, { rule: id, message }])),
  };
}

/** Reads a baseline; `undefined` when the text is none. */
export function readBaseline(text: string): Baseline | undefined {
  try {
    const value = JSON.parse(text) as Partial<Baseline> | null;
    const isBaseline = value?.version === 1 && typeof value.findings === 'object' && value.findings !== null;
    return isBaseline ? (value as Baseline) : undefined;
  } catch {
    return undefined;
  }
}

/** Those that the baseline does not hold. */
export function beyondBaseline(
  findings: readonly (readonly [Finding, string])[],
  { findings: known }: Baseline,
): readonly (readonly [Finding, string])[] {
  return findings.filter(([, key]) => !Object.hasOwn(known, key));
}

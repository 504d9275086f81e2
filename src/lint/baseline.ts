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

/** Reads a baseline; `problem` says why a text is none. */
export function readBaseline(
  text: string,
):
  | { readonly baseline: Baseline; readonly problem?: never }
  | { readonly problem: string; readonly baseline?: never } {
  const again = '--update-baseline writes it anew';
  let value: Partial<Record<keyof Baseline, unknown>> | null;
  try {
    value = JSON.parse(text) as typeof value;
  } catch (error) {
    return { problem: `is no JSON: ${(error as Error).message}; ${again}` };
  }
  const version = value?.version;
  if (typeof version === 'number' && version !== 1)
    return { problem: `is a baseline of version ${version}, and this kerbgate knows version 1; ${again}` };
  const { findings } = value ?? {};
  if (version === 1 && typeof findings === 'object' && findings !== null && !Array.isArray(findings))
    return { baseline: value as Baseline };
  return { problem: `is no baseline of kerbgate; ${again}` };
}

/** Those that the baseline does not hold. */
export function beyondBaseline(
  findings: readonly (readonly [Finding, string])[],
  { findings: known }: Baseline,
): readonly (readonly [Finding, string])[] {
  return findings.filter(([, key]) => !Object.hasOwn(known, key));
}

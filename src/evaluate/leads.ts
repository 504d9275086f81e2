import type { SectionMatch } from '../ruleset/core.js';

/** What every path begins with that a wildcard or an anchored pattern finds; empty where that is not plain to see. */
export function leadOf(match: Exclude<SectionMatch, { kind: 'prefix' }>): string {
  if (match.kind === 'wildcard') return /^[\w/.-]*/.exec(match.pattern)![0];
  const { pattern, flags } = match.regex;
  if (flags !== '' || /\||\(\?|\(\*/.test(pattern)) return '';
  const [, plain = ''] = /^\^((?:[\w/-]|\\[./-])+)/.exec(pattern) ?? [];
  const isCounted = /^[*+?{]/.test(pattern.slice(plain.length + 1));
  const units = plain.match(/\\?./g) ?? [];
  return (isCounted ? units.slice(0, -1) : units).map((unit) => unit.at(-1)!).join('');
}

/** Things by the text that paths have to begin with, found without looking at each. */
export class Leads<Each> {
  readonly #byLead = new Map<string, Each[]>();
  /** Ascending. */
  #lengths: readonly number[] = [];

  add(lead: string, each: Each): void {
    const known = this.#byLead.get(lead);
    if (known) known.push(each);
    else {
      this.#byLead.set(lead, [each]);
      if (!this.#lengths.includes(lead.length))
        this.#lengths = [...this.#lengths, lead.length].sort((one, other) => one - other);
    }
  }

  /** Adds those whose lead a path begins with. */
  find(path: string, into: Each[]): void {
    for (const length of this.#lengths) {
      if (length > path.length) return;
      const found = this.#byLead.get(path.slice(0, length));
      if (found) for (const each of found) into.push(each);
    }
  }
}

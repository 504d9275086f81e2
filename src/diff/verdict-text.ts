import { toldValue } from '../source/secret-text.js';
import type { Verdict } from './decision-diff.js';
import { wordsForValues } from './verdict.js';

/** A verdict in words; `other` is the one beside it, so that what both have need not be told. */
export function verdictText(verdict: Verdict, other: Verdict): string {
  const { kind, status, user, challenges, target } = verdict;
  switch (kind) {
    case 'granted':
      return [
        user === undefined ? 'granted to anybody' : `granted as ${user}`,
        ...details(verdict, other),
      ].join('; ');
    case 'challenge':
      return `${status}, ${challengeText(challenges)}${pageText(target, status)}`;
    case 'denied':
      return `denied with ${status}${pageText(target, status)}`;
    case 'redirect':
      return `redirected to ${target === '' ? 'nowhere' : target} with ${status}`;
    case 'error':
      return `an error, ${status}${pageText(target, status)}`;
  }
}

function challengeText(challenges: readonly string[]): string {
  return challenges.length === 0 ? 'with no challenge' : `asks for ${challenges.join(' and ')}`;
}

const pageText = (target: string, status: number): string =>
  target === `the page for ${status}` ? '' : `, with ${target}`;

/** What of a granted request is told: all that differs from another granted one. */
function details(verdict: Verdict, other: Verdict): readonly string[] {
  const { target, identity, forged, proof, override } = verdict;
  const alike = other.kind === 'granted';
  const fields = identity.map(([name, value]) => `${name}: ${toldField(name, value)}`);
  const differs = (one: unknown, two: unknown): boolean => JSON.stringify(one) !== JSON.stringify(two);
  return [
    ...(!alike || target !== other.target ? [target] : []),
    ...(alike && verdict.user !== undefined && differs(proof, other.proof)
      ? [`proven by ${proof.join(' and ') || 'nothing'}`]
      : []),
    ...(alike && differs(identity, other.identity)
      ? [`request fields passed on: ${fields.join(', ') || 'as they came'}`]
      : []),
    ...(forged.length > 0 ? [`made-up ${forged.join(', ')} of the client passed on`] : []),
    ...(alike && override !== other.override ? [`per-directory files: ${overrideText(override)}`] : []),
  ];
}

function overrideText(override: string): string {
  if (override === '') return 'not set';
  const [set, list] = JSON.parse(override) as [
    { classes: readonly string[] } | null,
    readonly string[] | null,
  ];
  const words = [...(set?.classes ?? []), ...(list ?? [])];
  return words.length === 0 ? 'none' : words.join(' ');
}

/** How much a per-directory file may say, so that more of it can be told from less. */
export function overrideWords(override: string): ReadonlySet<string> {
  const text = overrideText(override);
  return new Set(text === 'none' || text === 'not set' ? [] : text.split(' '));
}

const toldField = (name: string, value: string): string =>
  wordsForValues.has(value) ? value : toldValue(name, value);

/** For JSON.stringify: the fields that are passed on, without values that let in whoever knows them. */
export const withoutSecretFields = (key: string, value: unknown): unknown =>
  key === 'identity' && Array.isArray(value)
    ? (value as Verdict['identity']).map(([name, text]) => [name, toldField(name, text)])
    : value;

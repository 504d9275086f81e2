import type { ArgumentInput } from '../directives/args.js';
import type { Definition } from '../directives/define.js';
import type { Registered } from '../directives/index.js';
import { anyMachine } from '../directives/machine.js';
import { makeArguments } from '../syntax/words.js';
import { type ArgumentWord, argumentWords, requireWords, usualWords } from './argument-words.js';

/**
 * The words that a directive takes as its next argument, behind some that are written. They are found out by asking: where a word that
 * nothing knows is refused, the words that the definition's own texts name are tried, and those that are taken are values.
 */
export function valuesOf(entry: Registered, before: readonly string[]): readonly ArgumentWord[] {
  const { name, definition } = entry;
  const { args } = definition;
  if (args.kind === 'none') return [];
  if (args.kind === 'flag') return before.length === 0 ? [{ word: 'On' }, { word: 'Off' }] : [];
  if (name === 'Require') return requirements(entry, before);
  const usual = ownOf(usualWords, name);
  if (usual) return before.length === 0 || args.kind !== 'one' ? usual : [];
  return takenBehind(entry, before);
}

function requirements(entry: Registered, before: readonly string[]): readonly ArgumentWord[] {
  const named = before[0]?.toLowerCase() === 'not' ? before.slice(1) : before;
  const [provider] = named;
  if (provider !== undefined)
    return named.length === 1 || provider === 'method' ? (ownOf(requireWords, provider) ?? []) : [];
  const words = ownOf(argumentWords, entry.name) ?? [];
  return before.length === 0 ? words : words.filter(({ word }) => word !== 'not');
}

/** The words that an argument is tried in front of: some directives want two or three. */
const paddings: readonly (readonly string[])[] = [
  [],
  ['x'],
  ['x', 'x'],
  ['x', 'x', 'x'],
  ['x', '192.0.2.1'],
  ['set', 'x', 'x'],
];

/** Words of the table count behind any number of others, those of the definition's own texts where the first try finds some. */
function takenBehind({ name, definition }: Registered, before: readonly string[]): readonly ArgumentWord[] {
  const table = ownOf(argumentWords, name) ?? [];
  const found: ArgumentWord[] = [];
  for (const behind of paddings) {
    const refusal = (word: string): string | undefined =>
      refusalOf(name, definition, [...before, word, ...behind]);
    const unknown = refusal(unheardOf);
    if (unknown === undefined || refusal('5') === undefined) break;
    const words = [...table, ...wordsIn(`${definition.args.usage} ${unknown}`)];
    found.push(...words.filter(({ word }) => refusal(word) === undefined));
    if (found.length > 0 && table.length === 0) break;
  }
  return withoutRepeats(found);
}

const ownOf = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** No directive gives this word a meaning. */
const unheardOf = 'no-such-word-at-all';

const always = ['On', 'Off', 'None', 'All', 'Default'];

const wordsIn = (text: string): readonly ArgumentWord[] =>
  [...always, ...(text.match(/[A-Za-z][\w.,+-]*\w/g) ?? [])].map((word) => ({ word }));

/** Names know no case; the first spelling stays. */
function withoutRepeats(words: readonly ArgumentWord[]): readonly ArgumentWord[] {
  const byName = new Map<string, ArgumentWord>();
  for (const each of words)
    if (!byName.has(each.word.toLowerCase())) byName.set(each.word.toLowerCase(), each);
  return [...byName.values()];
}

/** httpd's words against a line with some words; undefined for a line that is taken. */
export function refusalOf(name: string, { args }: Definition, words: readonly string[]): string | undefined {
  const raw = words.join(' ');
  const file = { path: '<values>', text: raw };
  const input: ArgumentInput = {
    name,
    args: makeArguments(raw, { file, start: 0, end: raw.length }, (start, end) => ({ file, start, end })),
    place: 'section',
    enclosing: [],
    home: { server: {}, path: '/' },
    machine: { ...anyMachine },
    isLoaded: () => true,
  };
  const result = args.parse(input);
  return 'problem' in result ? `${result.problem} ${result.hint ?? ''}` : undefined;
}

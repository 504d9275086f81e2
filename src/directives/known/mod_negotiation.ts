import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { at } from './judge.js';

const known = ['None', 'Prefer', 'Fallback'] as const;
const chosenIn = earlier(() => new Set<(typeof known)[number]>());

/** None goes with nothing else, also not with what other lines of the section say. */
const force: ArgumentCheck = (input, words) => {
  const chosen = chosenIn(input.home);
  for (const [index, word] of words.entries()) {
    const option = known.find((each) => each.toLowerCase() === word.toLowerCase());
    if (!option) return at(input, index, `Invalid ForceLanguagePriority option ${word}`);
    if (option === 'None' && (chosen.has('Prefer') || chosen.has('Fallback')))
      return at(input, index, 'Cannot combine ForceLanguagePriority options with None');
    if (option !== 'None' && chosen.has('None'))
      return at(input, index, `Cannot combine ForceLanguagePriority options None and ${option}`);
    chosen.add(option);
  }
  return undefined;
};

/** What mod_negotiation refuses. */
export const negotiationChecks: ModuleChecks = { ForceLanguagePriority: force };

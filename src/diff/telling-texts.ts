import type { Regex } from '../ruleset/text.js';
import { foundIn } from './found-language.js';
import { type Language, Languages, NoLanguage, textIn } from './pattern-language.js';
import { candidatesOf, preferred, tester } from './pattern-samples.js';

/** What two patterns are told apart by: no texts where it is proven that they find the same, `undefined` where it is not known. */
export type TellingTexts = readonly string[] | undefined;

/** Forms of texts that requests have: paths, names of files, anything. */
const path = { pattern: '^/$|^(?:/(?:[!-\\-0-~]|\\.[!-\\-0-~])[!-.0-~]*)+/?$', flags: '' };
const name = { pattern: '^(?:[!-\\-0-~]|\\.[!-\\-0-~])[!-.0-~]*$', flags: '' };

const mostTexts = 8;

/** Texts that one of two patterns finds and the other one does not, in each form that requests have. */
export function tellingTexts(one: Regex, other: Regex): TellingTexts {
  const exact = provenTexts(one, other);
  if (exact !== undefined) return exact;
  const [takesOne, takesOther] = [tester(one), tester(other)];
  const texts = [...new Set([...candidatesOf(one), ...candidatesOf(other)])];
  const telling = texts.filter((text) => takesOne(text) !== takesOther(text));
  return telling.length > 0 ? telling.slice(0, mostTexts) : undefined;
}

function provenTexts(one: Regex, other: Regex): TellingTexts {
  const made = new Languages();
  const texts: string[] = [];
  try {
    const [mine, theirs, ...forms] = [one, other, path, name].map((regex) => foundIn(regex, made));
    const onlies = [made.both(mine!, made.not(theirs!)), made.both(made.not(mine!), theirs!)];
    const search = (language: Language): void => {
      const found = textIn(made, language, preferred);
      if (found !== undefined) texts.push(found);
    };
    for (const only of onlies) search(only);
    if (texts.length === 0) return [];
    for (const form of forms) for (const only of onlies) search(made.both(form, only));
  } catch (thrown) {
    if (!(thrown instanceof NoLanguage)) throw thrown;
    if (texts.length === 0) return undefined;
  }
  // Texts in the form of paths were found last.
  return [...new Set(texts.reverse())];
}

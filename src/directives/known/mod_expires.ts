import { cutWord } from '../../syntax/words.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { at } from './judge.js';

/** Units of time; httpd looks at their first letters only. */
const units = /^(?:y|mo|w|d|h|mi|s)/i;

/** The words of a text, as httpd cuts its lines; an empty one ends them. */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (let word = cutWord(text, 0); word && word.value !== ''; word = cutWord(text, word.next))
    words.push(word.value);
  return words;
}

/** The first thing that is wrong with pairs of a number and a unit, with the word that is. */
export function pairProblem(
  words: readonly string[],
): { readonly kind: 'number' | 'missing' | 'unit'; readonly word: string } | undefined {
  for (let index = 0; index < words.length; index += 2) {
    const [number = '', unit] = words.slice(index, index + 2);
    if (!/^\d/.test(number)) return { kind: 'number', word: number };
    if (unit === undefined) return { kind: 'missing', word: '' };
    if (!units.test(unit)) return { kind: 'unit', word: unit };
  }
  return undefined;
}

/** `access plus 1 month 2 days`, or a letter and seconds as in `A3600`. */
function codeProblem(code: string): string | undefined {
  if (/^[AM]/.test(code)) return undefined;
  const [base = '', ...rest] = wordsOf(code);
  if (!/^[nam]/i.test(base)) return `bad expires code, unrecognised <base> '${base}'`;
  const wrong = pairProblem(/^p/i.test(rest[0] ?? '') ? rest.slice(1) : rest);
  if (!wrong) return undefined;
  if (wrong.kind === 'number') return `bad expires code, numeric value expected <num> '${wrong.word}'`;
  return wrong.kind === 'missing'
    ? 'bad expires code, missing <type>'
    : `bad expires code, unrecognised <type>'${wrong.word}'`;
}

const byType: ArgumentCheck = (input, [type = '', code = '']) => {
  if (!type.includes('/')) return at(input, 0, 'Invalid mimetype: should contain a slash');
  const problem = codeProblem(code);
  return problem === undefined ? undefined : at(input, 1, `'ExpiresByType ${type} ${code}': ${problem}`);
};

const byDefault: ArgumentCheck = (input, [code = '']) => {
  const problem = codeProblem(code);
  return problem === undefined ? undefined : at(input, 0, `'ExpiresDefault ${code}': ${problem}`);
};

/** What mod_expires refuses. */
export const expiresChecks: ModuleChecks = { ExpiresByType: byType, ExpiresDefault: byDefault };

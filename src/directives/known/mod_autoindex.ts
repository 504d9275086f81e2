import { leadingInteger } from '../words.js';
import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { all, at, first, type Judge, nth, oneOf } from './judge.js';

/** An icon may begin with a text for browsers without pictures: `(TXT,/icons/text.gif)`. */
const icon: Judge = (value) =>
  value.startsWith('(') && !value.includes(')') ? 'missing closing paren' : undefined;

const plain: ReadonlySet<string> = new Set([
  ...['fancyindexing', 'foldersfirst', 'htmltable', 'iconsarelinks', 'ignorecase', 'ignoreclient'],
  ...['scanhtmltitles', 'suppresscolumnsorting', 'suppressdescription', 'suppresshtmlpreamble'],
  ...['suppressicon', 'suppresslastmodified', 'suppresssize', 'suppressrules', 'trackmodified'],
  ...['versionsort', 'xhtml', 'showforbidden', 'addaltclass'],
]);

/** Options that only set a value, which httpd never holds against None. */
const lenient: ReadonlySet<string> = new Set(['iconwidth', 'iconheight', 'useolddateformat']);

const least: Readonly<Record<string, number>> = { NameWidth: 5, DescriptionWidth: 12 };

function widthProblem(name: string, sign: string, value: string | undefined): string | undefined {
  if (value === undefined)
    return sign === '-' ? undefined : `${name} with no value may only appear as '-${name}'`;
  if (sign === '-') return `Cannot combine '-' with ${name}=n`;
  const width = leadingInteger(value);
  return value.startsWith('*') || width === 0 || width >= least[name]!
    ? undefined
    : `${name} value must be greater than ${least[name]}`;
}

function optionProblem(sign: string, option: string): string | undefined {
  const [key = '', value] = option.split(/=(.*)/s, 2);
  const lower = key.toLowerCase();
  if (lower === 'namewidth') return widthProblem('NameWidth', sign, value);
  if (lower === 'descriptionwidth') return widthProblem('DescriptionWidth', sign, value);
  if (value !== undefined && (lower === 'type' || lower === 'charset')) return undefined;
  if (value !== undefined && (lower === 'iconwidth' || lower === 'iconheight'))
    return sign === '-'
      ? `Cannot combine '-' with ${lower === 'iconwidth' ? 'IconWidth' : 'IconHeight'}=n`
      : undefined;
  if (option.toLowerCase() === 'none')
    return sign === '' ? undefined : "Cannot combine '+' or '-' with 'None' keyword";
  return plain.has(option.toLowerCase()) || lenient.has(option.toLowerCase())
    ? undefined
    : 'Invalid directory indexing option';
}

/** Whether None and whether another option holds so far; None takes back what came before. */
interface Held {
  none: boolean;
  others: boolean;
}

const heldSoFar = earlier<Held>(() => ({ none: false, others: false }));

const indexOptions: ArgumentCheck = (input, words) => {
  const held = heldSoFar(input.home);
  const now = { ...held };
  for (const [index, word] of words.entries()) {
    const sign = /^[+-]/.exec(word)?.[0] ?? '';
    const option = word.slice(sign.length);
    const problem = optionProblem(sign, option);
    if (problem !== undefined) return at(input, index, problem);
    if (option.toLowerCase() === 'none') Object.assign(now, { none: true, others: false });
    else if (sign === '' && plain.has(option.toLowerCase())) now.others = true;
  }
  if (now.none && now.others) return { problem: "Cannot combine other IndexOptions keywords with 'None'" };
  Object.assign(held, now);
  return undefined;
};

const directions = oneOf(['Ascending', 'Descending'], "First keyword must be 'Ascending' or 'Descending'");
const keys = oneOf(
  ['Name', 'Date', 'Size', 'Description'],
  "Second keyword must be 'Name', 'Date', 'Size', or 'Description'",
);

/** What mod_autoindex refuses. */
export const autoindexChecks: ModuleChecks = {
  AddIcon: first(icon),
  AddIconByType: first(icon),
  AddIconByEncoding: first(icon),
  IndexOptions: indexOptions,
  IndexOrderDefault: all(first(directions), nth(1, keys)),
  FancyIndexing: () => ({
    problem: 'The FancyIndexing directive is no longer supported. Use IndexOptions FancyIndexing.',
  }),
};

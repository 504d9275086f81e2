import type { ArgumentCheck, ModuleChecks } from './check.js';
import { earlier } from './earlier.js';
import { at } from './judge.js';

/** Names of encodings that libxml2 has numbers for; it knows more, but not here. */
const numbered: ReadonlySet<string> = new Set([
  ...['UTF-8', 'UTF8', 'UTF-16', 'UTF16', 'ISO-10646-UCS-2', 'UCS-2', 'UCS2', 'ISO-10646-UCS-4', 'UCS-4'],
  ...['UCS4', 'ISO-8859-1', 'ISO-LATIN-1', 'ISO LATIN 1', 'ISO-8859-2', 'ISO-LATIN-2', 'ISO LATIN 2'],
  ...['ISO-8859-3', 'ISO-8859-4', 'ISO-8859-5', 'ISO-8859-6', 'ISO-8859-7', 'ISO-8859-8', 'ISO-8859-9'],
  ...['ISO-2022-JP', 'SHIFT_JIS', 'EUC-JP'],
]);

/** Names that earlier lines have given to encodings, in upper case. */
const aliases = earlier(() => new Map<string, string>());

const fallback: ArgumentCheck = (input, [charset = '']) => {
  const upper = charset.toUpperCase();
  const name = aliases(input.machine).get(upper) ?? upper;
  return numbered.has(name.toUpperCase())
    ? undefined
    : at(input, 0, 'Invalid or unsupported default charset');
};

const alias: ArgumentCheck = ({ machine }, [charset = '', ...names]) => {
  for (const name of names) aliases(machine).set(name.toUpperCase(), charset);
  return undefined;
};

/** What mod_xml2enc refuses. */
export const xml2encChecks: ModuleChecks = { xml2EncDefault: fallback, xml2EncAlias: alias };

import { METHODS } from 'node:http';
import { secretField } from '../source/secret-text.js';
import { addressChoices } from './addresses.js';
import type { Choice, Dimension, SupposedAttribute } from './circumstances.js';
import { credentialChoices, defaultRealmChoices, realmsLeftOut } from './credentials.js';
import type { Distinctions } from './distinctions.js';
import type { KnownFiles } from './supposed-files.js';
import { forgedValue } from './verdict.js';

/** What a place is told beyond what its rules say. */
export interface DimensionOptions {
  readonly files: KnownFiles;
  /** Both servers speak TLS, so that nothing comes in the clear. */
  readonly secure: boolean;
  /** Requests go on to an upstream or a program. */
  readonly passesOn: boolean;
  readonly methods: readonly string[];
  /** Whether requests that name a host come to the same servers. */
  readonly reaches: (host: string) => boolean;
  /** Is told what is left out. */
  readonly cutOff: Set<string>;
}

const mostValues = 60;
const mostQueries = 8;

/** The ways in which requests for a place differ; those of one choice are left out. */
export function dimensionsOf(told: Distinctions, options: DimensionOptions): readonly Dimension[] {
  const { flags } = told;
  noteCutOff(told, options.cutOff);
  const made: Dimension[] = [
    { name: 'credential', choices: credentialChoices(told, options.files) },
    { name: 'default realm', choices: defaultRealmChoices(told) },
    { name: 'method', choices: methodChoices(told, options.methods) },
    { name: 'address', choices: addressChoices(told) },
    { name: 'client name', choices: nameChoices(told) },
    { name: 'tls', choices: flags.has('tls') && !options.secure ? transport : [] },
    { name: 'certificate', choices: flags.has('certificate') ? certificates : [] },
    { name: 'groups', choices: groupChoices(told, options.files) },
    {
      name: 'directory',
      choices: someOf([...told.directory], 'the directory says', (directory) => ({ directory })),
    },
    { name: 'attributes', choices: attributeChoices(told) },
    { name: 'query', choices: queryChoices(told) },
    { name: 'version', choices: flags.has('version') ? versions : [] },
    { name: 'files', choices: flags.has('files') ? fileChoices : [] },
    ...fieldDimensions(told, options),
  ];
  return made.filter(({ choices }) => choices.length > 1);
}

/** What only one configuration names comes first, and is tried in any case. */
function noteCutOff(told: Distinctions, cutOff: Set<string>): void {
  const { users, fields, hosts, queries } = told;
  const realms = realmsLeftOut(told);
  if (realms > 0) cutOff.add(`of the realms that some places name ${realms} were not tried`);
  const most = Math.max(users.size, hosts.size, ...[...fields.values()].map(({ size }) => size));
  if (most > mostValues)
    cutOff.add(`of ${most} users or values that some places name ${mostValues} were tried`);
  if (queries.size > mostQueries)
    cutOff.add(`of ${queries.size} queries that some places look for ${mostQueries} were tried`);
}

const transport: readonly Choice[] = [
  { label: 'in the clear', change: { secure: false } },
  { label: 'over TLS', change: { secure: true } },
];
const certificates: readonly Choice[] = [
  { label: 'without a certificate', change: {} },
  { label: 'with a good certificate', change: { certificate: true, secure: true } },
];
const versions: readonly Choice[] = [
  { label: 'HTTP/1.1', change: {} },
  { label: 'HTTP/1.0', change: { version: '1.0' } },
];
const fileChoices: readonly Choice[] = [
  { label: 'where there is a file', change: {} },
  { label: 'where there is no file', change: { files: 'missing' } },
];

/** GET, those that are named, POST and one that nobody names. */
function methodChoices({ methods }: Distinctions, more: readonly string[]): readonly Choice[] {
  const named = [...methods, ...more].filter((method) => METHODS.includes(method));
  if (methods.size === 0 && more.length === 0) return [];
  const unnamed = ['PROPFIND', 'UNLOCK', 'MKCOL'].find((method) => !named.includes(method))!;
  const all = [...new Set(['GET', ...named, 'POST'])];
  return [
    ...all.map((method) => ({ label: method, change: { method } })),
    { label: `every other method (${unnamed})`, change: { method: unnamed } },
  ];
}

function nameChoices({ clientNames }: Distinctions): readonly Choice[] {
  const names = [...clientNames].filter((name) => /^[\w.-]+$/.test(name));
  if (names.length === 0) return [];
  const each = names.flatMap((name) => (name.startsWith('.') ? [`client${name}`] : [name, `client.${name}`]));
  const choices = [...new Set(each)].map((clientName) => ({
    label: `from a client named ${clientName}`,
    change: { clientName },
  }));
  return [{ label: 'from a client without a name', change: {} }, ...choices];
}

/** Only what files do not tell is supposed. */
function groupChoices({ groups, groupFiles }: Distinctions, files: KnownFiles): readonly Choice[] {
  if ([...groupFiles].every((path) => files.groups(path) !== undefined)) return [];
  const names = [...groups].map((name) => name.toLowerCase());
  return someOf(names, 'who is in the group', (chosen) => ({ groups: chosen }));
}

/** None of some things, all of them, each alone. */
function someOf(
  names: readonly string[],
  words: string,
  change: (chosen: readonly string[]) => Choice['change'],
): readonly Choice[] {
  const each = [...new Set(names)];
  if (each.length === 0) return [];
  const single =
    each.length === 1 ? [] : each.map((name) => ({ label: `${words} ${name}`, change: change([name]) }));
  return [
    {
      label: `${words.replace(/^who is/, 'who is not').replace(/says$/, 'does not say')} ${each.join(' nor ')}`,
      change: change([]),
    },
    { label: `${words} ${each.join(' and ')}`, change: change(each) },
    ...single,
  ];
}

function attributeChoices({ attributes }: Distinctions): readonly Choice[] {
  return someOf([...attributes], 'whose ticket says', (chosen) => ({
    attributes: chosen.map((text): SupposedAttribute => {
      const at = text.indexOf('=');
      return { name: text.slice(0, at), value: text.slice(at + 1) };
    }),
  }));
}

function queryChoices({ queries }: Distinctions): readonly Choice[] {
  const written = [...queries]
    .map((query) => query.replace(/[^\x21-\x7e]|#/g, ''))
    .filter((query) => query !== '');
  if (written.length === 0) return [];
  const choices = [...new Set(written)]
    .slice(0, mostQueries)
    .map((query) => ({ label: `with the query ${query}`, change: { query } }));
  return [{ label: 'without a query', change: {} }, ...choices];
}

/** Fields that are known by other dimensions. */
const elsewhere = new Set(['authorization', 'content-length', 'transfer-encoding', 'connection', 'expect']);

function fieldDimensions(told: Distinctions, { passesOn, reaches }: DimensionOptions): readonly Dimension[] {
  const names = new Set([...told.fields.keys(), ...(passesOn ? told.edited : [])]);
  const made: Dimension[] = [...names]
    .filter((name) => !elsewhere.has(name) && /^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name))
    .map((name) => ({ name: `field ${name}`, choices: fieldChoices(name, told, passesOn) }));
  if (told.hosts.size > 0) made.push({ name: 'field host', choices: hostChoices(told, reaches) });
  const lengths = [...told.lengths].flatMap((bound) => [bound, bound + 1]);
  if (lengths.length > 0) {
    const choices = [...new Set(lengths)].map((length) => fieldChoice('content-length', String(length)));
    made.push({
      name: 'field content-length',
      choices: [{ label: 'without a body', change: {} }, ...choices],
    });
  }
  return made;
}

function fieldChoices(name: string, told: Distinctions, passesOn: boolean): readonly Choice[] {
  const values = [...(told.fields.get(name) ?? [])]
    .map((value) => value.replace(/[^\x20-\xff]/g, '').trim())
    .filter((value) => value !== '');
  const forged = passesOn && told.edited.has(name) ? [forgedValue] : [];
  const tried = [...forged, ...new Set(values)].slice(0, mostValues);
  return [
    { label: `without ${shownName(name)}`, change: {} },
    ...tried.map((value, index) => fieldChoice(name, value, index)),
  ];
}

/** Values that are not told have numbers. */
const fieldChoice = (name: string, value: string, index = 0): Choice => ({
  label: `with ${shownName(name)}: ${secretField.test(name) ? `*** (${index + 1})` : value}`,
  change: { fields: { [name]: value } },
});

const shownName = (name: string): string => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

function hostChoices({ hosts }: Distinctions, reaches: (host: string) => boolean): readonly Choice[] {
  const names = [...hosts]
    .filter((host) => /^[\w.-]+(?::\d+)?$/.test(host) && reaches(host))
    .slice(0, mostValues);
  return [{ label: 'by the usual name', change: {} }, ...names.map((host) => fieldChoice('host', host))];
}

import { type Line, valuesOf } from '../../lint/line.js';
import { placeOf } from '../../syntax/edit-place.js';
import type { Directive, Section } from '../../syntax/tree.js';

/** The directives of mod_auth_kerb that are in force together: those of one section, which replace all that is said around it. */
export interface KrbSet {
  /** In the order in which they count. */
  readonly lines: readonly Line[];
  /** The section's own lines, those of other modules among them. */
  readonly around: readonly Line[];
  /** Whether what is off has to be said, since another line may have switched it on. */
  readonly explicit: boolean;
  /** The name of the server, as far as the text tells it for sure. */
  readonly serverName: string | undefined;
  /** Whether tickets were for that name whatever name a client used. */
  readonly canonicalName: boolean;
  readonly serverRoot: string;
}

/** A line as its file has it, before variables are replaced. */
export function written({ at }: Line): Directive | Section {
  return placeOf<Directive | Section>(at).item;
}

/** The values of its words as they are written. */
export const writtenValues = (line: Line): readonly string[] =>
  written(line).args.words.map(({ value }) => value);

/** What is written behind its name. */
export const writtenRaw = (line: Line): string => written(line).args.raw;

/** The line of a directive that counts: the last one. */
export const lastLine = (set: KrbSet, name: string): Line | undefined =>
  set.lines.findLast((line) => meantName(line) === name);

/** The first argument of the line of a directive that counts. */
export function wordOf(set: KrbSet, name: string): string | undefined {
  const line = lastLine(set, name);
  return line && writtenValues(line)[0];
}

/** What a switch is set to; a value that is none leaves the default, and one that is not known here is taken for Off. */
export function isOn(set: KrbSet, name: string, usual: boolean): boolean {
  const said = lastLine(set, name);
  if (said && isUnknown(said)) return false;
  const value = said && valuesOf(said)[0]?.toLowerCase();
  return value === 'on' || (value !== 'off' && usual);
}

/** Whether the value of a switch is told elsewhere: it is a parameter of a macro, or a variable that nothing defines. */
export function isUnknown(line: Line): boolean {
  const [value = ''] = valuesOf(line);
  return switches.has(meantName(line)) && !/^(?:on|off)$/i.test(value) && /[$@%]/.test(value);
}

const switches: ReadonlySet<string> = new Set([
  'KrbMethodNegotiate',
  'KrbMethodK5Passwd',
  'KrbVerifyKDC',
  'KrbSaveCredentials',
  'KrbLocalUserMapping',
  'KrbAuthoritative',
  'KrbDelegateBasic',
  'KrbConstrainedDelegation',
]);

/** Names that people write for others, which no version of the module knows. */
const misspelt: Readonly<Record<string, string>> = {
  krbmethodk5password: 'KrbMethodK5Passwd',
  krbmethodkrb5passwd: 'KrbMethodK5Passwd',
  krbmethodk5pass: 'KrbMethodK5Passwd',
  krbmethodnegotiation: 'KrbMethodNegotiate',
  krbmethodnegociate: 'KrbMethodNegotiate',
  krbkeytab: 'Krb5Keytab',
  krb5keytabfile: 'Krb5Keytab',
  krbauthrealm: 'KrbAuthRealms',
  krbrealms: 'KrbAuthRealms',
  krbdefaultrealm: 'KrbAuthRealms',
  krbsavecredential: 'KrbSaveCredentials',
  krbverifykdcs: 'KrbVerifyKDC',
};

/** The directive that a line is meant to be. */
export const meantName = ({ name }: Line): string => misspelt[name.toLowerCase()] ?? name;

/** Whether a line is one of mod_auth_kerb, or is meant to be. */
export const isKrbLine = ({ name, at }: Line): boolean =>
  at.kind === 'directive' && (/^krb[0-9]?[a-z]/i.test(name) || /^AuthKerberos$/i.test(name));

// Where a line of a configuration holds a secret as it is. Reports show lines, and are kept in logs that many can read: what stands there
// is not shown, and it is rather hidden too much than too little. It is told by the text alone, so that it works for directives that
// nobody knows, lines that were taken out by a comment, and texts that are half-written.

/** A half-open range of offsets in a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What is shown for a secret. */
const shownFor = '***';

/** Names of fields that tell the application that a request may be trusted. */
export const secretField =
  /(?:^|[-_])(?:authorization|api[-_]?key|secret|(?:auth|access|bearer|api|id)?[-_]?token|pass(?:word|wd|phrase)?|psk|shared[-_]?key)(?:[-_]?(?:key|value))?$/i;

/** Words that programs know and that keep nobody out. */
export const plainWord =
  /^(?:true|false|on|off|yes|no|none|null|fetch|required|no-?check|anonymous|dummy|disabled|enabled|unused|basic|bearer|negotiate|x+|\*+)$/i;

const name = String.raw`^[ \t]*(?:#[ \t]*)?<?`;
const word = String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"']\S*)[ \t]+`;

/** Each leads up to a secret, which goes on to the end of the line. */
const beginnings: readonly RegExp[] = [
  // AuthLDAPBindPassword and all that is called alike
  new RegExp(
    `${name}\\w*(?:pass?words?|passwd|pwd|passph?rase|secret|sessionkeys?|cryptokey|apikey)[ \\t]+`,
    'i',
  ),
  // AuthBasicFake USER PASSWORD
  new RegExp(`${name}AuthBasicFake[ \\t]+${word}`, 'i'),
  // (RequestHeader|Header) [always] set NAME VALUE
  new RegExp(
    `${name}(?:Request)?Header[ \\t]+(?:always[ \\t]+|onsuccess[ \\t]+)?["']?(?:set|add|append|merge|setifempty)["']?[ \\t]+["']?(?=([\\w-]+)["']?[ \\t])${word}`,
    'i',
  ),
  // (Define|SetEnv) NAME VALUE
  new RegExp(`${name}(?:Define|SetEnv)[ \\t]+["']?(?=(\\w+)["']?[ \\t])${word}`, 'i'),
  // SetEnvIf NAME PATTERN
  new RegExp(`${name}SetEnvIf(?:NoCase)?[ \\t]+["']?(?=([\\w-]+)["']?[ \\t])${word}`, 'i'),
  // the text behind a user, which both sides know
  /%\{(?:REMOTE_USER|GSS_NAME|RU)\}[es]?:(?=[^\s:%{}=@"']+["']?\s*$)/i,
  // password=…, of databases, and secret=…, of applications
  /\b(?:pass|passwd|password|pwd|passphrase|secret)=/i,
  // a field that is compared with a text
  /%\{(?:(?:HTTP|REQ|REQ_NOVARY|REQENV|ENV):)?[\w-]{0,60}(?:authorization|api[-_]?key|secret|token|passw(?:or)?d)[\w-]{0,60}\}["']?[ \t]*(?:[!=]=|=|[!=]~|-str\w*match|-fnmatch|-eq|-in)[ \t]*/i,
];

/** Passwords in URLs. */
const inUrl = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/@:"']*:([^\s/@"']+)@/gi;

const secretVariable = /passw|passph|pwd|secret|token|api_?key/i;

/** What stands elsewhere: a program, a file, a variable; or what is a switch. */
const elsewhere =
  /^(?:"(?:exec|file):[^"]*"|'(?:exec|file):[^']*'|(?:exec|file):\S*)$|^["']?(?:builtin|on|off|\$\{\w+\}|(?:expr=)?(?:(?:Basic|Bearer|Token|ApiKey|Digest|Negotiate)\s+)?%\{[^{}]*\}[es]?)["']?\s*$/i;

/** So much of a line is looked at; what follows is hidden. */
const longest = 65_536;

/** The secrets of one line; of a continued one all of it, with its backslashes and line ends. */
export function secretsOf(line: string): readonly Range[] {
  const text = line.slice(0, longest).replace(/\\\r?\n/g, (end) => ' '.repeat(end.length));
  const found: Range[] = [];
  for (const beginning of beginnings) {
    const match = beginning.exec(text);
    const start = match && match.index + match[0].length;
    if (start === null || (match?.[1] !== undefined && !isSecretName(match[1]))) continue;
    const value = text.slice(start).trimEnd();
    if (value === '' || elsewhere.test(value) || plainWord.test(value.replace(/^["']|["']$/g, ''))) continue;
    found.push({ start, end: start + value.length });
  }
  if (line.length > longest) found.push({ start: longest, end: line.length });
  for (const match of text.matchAll(inUrl)) {
    const end = match.index + match[0].length - 1;
    if (!/^(?:\$\{\w+\}|\d{1,5})$/.test(match[1]!)) found.push({ start: end - match[1]!.length, end });
  }
  return found;
}

const isSecretName = (field: string): boolean =>
  (secretField.test(field) || secretVariable.test(field)) &&
  !/(?:file|path|dir|endpoint|url|expir\w*)$/i.test(field);

/** The part of a line from `start` to `end` with its secrets, as `secretsOf` tells them, hidden. */
export function withoutRanges(line: string, secrets: readonly Range[], start = 0, end = line.length): string {
  const ordered = secrets
    .filter((each) => each.end > start && each.start < end)
    .toSorted((left, right) => left.start - right.start);
  let [text, at] = ['', start];
  for (const secret of ordered) {
    if (secret.end <= at) continue;
    if (secret.start >= at) text += line.slice(at, secret.start);
    if (secret.start >= at || at === start) text += shownFor;
    at = Math.min(end, secret.end);
  }
  return text + line.slice(at, end);
}

/** A line as a report may show it. */
export const withoutSecrets = (line: string): string => withoutRanges(line, secretsOf(line));

/** The value of a field of a request that is made up to show something: what lets in whoever knows it is for the reader to put in. */
export const toldValue = (name: string, value: string): string => (secretField.test(name) ? shownFor : value);

import type { Span } from '../source/file.js';
import { plainWord, secretField } from '../source/secret-text.js';
import { wayTo, writtenAt } from '../source/written.js';
import { holeIn } from './gaps.js';
import { type Line, rawOf, valuesOf, wordSpan } from './line.js';

/** A secret that a line holds as it is. It is never told itself: findings are kept in logs. */
export interface Secret {
  readonly at: Span;
  readonly what: string;
  readonly instead: string;
}

/** Lines that may hold one, by directive. */
export const secretLines: Readonly<Record<string, (line: Line) => readonly Secret[]>> = {
  AuthLDAPBindPassword: (line) => passwordsOf(line, 'the password for the directory'),
  SessionCryptoPassphrase: (line) =>
    passwordsOf(
      line,
      'the passphrase of sessions',
      'Write SessionCryptoPassphraseFile with a file that root alone reads, or exec: and a program that prints it.',
    ),
  OIDCClientSecret: (line) => passwordsOf(line, 'the secret of an OpenID client'),
  OIDCCryptoPassphrase: (line) => passwordsOf(line, 'the passphrase of sessions'),
  DBDParams: (line) =>
    parameterOf(line, /\b(?:pass|passwd|password)=(?!["'\s,;])/i, 'the password of a database'),
  ProxyPass: (line) => parameterOf(line, /^secret=./, 'the secret of an AJP application'),
  ProxySet: (line) => parameterOf(line, /^secret=./, 'the secret of an AJP application'),
  BalancerMember: (line) => parameterOf(line, /^secret=./, 'the secret of an AJP application'),
  RequestHeader: fieldSecrets,
};

const byProgram = 'Write exec: and a program that prints it, or ${NAME} for a variable of the environment.';
const byVariable =
  'Write ${NAME} for a variable of the environment that httpd is started with, and keep that where root alone reads it.';

function passwordsOf(line: Line, what: string, instead = byProgram): readonly Secret[] {
  return valuesOf(line).flatMap((value, index) => {
    const at = wordSpan(line, index);
    return value === '' || /^exec:/i.test(value) || isElsewhere(at) ? [] : [{ at, what, instead }];
  });
}

function parameterOf(line: Line, sign: RegExp, what: string): readonly Secret[] {
  return valuesOf(line).flatMap((value, index) => {
    const at = wordSpan(line, index);
    return sign.test(value) && !isElsewhere(at) ? [{ at, what, instead: byVariable }] : [];
  });
}

/** Whether a variable, a template or a placeholder stands for the secret. */
function isElsewhere(span: Span): boolean {
  const text = textOf(writtenAt(span));
  // What stands for a parameter of a macro is written where it is used.
  const put = span.file.pieces && /[$%@]\w/.test(text) ? wayTo(span).map((step) => textOf(step.span)) : [];
  return [text, ...put].some((each) => holeIn(each) !== undefined || placeholder.test(each));
}

const placeholder = /<[^<>]+>|\.\.\.|\xe2\x80\xa6/;

const textOf = ({ file, start, end }: Span): string => file.text.slice(start, end);

const setting: ReadonlySet<string> = new Set(['set', 'add', 'append', 'merge', 'setifempty']);

function fieldSecrets(line: Line): readonly Secret[] {
  const [action = '', field = '', value = ''] = valuesOf(line);
  const at = wordSpan(line, 2);
  if (!setting.has(action.toLowerCase()) || isElsewhere(at)) return [];
  const literal = secretField.test(field) ? literalOf(value) : behindUser(value);
  if (literal.length < 4 || plainWord.test(literal)) return [];
  return [{ at, what: `a secret that the application takes in ${field}`, instead: byVariable }];
}

/** What a value holds of its own: without the scheme of credentials, and what is worked out for each request. */
function literalOf(value: string): string {
  return value
    .replace(/^expr=/, '')
    .replace(/^(?:Basic|Bearer|Token|ApiKey|Digest|Negotiate)\s+/i, '')
    .replace(/%\{[A-Za-z_]+\}[es]?/g, '')
    .replace(/^%\{(?:base64|escape):(.*)\}$/, '$1')
    .replace(/%\{[^}]*\}[es]?|%[DtlIib]/g, '')
    .replace(/^[\s:;|]+|[\s:;|]+$/g, '');
}

/** A text that is told together with the user, as a word that both sides know. */
const behindUser = (value: string): string =>
  /%\{(?:REMOTE_USER|GSS_NAME|RU)\}[es]?:([^\s:%{}=@]+)$/.exec(value)?.[1] ?? '';

/** All secrets of a line. */
export function secretsIn(line: Line): readonly Secret[] {
  // In the definition of a macro stands what it is filled with: each use is a line of its own.
  const isPattern = line.around.some(({ name }) => name === '<Macro') && /[$%@]\w/.test(rawOf(line));
  if (isPattern || line.at.args.words.length === 0) return [];
  return secretLines[line.name]?.(line) ?? [];
}

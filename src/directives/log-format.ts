/** Letters of a log line that mod_log_config and mod_logio know, and those that mod_ssl adds. */
const letters: ReadonlySet<string> = new Set('haAlutfbBionLeVvpPHmqXCkrDTUsRIOS');
const sslLetters: ReadonlySet<string> = new Set('cx');
const pairs: ReadonlySet<string> = new Set(['^ti', '^to', '^FB']);

/** httpd's words about a LogFormat text, or undefined. */
export function logFormatProblem(format: string, hasSsl: boolean): string | undefined {
  for (let at = format.indexOf('%'); at !== -1; at = format.indexOf('%', at)) {
    at += 1;
    if (format[at] === '%') {
      at += 1;
      continue;
    }
    at += /^(?:[!<>,\d]|\{[^}]*(?:\}+|$))*/.exec(format.slice(at))![0].length;
    const letter = format[at];
    if (letter === undefined) return 'Ran off end of LogFormat parsing args to some directive';
    if (pairs.has(format.slice(at, at + 3))) at += 2;
    else if (!letters.has(letter) && !(hasSsl && sslLetters.has(letter)))
      return `Unrecognized LogFormat directive %${letter}`;
    at += 1;
  }
  return undefined;
}

const errorLetters: ReadonlySet<string> = new Set('aAeEFiklLmMnPtTvV');
const finestLevel = 15;

/** Where an ErrorLogFormat is used: for every line, or once for a connection or request. */
export type ErrorFormatUse = 'line' | 'once';

/** httpd's words about an ErrorLogFormat text, or undefined. */
export function errorFormatProblem(format: string, use: ErrorFormatUse): string | undefined {
  let message = false;
  for (const item of errorItems(format)) {
    const problem = itemProblem(item) ?? useProblem(item, use);
    if (problem !== undefined) return problem;
    message ||= item.letter === 'M';
  }
  return use === 'once' || message
    ? undefined
    : "main ErrorLogFormat must contain message format string '%M'";
}

/** One `%…` of an ErrorLogFormat; `letter` is empty where the text ends first. */
interface ErrorItem {
  readonly modifiers: string;
  readonly letter: string;
}

function* errorItems(format: string): Generator<ErrorItem> {
  let at = 0;
  while (at < format.length) {
    at += /^(?:\\[\s\S]?|[^%\\])*/.exec(format.slice(at))![0].length;
    if (format[at] !== '%') return;
    at += 1;
    if (format[at] === '%' || format[at] === ' ') {
      at += 1;
      continue;
    }
    const [modifiers] = /^(?:[-+\d]|\{[^}]*(?:\}+|$))*/.exec(format.slice(at))!;
    at += modifiers.length;
    yield { modifiers, letter: format[at] ?? '' };
    at += 1;
  }
}

function itemProblem({ letter }: ErrorItem): string | undefined {
  if (letter === '') return 'Ran off end of error log format parsing args to some directive';
  return errorLetters.has(letter) ? undefined : `Unrecognized error log format directive %${letter}`;
}

function useProblem({ modifiers, letter }: ErrorItem, use: ErrorFormatUse): string | undefined {
  const plain = modifiers.replace(/\{[^}]*\}*/g, '');
  const level = Number(/\d+(?=\D*$)/.exec(plain)?.[0] ?? 0);
  if (use === 'once' && letter === 'M')
    return '%M cannot be used in once-per-request or once-per-connection formats';
  if (use === 'line' && plain.includes('+'))
    return "The '+' flag cannot be used in the main error log format";
  if (use === 'once' && level > 0)
    return 'The loglevel cannot be used as a condition in once-per-request or once-per-connection formats';
  return level > finestLevel ? 'The specified loglevel modifier is out of range' : undefined;
}

/** A token of the conditions of httpd 2.2. */
export interface LegacyToken {
  readonly kind:
    | 'string'
    | 'pattern'
    | 'and'
    | 'or'
    | 'not'
    | '='
    | '!='
    | '>='
    | '<='
    | '>'
    | '<'
    | '('
    | ')'
    | 'access';
  readonly text: string;
  /** Where the next one begins. */
  readonly next: number;
}

const signs = [
  ['(', '('],
  [')', ')'],
  ['==', '='],
  ['=', '='],
  ['!=', '!='],
  ['!', 'not'],
  ['||', 'or'],
  ['&&', 'and'],
  ['>=', '>='],
  ['>', '>'],
  ['<=', '<='],
  ['<', '<'],
  ['-A', 'access'],
] as const;

/** The token at a place; `undefined` at the end. Behind `-A` a slash begins a path, elsewhere a pattern. */
export function legacyToken(
  text: string,
  from: number,
  before: LegacyToken['kind'] | undefined,
): LegacyToken | undefined {
  let at = from;
  while (at < text.length && /[ \t-\r]/.test(text[at]!)) at++;
  if (at === text.length) return undefined;
  for (const [sign, kind] of signs)
    if (text.startsWith(sign, at)) return { kind, text: sign, next: at + sign.length };
  if (text[at] === "'") return quoted(text, at + 1, "'", 'string');
  if (text[at] === '/' && before !== 'access') return quoted(text, at + 1, '/', 'pattern');
  return bare(text, at);
}

/** What is not closed is empty, and takes the rest of the text. A backslash keeps what follows it. */
function quoted(text: string, from: number, quote: string, kind: 'string' | 'pattern'): LegacyToken {
  let value = '';
  for (let at = from; at < text.length; at++) {
    if (text[at] === quote) return { kind, text: value, next: at + 1 };
    if (text[at] === '\\') at++;
    value += text[at] ?? '';
  }
  return { kind, text: '', next: text.length };
}

function bare(text: string, from: number): LegacyToken {
  let value = '';
  let at = from;
  for (; at < text.length; at++) {
    const character = text[at]!;
    if (/[ \t-\r()=!<>]/.test(character)) break;
    if ((character === '|' || character === '&') && text[at + 1] === character) break;
    if (character === '\\') at++;
    value += text[at] ?? '';
  }
  return { kind: 'string', text: value, next: Math.min(at, text.length) };
}

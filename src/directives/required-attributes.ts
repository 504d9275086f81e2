/** What GssapiRequiredNameAttributes asks of one attribute: that it is there, or that one of its values is the text or has the base64 form. */
export interface AttributeRequirement {
  readonly attribute: string;
  readonly value:
    | { readonly kind: 'any' }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'base64'; readonly base64: string };
}

/** Terms in order; both operators bind alike and group to the right: `a and b or c` is `a and (b or c)`. */
export interface AttributeExpression {
  readonly first: AttributeTerm;
  readonly rest: readonly { readonly operator: 'and' | 'or'; readonly term: AttributeTerm }[];
}

/** A requirement, or an expression in parentheses. */
export type AttributeTerm = AttributeRequirement | AttributeExpression;

type Token = readonly [kind: '(' | ')' | ' ' | 'and' | 'or' | '=' | ':=' | '*' | 'word', text: string];

const scanner = /\(|\)| |:=|=|\*|[A-Za-z0-9_\-[\]]+|[\s\S]/g;

const deepest = 100;
const mostTerms = 1000;

/** A GssapiRequiredNameAttributes expression, or what is wrong with it, for people. */
export function attributeExpression(
  text: string,
): { readonly expression: AttributeExpression } | { readonly flaw: string } {
  const reader: Reader = { tokens: tokensOf(text), at: 0, terms: 0 };
  const found = readExpression(reader, 0);
  if (typeof found === 'string') return { flaw: found };
  if (reader.at < reader.tokens.length) {
    const blank = '"and" and "or" need exactly one blank on each side';
    return { flaw: kindAt(reader) === ')' ? 'a parenthesis is closed that was never opened' : blank };
  }
  return { expression: found };
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  terms: number;
}

const kindAt = ({ tokens, at }: Reader, ahead = 0) => tokens[at + ahead]?.[0];

function readExpression(reader: Reader, depth: number): AttributeExpression | string {
  const first = readTerm(reader, depth);
  if (typeof first === 'string') return first;
  const rest: { operator: 'and' | 'or'; term: AttributeTerm }[] = [];
  for (;;) {
    const operator = kindAt(reader, 1);
    if (kindAt(reader) !== ' ' || (operator !== 'and' && operator !== 'or') || kindAt(reader, 2) !== ' ')
      return { first, rest };
    reader.at += 3;
    const term = readTerm(reader, depth);
    if (typeof term === 'string') return term;
    rest.push({ operator, term });
  }
}

function readTerm(reader: Reader, depth: number): AttributeTerm | string {
  reader.terms += 1;
  if (depth > deepest || reader.terms > mostTerms)
    return `more than ${deepest} nested parentheses or ${mostTerms} requirements are not taken`;
  if (kindAt(reader) !== '(') return readRequirement(reader);
  reader.at += 1;
  const inner = readExpression(reader, depth + 1);
  if (typeof inner === 'string') return inner;
  if (kindAt(reader) !== ')') return 'a parenthesis is not closed, or stands beside a blank';
  reader.at += 1;
  return inner;
}

function readRequirement(reader: Reader): AttributeRequirement | string {
  const [name, operator, value] = reader.tokens.slice(reader.at, reader.at + 3);
  const flaw = 'each requirement is written name=value, name=* or name:=base64';
  if (name?.[0] !== 'word' || !value) return flaw;
  reader.at += 3;
  const attribute = name[1];
  if (operator![0] === '=' && value[0] === '*') return { attribute, value: { kind: 'any' } };
  if (value[0] !== 'word') return flaw;
  if (operator![0] === '=') return { attribute, value: { kind: 'text', text: value[1] } };
  return operator![0] === ':=' ? { attribute, value: { kind: 'base64', base64: value[1] } } : flaw;
}

/** Characters outside the module's alphabet are skipped, as its scanner does. */
function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of expression.matchAll(scanner)) {
    if (/^[A-Za-z0-9_\-[\]]/.test(piece)) tokens.push([wordKind(piece), piece]);
    else if (/^[() =*]$|^:=$/.test(piece)) tokens.push([piece as Token[0], piece]);
  }
  return tokens;
}

function wordKind(piece: string): 'and' | 'or' | 'word' {
  if (piece === 'and' || piece === 'AND') return 'and';
  return piece === 'or' || piece === 'OR' ? 'or' : 'word';
}

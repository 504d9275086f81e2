type Token = '(' | ')' | ' ' | 'and' | 'or' | '=' | ':=' | '*' | 'word';

const scanner = /\(|\)| |:=|=|\*|[A-Za-z0-9_\-[\]]+|[\s\S]/g;

/** What is wrong with a GssapiRequiredNameAttributes expression, for people; undefined when the module takes it. */
export function attributeExpressionFlaw(expression: string): string | undefined {
  const tokens = tokensOf(expression);
  let at = 0;
  let open = 0;
  for (;;) {
    while (tokens[at] === '(') {
      open += 1;
      at += 1;
    }
    if (!requirementAt(tokens, at)) return 'each requirement is written name=value, name=* or name:=base64';
    at += 3;
    while (tokens[at] === ')' && open > 0) {
      open -= 1;
      at += 1;
    }
    if (at === tokens.length) return open === 0 ? undefined : 'a parenthesis is not closed';
    if (!operatorAt(tokens, at)) return '"and" and "or" need exactly one blank on each side';
    at += 3;
  }
}

/** Characters outside the module's alphabet are skipped, as its scanner does. */
function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const [piece] of expression.matchAll(scanner)) {
    if (/^[A-Za-z0-9_\-[\]]/.test(piece)) tokens.push(wordToken(piece));
    else if (/^[() =*]$|^:=$/.test(piece)) tokens.push(piece as Token);
  }
  return tokens;
}

function wordToken(piece: string): Token {
  if (piece === 'and' || piece === 'AND') return 'and';
  return piece === 'or' || piece === 'OR' ? 'or' : 'word';
}

function requirementAt(tokens: readonly Token[], at: number): boolean {
  const [name, operator, value] = tokens.slice(at, at + 3);
  if (name !== 'word') return false;
  return operator === '=' ? value === 'word' || value === '*' : operator === ':=' && value === 'word';
}

function operatorAt(tokens: readonly Token[], at: number): boolean {
  const operator = tokens[at + 1];
  return tokens[at] === ' ' && (operator === 'and' || operator === 'or') && tokens[at + 2] === ' ';
}

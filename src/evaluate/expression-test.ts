import { addressRange, isInRange, parseAddress } from '../ruleset/address.js';
import { compileRegex } from '../ruleset/regex.js';
import { wildcardMatcher } from '../source/wildcard.js';
import type { BooleanExpression, CompareOperator } from '../syntax/expression.js';
import { knownBinary } from '../syntax/expression-names.js';
import type { Exchange } from './exchange.js';
import { compileUnary } from './expression-operators.js';
import { answerOf } from './expression-run.js';
import { compileWord, failTooDeep, isTooDeep, type Word } from './expression-word.js';
import { clientExtensions } from './ssl-client.js';

/** A compiled condition. */
export type Test = (exchange: Exchange) => boolean;

/** The groups after a pattern with groups was tried without success. */
export const failedGroups: readonly (string | undefined)[] = Object.freeze([]);

type Kind<K extends BooleanExpression['kind']> = BooleanExpression & { readonly kind: K };

/** Compiles a condition that stands `depth` levels deep; only what stands left of an `and` or `or` is a level deeper. */
export function compileTest(expression: BooleanExpression, depth: number): Test {
  if (isTooDeep(depth)) return tooDeep;
  switch (expression.kind) {
    case 'constant':
      return () => expression.value;
    case 'not': {
      const operand = compileTest(expression.operand, depth);
      return (exchange) => !operand(exchange);
    }
    case 'and': {
      const [left, right] = [compileTest(expression.left, depth + 1), compileTest(expression.right, depth)];
      return (exchange) => left(exchange) && right(exchange);
    }
    case 'or': {
      const [left, right] = [compileTest(expression.left, depth + 1), compileTest(expression.right, depth)];
      return (exchange) => left(exchange) || right(exchange);
    }
    case 'compare':
      return compileComparison(
        expression.operator,
        compileWord(expression.left, depth + 1),
        compileWord(expression.right, depth + 1),
        expression.byLength,
      );
    case 'match':
      return compileMatch(expression, compileWord(expression.subject, depth + 1));
    case 'in':
      return compileIn(expression, depth + 1);
    case 'unary':
      return compileUnary(
        expression.operator,
        expression.operand,
        compileWord(expression.operand, depth + 1),
      );
    case 'binary':
      return compileBinary(expression, depth + 1);
  }
}

const tooDeep: Test = () => {
  failTooDeep();
  return false;
};

/** Texts are compared byte by byte, numbers as C's 64-bit integers; each side is evaluated, the left first. */
function compileComparison(
  operator: CompareOperator,
  left: Word,
  right: Word,
  byLength: true | undefined,
): Test {
  if (byLength) return compileByLength(operator, left, right);
  switch (operator) {
    case '==':
      return (exchange) => left(exchange) === right(exchange);
    case '!=':
      return (exchange) => left(exchange) !== right(exchange);
    case '<':
      return (exchange) => left(exchange) < right(exchange);
    case '<=':
      return (exchange) => left(exchange) <= right(exchange);
    case '>':
      return (exchange) => left(exchange) > right(exchange);
    case '>=':
      return (exchange) => left(exchange) >= right(exchange);
    case '-eq':
      return (exchange) => integer(left(exchange)) === integer(right(exchange));
    case '-ne':
      return (exchange) => integer(left(exchange)) !== integer(right(exchange));
    case '-lt':
      return (exchange) => integer(left(exchange)) < integer(right(exchange));
    case '-le':
      return (exchange) => integer(left(exchange)) <= integer(right(exchange));
    case '-gt':
      return (exchange) => integer(left(exchange)) > integer(right(exchange));
    case '-ge':
      return (exchange) => integer(left(exchange)) >= integer(right(exchange));
  }
}

/** SSLRequire's comparison, which is the same for texts and numbers: of two texts the longer one is the greater. */
function compileByLength(operator: CompareOperator, left: Word, right: Word): Test {
  const order = (exchange: Exchange): number => {
    const [first, second] = [left(exchange), right(exchange)];
    if (first.length !== second.length) return first.length - second.length;
    return first === second ? 0 : first < second ? -1 : 1;
  };
  switch (operator) {
    case '==':
    case '-eq':
      return (exchange) => order(exchange) === 0;
    case '!=':
    case '-ne':
      return (exchange) => order(exchange) !== 0;
    case '<':
    case '-lt':
      return (exchange) => order(exchange) < 0;
    case '<=':
    case '-le':
      return (exchange) => order(exchange) <= 0;
    case '>':
    case '-gt':
      return (exchange) => order(exchange) > 0;
    case '>=':
    case '-ge':
      return (exchange) => order(exchange) >= 0;
  }
}

/** The number a text starts with, as C's strtol reads it; 0 without one, and the nearest there is beyond 64 bits. */
function integer(text: string): bigint {
  const digits = /^[\t-\r ]*([+-]?\d+)/.exec(text)?.[1];
  if (digits === undefined) return 0n;
  const value = BigInt(digits.replace('+', ''));
  if (value > 0x7fffffffffffffffn) return 0x7fffffffffffffffn;
  return value < -0x8000000000000000n ? -0x8000000000000000n : value;
}

/** A pattern without groups leaves the groups of an earlier one alone. */
function compileMatch({ negated, regex }: Kind<'match'>, subject: Word): Test {
  const compiled = compileRegex(regex);
  if (compiled.groups === 0) return (exchange) => compiled.test(subject(exchange)) !== negated;
  return (exchange) => {
    const groups = compiled.exec(subject(exchange));
    exchange.groups = groups ?? failedGroups;
    return (groups !== undefined) !== negated;
  };
}

/** The only function that gives a list is mod_ssl's. */
function compileIn({ subject, list }: Kind<'in'>, depth: number): Test {
  const needle = compileWord(subject, depth);
  const words = list.kind === 'words' ? list.words : [];
  // httpd keeps a list from its end.
  const candidates = words.map((word) => compileWord(word, depth)).reverse();
  const argument = list.kind === 'listCall' ? compileWord(list.argument, depth) : undefined;
  return (exchange) => {
    const wanted = needle(exchange);
    if (argument) return clientExtensions(argument(exchange), exchange).includes(wanted);
    for (const candidate of candidates) if (candidate(exchange) === wanted) return true;
    return false;
  };
}

function compileBinary({ operator, left, right }: Kind<'binary'>, depth: number): Test {
  const known = knownBinary(operator);
  const [subject, pattern] = [compileWord(left, depth), compileWord(right, depth)];
  if (known === 'ipmatch') return compileIpMatch(subject, right.kind === 'literal' ? right.value : '');
  const options = { pathname: known === 'fnmatch', caseless: known === 'strcmatch' };
  if (right.kind === 'literal') {
    const matches = wildcardMatcher(right.value, options);
    return (exchange) => matches(subject(exchange));
  }
  return (exchange) => {
    const text = subject(exchange);
    return wildcardMatcher(pattern(exchange), options)(text);
  };
}

/** A text that is no address is taken for the name of a host. */
function compileIpMatch(subject: Word, subnet: string): Test {
  const range = addressRange(subnet)!;
  return (exchange) => {
    const text = subject(exchange);
    const address = parseAddress(text);
    if (address !== undefined) return isInRange(range, address);
    return text !== '' && answerOf({ look: 'address', of: text, range });
  };
}

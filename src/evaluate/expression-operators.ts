import { addressRange, isInRange } from '../ruleset/address.js';
import type { WordExpression } from '../syntax/expression.js';
import { knownUnary, type UnaryOperator } from '../syntax/expression-names.js';
import type { Exchange } from './exchange.js';
import { answerOf } from './expression-run.js';
import type { Word } from './expression-word.js';
import type { FileFacts } from './machine.js';
import { remoteAddress } from './remote-host.js';

type Test = (exchange: Exchange) => boolean;

/** Compiles an operator in front of a word, whose compiled form is `word`. */
export function compileUnary(operator: string, operand: WordExpression, word: Word): Test {
  const known = knownUnary(operator);
  if (known === undefined) throw new Error(`unchecked operator: -${operator}`);
  return makers[known](word, operand.kind === 'literal' ? operand.value : '');
}

/** `constant` is the operand's text where it is the same for all requests. */
type Maker = (word: Word, constant: string) => Test;

const makers: Readonly<Record<UnaryOperator, Maker>> = {
  n: (word) => (exchange) => word(exchange) !== '',
  z: (word) => (exchange) => word(exchange) === '',
  T: (word) => (exchange) => !/^(?:|0|off|no|false)$/i.test(word(exchange)),
  R: (_word, constant) => {
    const range = addressRange(constant)!;
    return ({ connection }) => {
      const address = remoteAddress(connection);
      return address !== undefined && isInRange(range, address);
    };
  },
  d: fileTest(({ kind }) => kind === 'directory'),
  e: fileTest(() => true),
  f: fileTest(({ kind }) => kind === 'file'),
  s: fileTest(({ kind, size }) => kind === 'file' && size > 0),
  L: fileTest(({ kind }) => kind === 'link', true),
  h: fileTest(({ kind }) => kind === 'link', true),
  x: fileTest(({ executable }) => executable, true),
  F: (word) => (exchange) => answerOf({ look: 'file', of: word(exchange) }),
  U: uriTest,
  A: uriTest,
};

/** `ownFacts` asks about a symbolic link itself. */
function fileTest(holds: (facts: FileFacts) => boolean, ownFacts = false): Maker {
  return (word) => (exchange) => {
    const facts = exchange.program.surroundings.machine.look(word(exchange), ownFacts);
    return facts !== undefined && holds(facts);
  };
}

/** A look-up of the very path that is being looked up finds nothing, which ends some circles. */
function uriTest(word: Word): Test {
  return (exchange) => {
    const path = word(exchange);
    return exchange.main?.uri !== exchange.uri && answerOf({ look: 'uri', of: path });
  };
}

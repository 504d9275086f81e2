import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/evaluate/exchange.js';
import { judgeCondition, type LookUps } from '../../src/evaluate/look-up.js';
import type { Machine } from '../../src/evaluate/machine.js';
import { noMachine } from '../../src/evaluate/machine.js';
import type { Evaluation, Need } from '../../src/evaluate/need.js';
import { parseCondition } from '../../src/syntax/parse-expression.js';
import { type RequestSketch, run, sketch } from './build.js';

const machine: Machine = {
  ...noMachine,
  look: (path) =>
    path.includes('missing')
      ? undefined
      : {
          kind: 'file',
          size: 1,
          executable: false,
          ownerExecutable: false,
          groupExecutable: false,
          modified: 0,
          owner: 0,
          group: 0,
        },
};

/** The phases of a subrequest that came to a status at once. */
function* settled(status: number): Evaluation<number> {
  yield* [];
  return status;
}

/** Judges a condition for a request of /dir/page, with a server on which only paths with `bad` in them are refused. */
function judged(text: string, request: RequestSketch = {}, addresses: readonly string[] = []) {
  const asked: string[] = [];
  const { exchange } = sketch({
    target: '/dir/page?q',
    surroundings: { machine },
    ...request,
    exchange: { filename: '/srv/dir/page', ...request.exchange },
  });
  const settle = (what: string, path: string) => {
    asked.push(`${what} ${path}`);
    return path.includes('moved') ? 301 : path.includes('bad') ? 403 : 0;
  };
  const lookUps: LookUps = {
    uri(inner, target) {
      expect(inner.main).toBe(exchange);
      return settled(settle('uri', target));
    },
    file(inner) {
      return settled(settle('file', `${inner.filename} ${inner.uri}`));
    },
  };
  const { value } = parseCondition(text);
  const answer = (need: Need) => {
    asked.push(`${need.need} ${'of' in need ? need.of : ''}`);
    return addresses;
  };
  return { result: run(judgeCondition({ text, expression: value! }, exchange, lookUps), answer), asked };
}

describe('other paths', () => {
  test.each<readonly [string, boolean, readonly string[]]>([
    ["-U '/a'", true, ['uri /a']],
    ["-A '/a?b'", true, ['uri /a?b']],
    ["-U '/bad'", false, ['uri /bad']],
    ["-U '/moved'", true, ['uri /moved']],
    ["-U 'a'", true, ['uri /dir/a']],
    ["-U '/a' && -U '/bad' || -U '/c'", true, ['uri /a', 'uri /bad', 'uri /c']],
    ["-U '/a' && ! -U '/a'", false, ['uri /a']],
    ["true || -U '/a'", true, []],
    ["-F 'a'", true, ['file /srv/dir/a /dir/a']],
    ["-F '/x/a'", true, ['file /x/a ']],
    ["-F 'x/../a'", true, ['file /srv/dir/a /dir/a']],
    ["-F '../a'", false, []],
    ["-F '/a%zz'", false, []],
    ["-F '/moved'", false, ['file /moved ']],
    ["-F '/bad'", false, ['file /bad ']],
    ["-F '/missing'", false, ['file /missing ']],
  ])('%s: %s', (text, result, asked) => expect(judged(text)).toEqual({ result, asked }));

  test('a path that is looked up for itself is not there', () => {
    const { exchange: main } = sketch({ target: '/dir/page' });
    expect(judged("-U '/a'", { exchange: { main } }).result).toBe(false);
    const { exchange: other } = sketch({ target: '/other' });
    expect(judged("-U '/a'", { exchange: { main: other } }).result).toBe(true);
  });

  test('ten within one another are enough', () => {
    let innermost: Exchange | undefined;
    for (let depth = 0; depth < 10; depth++) {
      const { exchange } = sketch({ target: `/${depth}` });
      exchange.main = innermost;
      innermost = exchange;
    }
    expect(judged("-U '/a' || -F 'a'", { exchange: { main: innermost! } })).toEqual({
      result: false,
      asked: [],
    });
  });

  test('a request without a file has none beside it', () => {
    expect(judged("-F 'a'", { exchange: { filename: undefined } })).toEqual({ result: false, asked: [] });
  });
});

describe('names of hosts', () => {
  test.each<readonly [string, readonly string[], boolean]>([
    ["'inside.test' -ipmatch '10.0.0.0/8'", ['10.1.2.3'], true],
    ["'inside.test' -ipmatch '10.0.0.0/8'", ['11.1.2.3', '10.1.2.3'], false],
    ["'inside.test' -ipmatch '10.0.0.0/8'", [], false],
    ["'inside.test' -ipmatch 'fe80::/10'", ['fe80::1'], true],
  ])('%s with %j: %s', (text, addresses, result) => {
    expect(judged(text, {}, addresses)).toEqual({ result, asked: ['resolve inside.test'] });
  });

  test('addresses are not looked up', () => {
    expect(judged("'10.1.2.3' -ipmatch '10.0.0.0/8' && !('' -ipmatch '10.0.0.0/8')")).toEqual({
      result: true,
      asked: [],
    });
  });
});

test('what was looked at for a condition tells what the answer varies by once', () => {
  const { exchange } = sketch({ fields: ['X-One', 'uno'] });
  const { value } = parseCondition("req('X-One') == 'uno' && -U '/a' && -U '/b'");
  const lookUps: LookUps = {
    uri: () => settled(0),
    file: () => settled(0),
  };
  expect(run(judgeCondition({ text: '', expression: value! }, exchange, lookUps))).toBe(true);
  expect(exchange.responseFields.all('Vary')).toEqual(['X-One']);
});

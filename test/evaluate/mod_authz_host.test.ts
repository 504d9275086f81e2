import { describe, expect, test } from '@jest/globals';
import { authorize } from '../../src/evaluate/mod_authz_core.js';
import type { Rule } from '../../src/ruleset/mod_authz_core.js';
import { noLookUps, run, sketch } from './build.js';
import { container, granted, require } from './rules.js';

describe('look-ups', () => {
  const remoteAddress = '10.0.0.7';
  const names: Readonly<Record<string, readonly string[]>> = {
    'name 10.0.0.7': ['Web.Example.org'],
    'addresses web.example.org': ['10.0.0.9', '10.0.0.7'],
    'name 10.0.0.8': ['forged.example.org'],
    'addresses forged.example.org': ['10.0.0.1'],
    'addresses good.test': ['::1', '10.0.0.7'],
  };

  function judge(rule: Rule, address = remoteAddress) {
    const asked: string[] = [];
    const { exchange, lines } = sketch({
      settings: { mod_authz_core: { rule } },
      connection: { remoteAddress: address },
    });
    const decide = () =>
      run(authorize(exchange, 'before-authentication', noLookUps), (need) => {
        if (need.need !== 'resolve') throw new Error(need.need);
        asked.push(`${need.direction} ${need.of}`);
        return names[`${need.direction} ${need.of}`] ?? [];
      });
    return { result: decide(), asked, lines, decide };
  }

  test.each<readonly [string, string, string, number]>([
    ['the name itself', 'web.example.org', remoteAddress, 0],
    ['its domain', 'example.org', remoteAddress, 0],
    ['its domain with a dot', '.example.org', remoteAddress, 0],
    ['a part of a label', 'xample.org', remoteAddress, 403],
    ['the last of several', 'a.test b.test example.org', remoteAddress, 0],
    ['nothing after a comment sign', 'a.test # example.org', remoteAddress, 403],
    ['nor in the same word', 'a.test#x example.org', remoteAddress, 403],
    ['what stands before it', 'example.org#x', remoteAddress, 0],
    ['a name that does not lead back', 'example.org', '10.0.0.8', 403],
    ['no name at all', 'example.org', '10.0.0.99', 403],
  ])('host: %s (%s)', (_title, text, address, status) => {
    expect(judge(require({ provider: 'host', names: text }), address).result).toBe(status);
  });

  test('a client without a name is told in the log', () => {
    const { lines } = judge(require({ provider: 'host', names: 'example.org' }), '10.0.0.99');
    expect(lines[0]).toEqual({
      level: 'error',
      code: 'AH01753',
      message:
        "access check of 'example.org' to /dir/file.html failed, reason: unable to get the remote host name",
    });
    expect(lines.map(({ code }) => code)).toEqual(['AH01753', 'AH01630']);
  });

  test('the client’s name is looked up once a connection, and only when it is asked for', () => {
    const host = require({ provider: 'host', names: 'other.test' });
    const { asked, decide } = judge(container('any', host, host));
    decide();
    expect(asked).toEqual(['name 10.0.0.7', 'addresses web.example.org']);
    expect(judge(container('any', granted, host)).asked).toEqual([]);
  });

  test.each([
    ['good.test', 0],
    ['none.test good.test', 0],
    ['none.test', 403],
    ['none.test # good.test', 403],
  ])('forward-dns: %s', (text, status) => {
    expect(judge(require({ provider: 'forward-dns', names: text })).result).toBe(status);
  });

  test('forward-dns stops at the first name that fits, and warns of names without address', () => {
    const { asked, lines } = judge(
      require({ provider: 'forward-dns', names: 'none.test good.test other.test' }),
    );
    expect(asked).toEqual(['addresses none.test', 'addresses good.test']);
    expect(lines).toEqual([{ level: 'warn', code: 'AH03356', message: 'No sockaddr info for "none.test"' }]);
  });
});

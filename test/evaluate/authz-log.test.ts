import { describe, expect, test } from '@jest/globals';
import { authorizeAtOnce } from '../../src/evaluate/mod_authz_core.js';
import type { LogLevel } from '../../src/evaluate/trace.js';
import type { Rule } from '../../src/ruleset/mod_authz_core.js';
import { sketch } from './build.js';
import { container, require } from './rules.js';

/** What authorization writes to a log with a level of its own. */
function logged(rule: Rule, levels: readonly LogLevel[], user = 'alice') {
  const { exchange, lines } = sketch({
    settings: { mod_authz_core: { rule }, mod_authn_core: { authType: 'GSSAPI' } },
    exchange: { user },
  });
  const talkative = { ...exchange.recorder, wants: (level: LogLevel) => levels.includes(level) };
  authorizeAtOnce(Object.assign(exchange, { recorder: talkative }), 'after-authentication');
  return lines.map(({ level, code, message }) => `${level} ${code ?? '-'} ${message}`);
}

const bob = require({ provider: 'user', users: 'bob' });
const alice = require({ provider: 'user', users: 'alice' });
const elsewhere: Rule = {
  ...(bob as Rule & { kind: 'require' }),
  methods: { names: ['POST'], except: false },
};

describe('at the level debug', () => {
  test('each rule that was asked is told with its result, the inner ones first', () => {
    expect(logged(container('any', elsewhere, container('all', alice)), ['debug'])).toEqual([
      'debug AH01625 authorization result of Require user bob: neutral (directive limited to other methods)',
      'debug AH01626 authorization result of Require user alice: granted',
      'debug AH01626 authorization result of <RequireAll>: granted',
      'debug AH01626 authorization result of <RequireAny>: granted',
    ]);
  });
});

describe('at the level info', () => {
  test('the lines that were in the way are told with their places', () => {
    expect(logged(container('any', bob, elsewhere), ['info'])).toEqual([
      'error AH01631 user alice: authorization failure for "/dir/file.html": ',
      'info - not let in by Require user bob (test.conf:1)',
    ]);
  });

  test('many are cut short', () => {
    const many = Array.from({ length: 12 }, () => bob);
    expect(logged(container('any', ...many), ['info'])[1]).toMatch(/ and 4 more$/);
  });

  test('nothing is told of who is let in', () => {
    expect(logged(container('any', bob, alice), ['info'])).toEqual([]);
  });
});

test('with neither, httpd’s own line stands alone', () => {
  expect(logged(container('any', bob), [])).toEqual([
    'error AH01631 user alice: authorization failure for "/dir/file.html": ',
  ]);
});

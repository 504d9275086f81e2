import { describe, expect, test } from '@jest/globals';
import type { LookUps } from '../../src/evaluate/look-up.js';
import { authorize } from '../../src/evaluate/mod_authz_core.js';
import type { Answer, Need } from '../../src/evaluate/need.js';
import { rememberName } from '../../src/evaluate/remote-host.js';
import type { Rule } from '../../src/ruleset/mod_authz_core.js';
import { parseCondition } from '../../src/syntax/parse-expression.js';
import { noLookUps, run, sketch } from './build.js';
import { container, denied, granted, require } from './rules.js';

const expression = (text: string) =>
  require({
    provider: 'expr',
    condition: { text, expression: parseCondition(text).value! },
    mentionsUser: false,
  });
const ldapUser = (name: string) =>
  require({
    provider: 'ldap-user',
    argument: name,
  });
const env = (name: string) => require({ provider: 'env', names: [name] });

const source = {
  url: 'ldap://directory.test/o=x?uid,title',
  attribute: 'uid',
  attributes: ['uid', 'title'],
  filter: 'objectClass=*',
} as never;

function answer(need: Need): Answer {
  if (need.need === 'resolve') return need.direction === 'name' ? ['Client.test'] : ['127.0.0.1'];
  if (need.need !== 'ldap') throw new Error(`unexpected need ${need.need}`);
  const found = { code: 0, reason: '', dn: 'uid=alice,o=x', values: ['alice', 'Engineer'] };
  return need.request.ask === 'compare' ? { code: 6, reason: '' } : found;
}

function judged(rule: Rule) {
  const { exchange, lines } = sketch({
    settings: { mod_authz_core: { rule }, mod_authnz_ldap: { source, remoteUserAttribute: 'title' } },
    modules: ['mod_authnz_ldap'],
    exchange: { user: 'alice', authType: 'Basic' },
  });
  const status = run(authorize(exchange, 'after-authentication', noLookUps), answer);
  return { status, exchange, lines };
}

const failing = (name: string) => container('all', ldapUser(name), denied);

describe('what a test changes holds behind it, however often the authorization starts again', () => {
  test('variables of a directory', () => {
    expect(judged(container('any', env('AUTHORIZE_UID'), failing('alice'))).status).not.toBe(0);
    expect(judged(container('any', env('AUTHENTICATE_UID'), failing('alice'))).status).not.toBe(0);
    expect(judged(container('any', failing('alice'), env('AUTHENTICATE_UID'))).status).toBe(0);
    expect(judged(container('any', failing('alice'), failing('bob'), env('AUTHORIZE_UID'))).status).toBe(0);
  });

  test('they stay when the verdict stands, whatever it is', () => {
    const { exchange } = judged(failing('alice'));
    expect(exchange.env.get('AUTHORIZE_TITLE')).toBe('Engineer');
    expect(exchange.user).toBe('Engineer');
  });

  test('the name of a user', () => {
    const named = expression("%{REMOTE_USER} == 'Engineer'");
    expect(judged(container('any', named, failing('alice'))).status).not.toBe(0);
    expect(judged(container('any', failing('alice'), named)).status).toBe(0);
  });

  test('the name of a client', () => {
    const named = expression("%{REMOTE_HOST} == 'client.test'");
    const host = require({ provider: 'host', names: 'elsewhere.test' });
    expect(judged(container('any', named, host)).status).not.toBe(0);
    expect(judged(container('any', host, named)).status).toBe(0);
  });

  test('the name of a client that a look at another path has asked for', () => {
    const named = expression("%{REMOTE_HOST} == 'client.test'");
    const looking = expression("-U '/elsewhere'");
    const lookUps: LookUps = {
      ...noLookUps,
      *uri({ connection }) {
        rememberName(connection, { name: 'client.test', confirmed: true });
        yield* [];
        return 404;
      },
    };
    const statusOf = (rule: Rule) => {
      const { exchange } = sketch({ settings: { mod_authz_core: { rule } }, exchange: { uri: '/here' } });
      return run(authorize(exchange, 'before-authentication', lookUps), answer);
    };
    expect(statusOf(container('any', named, looking))).not.toBe(0);
    expect(statusOf(container('any', looking, named))).toBe(0);
    const notNamed = { ...named, negated: true };
    expect(statusOf(container('all', container('any', looking, notNamed), granted))).not.toBe(0);
  });

  test('lines for the log, each once and in their order', () => {
    const broken = require({ provider: 'group', groups: 'staff' });
    const { lines } = judged(container('any', broken, failing('alice'), broken));
    expect(lines.filter(({ code }) => code === 'AH01664')).toHaveLength(2);
  });
});

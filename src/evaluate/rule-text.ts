import type { Requirement, Rule } from '../ruleset/mod_authz_core.js';
import type { TextOrExpression } from '../ruleset/text.js';
import type { WordExpression } from '../syntax/expression.js';
import type { Exchange } from './exchange.js';
import { isMergedRule } from './merge.js';
import { confirmedHost } from './remote-host.js';
import { verificationText } from './ssl-client.js';

/** A rule as it stands in the configuration, without what a container holds. */
export function ruleText(rule: Rule): string {
  if (rule.kind === 'require')
    return `Require ${rule.negated ? 'not ' : ''}${rule.alias ?? requirementText(rule.test)}`;
  const name = { all: 'All', any: 'Any', none: 'None' }[rule.kind];
  return isMergedRule(rule) ? `AuthMerging ${name}` : `<Require${name}>`;
}

/** A requirement as it stands behind `Require`. */
export function requirementText(test: Requirement): string {
  switch (test.provider) {
    case 'all':
      return `all ${test.granted ? 'granted' : 'denied'}`;
    case 'valid-user':
    case 'local':
    case 'file-group':
    case 'file-owner':
    case 'ssl':
    case 'ssl-verify-client':
      return test.provider;
    case 'user':
      return `user ${textText(test.users)}`;
    case 'group':
      return `group ${textText(test.groups)}`;
    case 'env':
      return `env ${test.names.join(' ')}`;
    case 'method':
      return `method ${test.methods.join(' ')}`;
    case 'pac-group':
      return `pac-group ${test.groups.join(' ')}`;
    case 'expr':
      return `expr ${test.condition.text}`;
    case 'ip':
      return `ip ${test.ranges.join(' ')}`;
    case 'ldap-user':
    case 'ldap-group':
    case 'ldap-dn':
    case 'ldap-attribute':
    case 'ldap-filter':
    case 'ldap-search':
      return `${test.provider} ${textText(test.argument)}`;
    case 'host':
    case 'forward-dns':
      return `${test.provider} ${textText(test.names)}`;
  }
}

/** What the verdict of a Require line rests on, for people. */
export function reasonOf({ test }: Rule & { kind: 'require' }, exchange: Exchange): string {
  switch (test.provider) {
    case 'all':
      return '';
    case 'valid-user':
    case 'user':
    case 'group':
    case 'ldap-user':
    case 'ldap-group':
    case 'ldap-dn':
    case 'ldap-attribute':
    case 'ldap-filter':
    case 'ldap-search':
    case 'pac-group':
    case 'file-group':
    case 'file-owner':
      return exchange.user === undefined ? 'no user yet' : `the user is ${exchange.user}`;
    case 'env':
      return `variables set: ${[...exchange.env.keys()].join(' ') || 'none'}`;
    case 'method':
      return `the method is ${exchange.method}`;
    case 'expr':
      return exchange.user === undefined && test.mentionsUser ? 'no user yet' : '';
    case 'ssl':
      return exchange.connection.tls ? 'the connection is TLS' : 'the connection is not TLS';
    case 'ssl-verify-client':
      return `the client's certificate: ${verificationText(exchange)}`;
    case 'ip':
    case 'local':
    case 'forward-dns':
      return `the client is ${exchange.connection.remoteAddress}`;
    case 'host':
      return `the client is ${confirmedHost(exchange.connection) || `${exchange.connection.remoteAddress}, without a name`}`;
  }
}

function textText(text: TextOrExpression): string {
  return typeof text === 'string' ? text : wordText(text.expression);
}

function wordText(word: WordExpression): string {
  switch (word.kind) {
    case 'literal':
      return word.value;
    case 'variable':
      return `%{${word.name}}`;
    case 'call':
      return `%{${word.name}:${wordText(word.argument)}}`;
    case 'backreference':
      return `$${word.index}`;
    case 'concatenation':
      return word.parts.map(wordText).join('');
    default:
      return '%{…}';
  }
}

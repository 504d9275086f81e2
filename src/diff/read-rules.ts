import type { AttributeTerm } from '../directives/required-attributes.js';
import type { AccessCompatSettings } from '../ruleset/mod_access_compat.js';
import type { MethodSet, Requirement, Rule } from '../ruleset/mod_authz_core.js';
import type { TextOrExpression } from '../ruleset/text.js';
import { cutWord } from '../syntax/words.js';
import type { Distinctions, Flag } from './distinctions.js';

/** Notes what Require lines tell requests apart by; conditions among them are read with all others. `named` gets the aliases. */
export function readRule(rule: Rule, into: Distinctions, named: (alias: string) => void): void {
  if (rule.kind !== 'require') {
    for (const each of rule.rules) readRule(each, into, named);
    return;
  }
  readMethods(rule.methods, into);
  readRequirement(rule.test, into);
  if (rule.alias !== undefined) named(rule.alias);
}

/** Notes methods that a Limit names. */
export function readMethods(methods: MethodSet | undefined, into: Distinctions): void {
  if (methods) for (const name of methods.names) into.methods.add(name);
}

function readRequirement(test: Requirement, into: Distinctions): void {
  const flag = (name: Flag): void => {
    into.flags.add(name);
  };
  switch (test.provider) {
    case 'user':
      flag('named users');
      addWords(test.users, into.users);
      return;
    case 'group':
      flag('named users');
      addWords(test.groups, into.groups);
      return;
    case 'pac-group':
      for (const group of test.groups) into.groups.add(group);
      into.unread.add('groups of Active Directory in tickets');
      return;
    case 'file-group':
    case 'file-owner':
      into.unread.add('owners of files');
      return;
    case 'method':
      for (const method of test.methods) into.methods.add(method);
      return;
    case 'ip':
      for (const range of test.ranges) into.ranges.add(range);
      return;
    case 'host':
    case 'forward-dns':
      addWords(test.names, into.clientNames);
      return;
    case 'local':
      flag('local');
      return;
    case 'ssl':
      flag('tls');
      return;
    case 'ssl-verify-client':
      flag('certificate');
      flag('tls');
      return;
    case 'ldap-user':
      addWords(test.argument, into.users);
      addText(test.argument, into.directory);
      addWords(test.argument, into.directory);
      return;
    case 'ldap-group':
    case 'ldap-dn':
    case 'ldap-filter':
    case 'ldap-search':
      addText(test.argument, into.directory);
      return;
    case 'ldap-attribute':
      addAssertions(test.argument, into.directory);
      return;
    default:
      return;
  }
}

/** Words of a text that is the same for all requests; what begins at a `#` is none of Require host's. */
function addWords(text: TextOrExpression, to: Set<string>): void {
  if (typeof text !== 'string') return;
  for (let word = cutWord(text, 0); word; word = cutWord(text, word.next)) to.add(word.value);
}

function addText(text: TextOrExpression, to: Set<string>): void {
  if (typeof text === 'string') to.add(text);
}

/** `name=value` each. */
function addAssertions(text: TextOrExpression, to: Set<string>): void {
  if (typeof text !== 'string') return;
  for (const [, value] of text.matchAll(/=\s*("[^"]*"|\S+)/g)) to.add(value!.replace(/^"|"$/g, ''));
}

/** Notes what Order, Allow, Deny and Satisfy tell requests apart by. */
export function readAccess({ order, allow, deny, satisfy }: AccessCompatSettings, into: Distinctions): void {
  for (const { methods } of [...(order ?? []), ...(satisfy ?? [])]) readMethods(methods, into);
  for (const { operand, methods } of [...(allow ?? []), ...(deny ?? [])]) {
    readMethods(methods, into);
    if (operand.kind === 'ip') into.ranges.add(operand.range);
    else if (operand.kind === 'host') into.clientNames.add(operand.name);
  }
}

/** Notes the attributes that GssapiRequiredNameAttributes asks for. */
export function readAttributes(term: AttributeTerm, into: Distinctions): void {
  if ('first' in term) {
    for (const each of [term.first, ...term.rest.map(({ term: next }) => next)]) readAttributes(each, into);
    return;
  }
  const { attribute, value } = term;
  if (value.kind === 'any') into.attributes.add(`${attribute}=any`);
  else if (value.kind === 'text') into.attributes.add(`${attribute}=${value.text}`);
  else into.attributes.add(`${attribute}=${atob(value.base64)}`);
}

import type { BooleanExpression, ListExpression, WordExpression } from '../syntax/expression.js';
import { addNamed, type Distinctions } from './distinctions.js';
import { samplesOf } from './pattern-samples.js';
import { wildcardSamples } from './wildcard-samples.js';

/** Notes what a condition or computed text tells requests apart by: for each comparison a value that makes it true and one that does not. */
export function readExpression(expression: BooleanExpression | WordExpression, into: Distinctions): void {
  switch (expression.kind) {
    case 'not':
      readExpression(expression.operand, into);
      return;
    case 'and':
    case 'or':
      readExpression(expression.left, into);
      readExpression(expression.right, into);
      return;
    case 'compare':
      readComparison(expression, into);
      return;
    case 'match': {
      const { matching, failing } = samplesOf(expression.regex);
      if (matching.length === 0) into.unread.add(`the pattern ${expression.regex.pattern}`);
      supposeValues(expression.subject, [...matching, ...failing], into, expression.regex);
      return;
    }
    case 'in':
      supposeValues(expression.subject, literalsIn(expression.list), into);
      return;
    case 'unary':
      readUnary(expression, into);
      return;
    case 'binary':
      readBinary(expression, into);
      return;
    case 'constant':
      return;
    default:
      supposeValues(expression, [], into);
      return;
  }
}

function readComparison(
  { left, right, operator }: BooleanExpression & { kind: 'compare' },
  into: Distinctions,
): void {
  const [subject, value] =
    literalOf(left) === undefined ? [left, literalOf(right)] : [right, literalOf(left)];
  if (value === undefined) {
    // Two things of the request: they are tried alike and not.
    into.unread.add('a comparison of two things that requests bring');
    supposeValues(left, ['alike'], into);
    supposeValues(right, ['alike'], into);
    return;
  }
  const number = /^-|^[<>]/.test(operator) && /^[+-]?\d+$/.test(value) ? Number(value) : undefined;
  const near = number === undefined ? [`${value}x`] : [String(number - 1), String(number + 1)];
  supposeValues(subject, [value, ...near, ...(operator.startsWith('<') ? [''] : [])], into);
}

function readUnary({ operator, operand }: BooleanExpression & { kind: 'unary' }, into: Distinctions): void {
  if (operator === 'R' && operand.kind === 'literal') into.ranges.add(operand.value);
  else if (/^[defslLhxFUA]$/.test(operator)) {
    into.flags.add('files');
    const path = literalOf(operand);
    if (path === undefined) supposeValues(operand, [], into);
    else if (/^[UA]$/.test(operator)) into.paths.add(path);
  } else supposeValues(operand, operator === 'T' ? ['on', 'off'] : ['something'], into);
}

function readBinary(
  { operator, left, right }: BooleanExpression & { kind: 'binary' },
  into: Distinctions,
): void {
  const value = literalOf(right);
  const name = operator.toLowerCase();
  if (value === undefined) {
    into.unread.add(`a comparison by -${operator} with what a request brings`);
    supposeValues(left, [], into);
    return;
  }
  if (name === 'ipmatch') {
    into.ranges.add(value);
    supposeValues(left, [], into);
    return;
  }
  const { matching, failing } = wildcardSamples(value, name.startsWith('fn'));
  supposeValues(left, [...matching, ...failing], into);
}

/** What is in a text, if it is the same for all requests. */
function literalOf(word: WordExpression): string | undefined {
  if (word.kind === 'literal') return word.value;
  if (word.kind !== 'concatenation') return undefined;
  const parts = word.parts.map(literalOf);
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function literalsIn(list: ListExpression): readonly string[] {
  if (list.kind !== 'words') return [];
  return [...list.words.map(literalOf).filter((text) => text !== undefined), 'another'];
}

/** Functions that leave a text much as it is. */
const plainFunctions = new Set(['tolower', 'toupper', 'escape', 'unescape', 'replace', 'ldap']);
const fieldFunctions = new Set(['http', 'req', 'req_novary']);
const variableFunctions = new Set(['env', 'reqenv', 'note']);

/** Notes values for what a word reads of a request. */
function supposeValues(
  word: WordExpression,
  values: readonly string[],
  into: Distinctions,
  regex?: { readonly pattern: string; readonly flags: string },
): void {
  switch (word.kind) {
    case 'literal':
    case 'backreference':
      return;
    case 'concatenation': {
      const open = word.parts.filter((part) => literalOf(part) === undefined);
      if (open.length > 1) into.unread.add('a comparison of several things put together');
      for (const part of open) supposeValues(part, withoutAround(word.parts, part, values), into);
      return;
    }
    case 'variable':
      supposeVariable(word.name.toUpperCase(), values, into, regex);
      return;
    case 'call': {
      const name = word.name.toLowerCase();
      const argument = literalOf(word.argument);
      if (plainFunctions.has(name)) {
        supposeValues(word.argument, values, into, regex);
        return;
      }
      if (fieldFunctions.has(name) && argument !== undefined) {
        addNamed(into.fields, argument.toLowerCase(), values);
        return;
      }
      if (variableFunctions.has(name) && argument !== undefined) {
        addNamed(into.variables, argument.toLowerCase(), values);
        return;
      }
      into.unread.add(`the function ${word.name}`);
      supposeValues(word.argument, [], into);
      return;
    }
  }
}

/** Values of one part of a text, for values of the whole. */
function withoutAround(
  parts: readonly WordExpression[],
  part: WordExpression,
  values: readonly string[],
): readonly string[] {
  const at = parts.indexOf(part);
  const before = parts.slice(0, at).map(literalOf).join('');
  const after = parts
    .slice(at + 1)
    .map(literalOf)
    .join('');
  return values.map((value) =>
    value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after)
      ? value.slice(before.length, value.length - after.length)
      : value,
  );
}

/** Variables that stand for request fields. */
const fieldVariables: Readonly<Record<string, string>> = {
  HTTP_ACCEPT: 'accept',
  HTTP_COOKIE: 'cookie',
  HTTP_FORWARDED: 'forwarded',
  HTTP_PROXY_CONNECTION: 'proxy-connection',
  HTTP_REFERER: 'referer',
  HTTP_USER_AGENT: 'user-agent',
};

const pathVariables = new Set([
  'REQUEST_URI',
  'DOCUMENT_URI',
  'PATH_INFO',
  'REQUEST_FILENAME',
  'SCRIPT_FILENAME',
  'THE_REQUEST',
]);

/** The same for every request, or told by what else is tried. */
const settled =
  /^(?:API_VERSION|AUTH_TYPE|CONTEXT_.*|DOCUMENT_ROOT|HTTP2|IS_SUBREQ|REMOTE_IDENT|SERVER_ADMIN|SERVER_SOFTWARE|SSL_TLS_SNI|HANDLER)$/;

/** Notes values for a variable, by the name that expressions and mod_rewrite have for it. */
export function supposeVariable(
  name: string,
  values: readonly string[],
  into: Distinctions,
  regex?: { readonly pattern: string; readonly flags: string },
): void {
  const field = fieldVariables[name];
  if (field !== undefined) {
    addNamed(into.fields, field, values);
    return;
  }
  if (pathVariables.has(name)) {
    supposePaths(name, values, into);
    return;
  }
  if (/^SSL_CLIENT_/.test(name)) {
    into.flags.add('certificate');
    into.flags.add('tls');
    into.unread.add(`what certificates of clients hold (${name})`);
  } else if (/^SSL_|^HTTPS$|^REQUEST_SCHEME$/.test(name)) into.flags.add('tls');
  else if (name === 'SERVER_PROTOCOL') into.flags.add('version');
  else if (name === 'QUERY_STRING') for (const value of values) into.queries.add(value);
  else if (name === 'REQUEST_METHOD') for (const value of values) into.methods.add(value);
  else if (name === 'REMOTE_USER') supposeUsers(values, into);
  else if (/^(?:CONN_)?REMOTE_ADDR$/.test(name)) {
    for (const value of values) into.addresses.add(value);
    if (regex) into.addressPatterns.set(`${regex.flags}/${regex.pattern}`, regex);
  } else if (name === 'REMOTE_HOST') for (const value of values) into.clientNames.add(value);
  else if (/^(?:HTTP_HOST|SERVER_NAME|SERVER_PORT)$/.test(name))
    for (const value of values) into.hosts.add(value);
  else if (name === 'IPV6') into.addresses.add('2001:db8::77');
  else if (
    /^(?:TIME|LAST_MODIFIED|SCRIPT_USER|SCRIPT_GROUP|REMOTE_PORT|CONTENT_TYPE|REQUEST_STATUS)/.test(name)
  )
    into.unread.add(`the variable ${name}`);
  else if (!settled.test(name)) into.unread.add(`the variable ${name}`);
}

function supposePaths(name: string, values: readonly string[], into: Distinctions): void {
  if (name === 'THE_REQUEST') {
    for (const value of values) {
      const [, method, path, query] = /^([A-Z]+) (\/[^ ?]*)(?:\?(\S*))?/.exec(value) ?? [];
      if (method !== undefined) into.methods.add(method);
      if (path !== undefined) into.paths.add(path);
      if (query !== undefined) into.queries.add(query);
    }
    return;
  }
  for (const value of values) into.paths.add(value);
}

function supposeUsers(values: readonly string[], into: Distinctions): void {
  for (const value of values) if (value !== '') into.users.add(value);
}

import { countSteps } from '../pattern/overrun.js';
import type { FormatPart, HeaderEdit } from '../ruleset/mod_headers.js';
import { compileRegex } from '../ruleset/regex.js';
import type { TextOrExpression } from '../ruleset/text.js';
import type { Exchange } from './exchange.js';
import { evaluateCondition, evaluateText } from './expression.js';
import { readSslName } from './expression-ssl.js';
import { insertGroups } from './insert-groups.js';
import { namedValue, setNamedValue, unsetNamedValue } from './named-values.js';
import { observe } from './observe.js';
import type { Table } from './table.js';

/**
 * RequestHeader. `early` runs before anything else is known of the request, for directives with that word, and then Header
 * directives with it run too.
 */
export function applyRequestHeaders(exchange: Exchange, early: boolean): void {
  const settings = exchange.settings.mod_headers;
  if (!settings) return;
  if (settings.request) editAll(settings.request, exchange.requestFields, exchange, early);
  if (!early) return;
  if (settings.responseAlways) editAll(settings.responseAlways, exchange.errorFields, exchange, true);
  if (settings.response) editAll(settings.response, exchange.responseFields, exchange, true);
}

/**
 * Header, when the answer is about to be sent. A `page` is one that the server itself makes for an error: only `Header always`
 * has effect on it.
 */
export function applyResponseHeaders(exchange: Exchange, kind: 'answer' | 'page'): void {
  const settings = exchange.settings.mod_headers;
  if (!settings) return;
  const { response, responseAlways } = settings;
  const types = kind === 'page' ? exchange.errorFields : exchange.responseFields;
  countSteps(0, () => {
    if (responseAlways) editAll(responseAlways, exchange.errorFields, exchange, false, types);
    if (response && kind === 'answer') editAll(response, exchange.responseFields, exchange, false, types);
  });
}

/**
 * Stops at a replacement that grows beyond httpd's limit. `types` is the table that holds the answer's Content-Type, where
 * there is an answer.
 */
function editAll(
  edits: readonly HeaderEdit[],
  table: Table,
  exchange: Exchange,
  early: boolean,
  types?: Table,
): void {
  // What other modules have changed is none of these lines'.
  if (edits.length > 0) observe(exchange, types ? 'answer' : 'fixups');
  for (const edit of edits) {
    if ((edit.early === true) !== early) continue;
    if (!applies(edit, exchange)) continue;
    const whole =
      types && edit.name.toLowerCase() === 'content-type'
        ? applyToType(edit, types, exchange)
        : apply(edit, table, exchange);
    observe(exchange, 'Header', edit.from);
    if (!whole) return;
  }
}

/** A condition that cannot be evaluated does not keep the edit back. */
function applies({ when }: HeaderEdit, exchange: Exchange): boolean {
  if (when === undefined) return true;
  if (when.kind === 'env') return (namedValue(exchange.env, when.name) !== undefined) !== when.negated;
  const result = evaluateCondition(when.condition, exchange);
  if (typeof result === 'boolean') return result;
  exchange.recorder.log('error', 'AH01501', `Failed to evaluate expression (${result.problem}) - ignoring`);
  return true;
}

function apply(edit: HeaderEdit, table: Table, exchange: Exchange): boolean {
  const { name } = edit;
  switch (edit.action) {
    case 'add':
      table.add(name, valueFor(edit, exchange));
      return true;
    case 'append':
      table.merge(name, valueFor(edit, exchange));
      return true;
    case 'merge':
      mergeValue(table, name, valueFor(edit, exchange));
      return true;
    case 'set':
      table.set(name, valueFor(edit, exchange));
      return true;
    case 'setifempty':
      if (!table.has(name)) table.set(name, valueFor(edit, exchange));
      return true;
    case 'unset':
      table.unset(name);
      return true;
    case 'echo':
      echo(edit, exchange);
      return true;
    case 'note':
      note(valueFor(edit, exchange), table.get(name), exchange);
      return true;
    case 'edit':
    case 'edit*':
      return rewrite(edit, table, exchange);
  }
}

/**
 * httpd keeps the type of an answer apart from its fields, whichever list edits it: what would add to it has no effect, and
 * `setifempty` and `note` do not see it.
 */
function applyToType(edit: HeaderEdit, types: Table, exchange: Exchange): boolean {
  const { action, name } = edit;
  if (action === 'note') {
    note(valueFor(edit, exchange), undefined, exchange);
    return true;
  }
  if (types.has(name) && (action === 'add' || action === 'append' || action === 'merge')) return true;
  if (action === 'set' || action === 'setifempty') exchange.typeIsField = true;
  const whole = apply(action === 'setifempty' ? { ...edit, action: 'set' } : edit, types, exchange);
  exchange.contentType = types.get(name);
  return whole;
}

/** Appends unless the value is among the comma-separated members already. */
function mergeValue(table: Table, name: string, value: string): void {
  const present = table.get(name);
  if (present === undefined || !hasMember(present, value)) table.merge(name, value);
}

/** Members are what stands between commas outside quotes; blanks before one do not belong to it, those behind do. */
function hasMember(list: string, value: string): boolean {
  for (const [, member] of list.matchAll(/[ \t-\r]*((?:[^,"]|"[^"]*(?:"|$))*),?/g)) {
    if (member === value) return true;
  }
  return false;
}

function echo(edit: HeaderEdit, exchange: Exchange): void {
  const pattern = compileRegex(edit.echo!);
  for (const [name, value] of exchange.requestFields) {
    if (pattern.test(name)) exchange.responseFields.add(name, value);
  }
}

function note(name: string, value: string | undefined, exchange: Exchange): void {
  if (value === undefined) unsetNamedValue(exchange.notes, name);
  else setNamedValue(exchange.notes, name, value);
}

/** Every value of the field is edited; `false` when one grows too long. */
function rewrite(edit: HeaderEdit, table: Table, exchange: Exchange): boolean {
  let whole = true;
  table.map(edit.name, (value) => {
    const changed = whole ? replaced(edit, value, exchange) : value;
    if (changed === undefined) whole = false;
    return changed ?? value;
  });
  return whole;
}

/** `edit*` goes on in what follows a match, taken as a text of its own. */
function replaced(edit: HeaderEdit, value: string, exchange: Exchange): string | undefined {
  const pattern = compileRegex(edit.regex!);
  let done = '';
  let rest = value;
  do {
    const match = pattern.exec(rest);
    if (!match) break;
    const inserted = insertGroups(textOf(edit.replacement, exchange), match);
    if (inserted === undefined) return undefined;
    const end = match.index + match[0]!.length;
    done += rest.slice(0, match.index) + inserted;
    rest = rest.slice(end);
    // An empty match would be found again in the same place without end; httpd runs out of memory there.
    if (end === 0) break;
  } while (edit.action === 'edit*');
  return done + rest;
}

function valueFor({ value }: HeaderEdit, exchange: Exchange): string {
  return textOf(value, exchange);
}

function textOf(value: HeaderEdit['value'], exchange: Exchange): string {
  if (value === undefined) return '';
  if (value.kind === 'expression') return computed(value.expression, exchange);
  let text = '';
  for (const part of value.parts) text += formatted(part, exchange);
  return text;
}

function computed(text: TextOrExpression, exchange: Exchange): string {
  const value = evaluateText(text, exchange);
  if (typeof value === 'string') return value;
  exchange.recorder.log('error', 'AH02557', `Can't evaluate value expression: ${value.problem}`);
  return '';
}

/** What is not set is `(null)`. REMOTE_USER is no variable at this point unless a directive made it one. */
function formatted(part: FormatPart, exchange: Exchange): string {
  if (typeof part === 'string') return part;
  switch (part.letter) {
    case 'e':
      return (namedValue(exchange.env, part.name) ?? '(null)').replace(/[\r\n]/g, ' ');
    case 't':
      return `t=${exchange.facts.time * 1000}`;
    case 'D':
      return `D=${Math.max(0, Math.round((Date.now() - exchange.facts.time) * 1000))}`;
    case 's':
      return sslText(part.name, exchange);
    case 'l':
    case 'i':
    case 'b':
      return '(null)';
  }
}

/** `%{NAME}s` is a variable of mod_ssl, or any other that it finds. */
function sslText(name: string, exchange: Exchange): string {
  const value = exchange.program.loads.mod_ssl ? readSslName(name, exchange) : undefined;
  return (value || '(null)').replace(/[\r\n]/g, ' ');
}

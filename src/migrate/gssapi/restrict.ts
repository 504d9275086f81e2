import type { Line } from '../../lint/line.js';
import type { TextEdit } from '../../syntax/edit.js';
import { indentAmong, indentOf, indentUnit, lineEndAt } from '../../syntax/edit-layout.js';
import { placeOf } from '../../syntax/edit-place.js';
import { wrapItems } from '../../syntax/edit-wrap.js';
import type { Section } from '../../syntax/tree.js';
import { written, writtenValues } from './krb-set.js';

/** What conditions are joined with: the edits and, for the report, the lines that were changed. */
export interface Restriction {
  readonly edits: readonly TextEdit[];
  readonly lines: readonly Line[];
}

const nothing: Restriction = { edits: [], lines: [] };

/**
 * Joins conditions with each Require among some lines that lets users in, so that both have to be met; what lets in requests without a
 * login, such as addresses, stays as it is. The lines are alternatives, as outside of containers and in RequireAny.
 */
export function restrict(lines: readonly Line[], conditions: readonly string[]): Restriction {
  const parts = lines.map((each) => restrictOne(each, conditions));
  return { edits: parts.flatMap(({ edits }) => edits), lines: parts.flatMap(({ lines: some }) => some) };
}

function restrictOne(each: Line, conditions: readonly string[]): Restriction {
  switch (each.name) {
    case 'Require':
      return wantsUser(each) ? wrapped(each, conditions) : nothing;
    case '<RequireAny':
    case '<Limit':
    case '<LimitExcept':
    case '<IfModule':
    case '<IfDefine':
    case '<IfVersion':
    case '<IfFile':
    case '<IfDirective':
    case '<IfSection':
      return restrict(each.inner, conditions);
    case '<RequireAll':
      if (each.inner.some((inner) => inner.name === 'Require' && wantsUser(inner)))
        return into(each, conditions);
      return restrict(
        each.inner.filter(({ name }) => name !== 'Require'),
        conditions,
      );
    default:
      return nothing;
  }
}

const withoutUser = /^(?:all|ip|host|forward-dns|local|env|method|ssl|ssl-verify-client|not)$/i;

/** Whether a Require is met by users only; an expression that does not look at the user is met by anybody. */
export function wantsUser(each: Line): boolean {
  const [provider = '', ...rest] = writtenValues(each);
  if (/^expr$/i.test(provider)) return /REMOTE_USER/i.test(rest.join(' '));
  return !withoutUser.test(provider);
}

function wrapped(each: Line, conditions: readonly string[]): Restriction {
  const item = written(each);
  const wrap = wrapItems(item, item, { name: 'RequireAll', args: '' });
  const [opening, ...rest] = wrap.edits ?? [];
  if (!opening) return nothing;
  const { file, end } = item.span;
  const indent = indentOf(item) + indentUnit(file);
  const text = opening.text + requires(conditions, indent, lineEndAt(file, end));
  return { edits: [{ ...opening, text }, ...rest], lines: [each] };
}

function into(each: Line, conditions: readonly string[]): Restriction {
  const { item } = placeOf(each.at as Section);
  const { file } = item.span;
  const indent = indentAmong(item.items) ?? indentOf(item) + indentUnit(file);
  const end = item.openSpan.end;
  const text = requires(conditions, indent, lineEndAt(file, end));
  return { edits: [{ span: { file, start: end, end }, text }], lines: [each] };
}

const requires = (conditions: readonly string[], indent: string, lineEnd: string): string =>
  requireLines(conditions)
    .map((text) => `${indent}${text}${lineEnd}`)
    .join('');

/** The lines that say conditions. */
export const requireLines = (conditions: readonly string[]): readonly string[] =>
  conditions.map((condition) => `Require expr "${condition}"`);

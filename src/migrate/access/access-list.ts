import type { MethodSet } from '../../ruleset/mod_authz_core.js';
import { allOf, anyOf, denied, type Expression, granted } from './expression.js';
import { covers } from './method-classes.js';
import type { OldLine, Operand } from './old-line.js';

/** The lines of 2.2's access control that are in force together, in file order. */
export type AccessList = readonly { readonly line: OldLine; readonly methods: MethodSet | undefined }[];

/** What an access list says of one method: who may by address, host and variable, and whether a login may stand for that. */
export interface Access {
  readonly who: Expression;
  readonly satisfyAny: boolean;
}

/** What holds where no line of it is in force. */
export const noAccess: Access = { who: granted, satisfyAny: false };

/** Reads an access list for a method, as mod_access_compat does. */
export function accessFor(list: AccessList, method: string): Access {
  const lines = list.filter(({ methods }) => covers(methods, method)).map(({ line }) => line);
  const order = lines.findLast((line) => line.says === 'order')?.order ?? 'deny,allow';
  const satisfyAny = lines.findLast((line) => line.says === 'satisfy')?.any ?? false;
  const allows = operandsOf(lines, 'allow');
  const denies = operandsOf(lines, 'deny');
  const mayNot = noneOf(denies);
  const who = order === 'allow,deny' ? allOf([someOf(allows), mayNot]) : anyOf([someOf(allows), mayNot]);
  return { who, satisfyAny };
}

const operandsOf = (lines: readonly OldLine[], says: 'allow' | 'deny'): readonly Operand[] =>
  lines.flatMap((line) => (line.says === says ? line.operands : []));

interface Sorted {
  readonly all: boolean;
  readonly ip: readonly string[];
  readonly host: readonly string[];
  readonly set: readonly string[];
  readonly unset: readonly string[];
}

/** A variable without a name is never set. */
function sorted(operands: readonly Operand[]): Sorted {
  const ip: string[] = [];
  const host: string[] = [];
  const set: string[] = [];
  const unset: string[] = [];
  let all = false;
  for (const { meaning, text } of operands) {
    if (meaning.kind === 'all') all = true;
    else if (meaning.kind === 'ip') ip.push(text);
    else if (meaning.kind === 'host') host.push(text);
    else if (meaning.name === '') all ||= meaning.negated;
    else (meaning.negated ? unset : set).push(variableName(text));
  }
  return { all, ip, host, set, unset };
}

/** Without `env=` and `!`, which may stand in quotes. */
const variableName = (text: string): string => text.replace(/^(["']?)env=!?/i, '$1');

/** Whoever one of the operands matches. */
function someOf(operands: readonly Operand[]): Expression {
  const { all, ip, host, set, unset } = sorted(operands);
  if (all) return granted;
  const positive = [require('ip', ip), require('host', host), require('env', set)].flat();
  return anyOf([...positive, ...unset.map((name) => allOf([not('env', name)]))]);
}

/** Whoever none of the operands matches. */
function noneOf(operands: readonly Operand[]): Expression {
  const { all, ip, host, set, unset } = sorted(operands);
  if (all) return denied;
  const negative = [not('ip', ip), not('host', host), not('env', set)].flat();
  return allOf([...unset.flatMap((name) => require('env', [name])), ...negative]);
}

function require(provider: string, words: readonly string[]): readonly Expression[] {
  if (words.length === 0) return [];
  return [{ kind: 'test', negated: false, words: `${provider} ${words.join(' ')}` }];
}

function not(provider: string, words: readonly string[] | string): Expression {
  const all = typeof words === 'string' ? [words] : words;
  if (all.length === 0) return granted;
  return { kind: 'test', negated: true, words: `${provider} ${all.join(' ')}` };
}

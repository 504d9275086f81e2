import { isLine, type Line, valuesOf } from '../../lint/line.js';
import type { MethodSet } from '../../ruleset/mod_authz_core.js';
import { writtenAt } from '../../source/written.js';
import type { NewItem } from '../../syntax/edit-render.js';
import { allOf, anyOf, denied, type Expression, granted } from './expression.js';
import { covers } from './method-classes.js';
import type { RequireLine, Room } from './room.js';

/** The Require lines in force: those of one section, or of several that AuthMerging joins. */
export type RuleState =
  | {
      readonly kind: 'lines';
      readonly lines: readonly { readonly rule: Expression; readonly methods: MethodSet | undefined }[];
    }
  | { readonly kind: 'And' | 'Or'; readonly states: readonly [RuleState, RuleState] };

/** What a section's own lines say. */
export function ownState({ requires }: Room): RuleState | undefined {
  if (requires.length === 0) return undefined;
  return { kind: 'lines', lines: requires.map((line) => ({ rule: ruleOf(line), methods: line.methods })) };
}

/** What its AuthMerging says. */
export function mergingOf({ merging }: Room): 'Off' | 'And' | 'Or' {
  const word = merging && valuesOf(merging.line)[0]?.toLowerCase();
  return word === 'and' ? 'And' : word === 'or' ? 'Or' : 'Off';
}

/** AuthMerging Off without Require: nothing of before holds. */
export const startsAnew = (room: Room): boolean =>
  room.merging !== undefined && mergingOf(room) === 'Off' && room.requires.length === 0;

/** What is in force behind a section with lines of its own, or AuthMerging. */
export function mergedState(before: RuleState | undefined, room: Room): RuleState | undefined {
  const own = ownState(room);
  const merging = mergingOf(room);
  if (merging === 'Off') return own ?? (startsAnew(room) ? undefined : before);
  return before && own ? { kind: merging, states: [before, own] } : (own ?? before);
}

/** Who may, for a method; a state that names other methods only leaves it open. */
export function ruleFor(state: RuleState | undefined, method: string): Expression | undefined {
  if (!state) return undefined;
  if (state.kind === 'lines') {
    const counting = state.lines.filter(({ methods }) => covers(methods, method));
    return counting.length === 0 ? undefined : anyOf(counting.map(({ rule }) => rule));
  }
  const rules = state.states.map((each) => ruleFor(each, method)).filter((rule) => rule !== undefined);
  if (rules.length === 0) return undefined;
  return state.kind === 'And' ? allOf(rules) : anyOf(rules);
}

/** The methods that lines of a state are limited to. */
export function limitsOf(state: RuleState | undefined): readonly (MethodSet | undefined)[] {
  if (!state) return [];
  if (state.kind === 'lines') return state.lines.map(({ methods }) => methods);
  return state.states.flatMap(limitsOf);
}

function ruleOf({ line }: RequireLine): Expression {
  const words = valuesOf(line).map((word) => word.toLowerCase());
  if (line.name === 'Require' && words.length === 2 && words[0] === 'all') {
    if (words[1] === 'granted') return granted;
    if (words[1] === 'denied') return denied;
  }
  return { kind: 'written', item: itemOf(line) };
}

/** A line as it is written; of a container all that is in it. */
function itemOf(line: Line): NewItem {
  const { at } = line;
  const { file, start, end } = writtenAt(at.args.span);
  const args = file.text
    .slice(start, end)
    .replace(/\\\r?\n/g, '')
    .trim();
  if (at.kind === 'directive') return { kind: 'directive', name: at.name, args };
  const lines = new Map(line.inner.map((inner) => [inner.at.span.start, inner]));
  const items = at.items.flatMap((item): readonly NewItem[] => {
    const inner = lines.get(item.span.start);
    if (inner && isLine(inner)) return [itemOf(inner)];
    if (item.kind !== 'comment') return [];
    const text = item.span.file.text.slice(item.span.start, item.span.end);
    return [{ kind: 'comment', text: text.trim().replace(/^#\s?/, '') }];
  });
  return { kind: 'section', name: at.name, args, items };
}

import { type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { TextEdit } from '../../syntax/edit.js';
import type { NewItem } from '../../syntax/edit-render.js';
import type { Choices, MigrationChange } from '../migration.js';
import { answersOf, choiceOf } from './choices.js';
import { inMergeOrder } from './circumstance.js';
import { Companions } from './companions.js';
import { type Answers, type Plan, planFor } from './decide.js';
import { type Expression, linesOf, sameExpression } from './expression.js';
import { editsOf, type Rewrite } from './layout.js';
import { messageOf } from './message.js';
import { overlapOf } from './overlap.js';
import type { PlacedLine } from './placed-lines.js';
import { type Policy, policyOf, samePolicy } from './policy.js';
import { type Room, roomsOf } from './room.js';
import { limitsOf, mergingOf, ownState } from './rule-state.js';
import { sharingRooms } from './shared-files.js';
import { type UrlMap, urlMapOf } from './url-map.js';

/** What is made of one section. */
interface Made {
  readonly room: Room;
  readonly plan: Plan;
  readonly rewrite: Rewrite;
  readonly edits: readonly TextEdit[] | string;
}

/** Rewrites Order, Allow, Deny and Satisfy to Require lines, section by section. */
export function accessChanges(site: Site, choices: Choices): readonly MigrationChange[] {
  const rooms = inMergeOrder(roomsOf(site));
  if (rooms.every(({ access, unread }) => access.length + unread.length === 0)) return [];
  const map = urlMapOf(site);
  const companions = new Companions(rooms, map);
  const answers = answersOf(choices);
  const outside = isPerDirectory(site) ? 'unknown' : 'nothing';
  const made = rooms.flatMap((room): readonly Made[] => {
    const plan = planFor(room, companions.of(room), map, answers, outside);
    if (!plan) return [];
    const rewrite = rewriteOf(room, plan);
    if (rewrite.gone.length + rewrite.added.length === 0)
      return plan.isUnclear ? [{ room, plan, rewrite, edits: [] }] : [];
    return [{ room, plan, rewrite, edits: editsOf(room, rewrite) }];
  });
  const problems = problemsOf(made, rooms, map, site);
  const changes = made.map((each) => changeOf(each, problems.get(each.room), answers));
  return [...changes, ...rooms.flatMap((room) => room.unread.map(leftAsItIs))];
}

/** What is in force above a per-directory file stands in files that are not seen here. */
const isPerDirectory = ({ files }: Site): boolean => /(?:^|\/)\.ht[^/]*$/.test(files[0]?.path ?? '');

/** Why sections cannot be rewritten: for reasons of their own, or because what holds before them is not. */
function problemsOf(
  all: readonly Made[],
  rooms: readonly Room[],
  map: UrlMap,
  site: Site,
): ReadonlyMap<Room, string> {
  const problems = new Map<Room, string>();
  const hasRules = rooms.some((room) => ownState(room) !== undefined || room.asks === true);
  const sharing = sharingRooms(site, rooms, hasRules);
  for (const { room, edits } of all) {
    const isFollowing = [...problems.keys()].some((each) => overlapOf(each, room, map) !== 'never');
    if (room.isRefused) problems.set(room, 'httpd refuses a line of it, so that nobody knows what it says');
    else if (room.unread.some(isSatisfyAny))
      problems.set(room, 'a Satisfy beside it stands in a part that is not read here, and would let in more');
    else if (typeof edits === 'string') problems.set(room, edits);
    else if (sharing.has(room))
      problems.set(room, 'its file is included in several places, and may mean something else in each');
    else if (disagrees(room, edits, all))
      problems.set(room, 'the macro is used in several places, and its lines mean something else in each');
    else if (isFollowing) problems.set(room, 'a section before it is not rewritten either');
  }
  return problems;
}

const isSatisfyAny = ({ line }: PlacedLine): boolean =>
  line.name === 'Satisfy' && valuesOf(line)[0]?.toLowerCase() !== 'all';

/** The line that a section's entry is about. */
const firstOf = ({ access, requires, merging, authType }: Room): PlacedLine =>
  (access[0] ?? requires[0] ?? merging ?? authType)!;

/** A choice may change all that a decision says of who may. */
const aspects = ['granted', 'status', 'challenges', 'user', 'proof', 'target'] as const;

/** Which lines go, and what comes in their place. */
function rewriteOf(room: Room, { how, policy }: Plan): Rewrite {
  const { access, requires, merging } = room;
  const ownMerging = mergingOf(room);
  if (how === 'inherit') return { gone: access, added: [] };
  const own = ownState(room);
  const join = how !== 'alone' && ownMerging !== how ? [authMerging(how)] : [];
  const isStale = how === 'alone' ? ownMerging !== 'Off' : ownMerging !== how;
  const stale = merging && isStale ? [merging] : [];
  if (access.length === 0 && how !== 'alone')
    return { gone: stale, before: firstOf(room), added: unlimited(join) };
  if (own && stale.length === 0) {
    const ownPolicy = policyOf({ access: [], rules: own, loginAlone: undefined, anyAlone: 'address' });
    if (samePolicy(policy, ownPolicy)) return { gone: access, added: unlimited(join) };
    const beside = besideOwn(room, policy);
    if (beside && access.length > 0) return { gone: access, added: unlimited([...join, ...beside]) };
    if (beside) return { gone: [], before: firstOf(room), added: unlimited(beside) };
  }
  const gone = inOrder([...access, ...requires, ...stale]);
  return { gone, before: firstOf(room), added: [...unlimited(join), ...partsOf(policy)] };
}

/** First those of 2.2: the new lines stand where the first of them stood. */
function inOrder(lines: readonly PlacedLine[]): readonly PlacedLine[] {
  return [...new Map(lines.map((placed) => [placed.line, placed])).values()];
}

const unlimited = (items: readonly NewItem[]): Rewrite['added'] =>
  items.length === 0 ? [] : [{ methods: undefined, items }];

const authMerging = (how: string): NewItem => ({ kind: 'directive', name: 'AuthMerging', args: how });

/** What can stand beside the section's Require lines, which are an OR as they are. */
function besideOwn(room: Room, policy: Policy): readonly NewItem[] | undefined {
  const own = ownState(room);
  const [part, ...more] = policy;
  if (!own || !part || more.length > 0 || limitsOf(own).some(Boolean) || part.who.kind !== 'any')
    return undefined;
  const ownPart = policyOf({ access: [], rules: own, loginAlone: undefined, anyAlone: 'address' })[0]!.who;
  const ownParts = ownPart.kind === 'any' ? ownPart.parts : [ownPart];
  const isOwn = (each: Expression): boolean => ownParts.some((one) => sameExpression(one, each));
  if (
    !ownParts.every(
      (each) => part.who.kind === 'any' && part.who.parts.some((one) => sameExpression(one, each)),
    )
  )
    return undefined;
  const others = part.who.parts.filter((each) => !isOwn(each));
  return others.length === 0 ? undefined : linesOf({ kind: 'any', parts: others });
}

/** What lets everybody in is not said where other methods are limited. */
function partsOf(policy: Policy): Rewrite['added'] {
  const isOnly = policy.length === 1;
  return policy
    .filter(({ who }) => isOnly || who.kind !== 'granted')
    .map(({ methods, who }) => ({ methods, items: linesOf(who) }));
}

function changeOf(
  { room, plan, rewrite, edits }: Made,
  problem: string | undefined,
  answers: Answers,
): MigrationChange {
  const at = firstOf(room).line;
  if (problem !== undefined || typeof edits === 'string') return kept(at, problem ?? '');
  const after = rewrite.added.flatMap(({ items, methods }) => afterLines(items, methods));
  const choice = choiceOf(plan, answers);
  return {
    edits,
    at,
    entry: {
      kind: choice ? 'choice' : kindOf(room, after),
      mapping: room.access.length > 0 ? 'access-control' : 'access-control-inherited',
      after,
      message: messageOf(room, plan),
      ...(choice && { choice, mayChange: aspects }),
    },
  };
}

function kindOf(room: Room, after: readonly string[]): 'rewritten' | 'dropped' | 'added' {
  if (after.length === 0) return 'dropped';
  return room.access.length > 0 ? 'rewritten' : 'added';
}

/** Whether another section wants the same bytes to become something else, as two uses of one macro may. */
function disagrees(room: Room, edits: readonly TextEdit[], all: readonly Made[]): boolean {
  if (!firstOf(room).line.at.nameSpan.file.pieces) return false;
  const touched = new Set(edits.filter(({ span }) => span.end > span.start).map(placeKey));
  const wanted = JSON.stringify(edits.map(editKey));
  return all.some((other) => {
    if (other.room === room || typeof other.edits === 'string') return false;
    const meets = other.edits.some((edit) => edit.span.end > edit.span.start && touched.has(placeKey(edit)));
    return meets && JSON.stringify(other.edits.map(editKey)) !== wanted;
  });
}

const placeKey = ({ span: { file, start, end } }: TextEdit): string => `${file.path}:${start}-${end}`;
const editKey = (edit: TextEdit): string => `${placeKey(edit)}:${edit.text}`;

function kept(at: Line, problem: string): MigrationChange {
  const message = `Not rewritten: ${problem}. Write Require lines here by hand; until then httpd needs mod_access_compat.`;
  return { edits: [], at, entry: { kind: 'kept', mapping: 'access-control', after: [], message } };
}

function leftAsItIs({ line }: PlacedLine): MigrationChange {
  const message =
    'Not rewritten: httpd refuses this line, or it stands in a part that is not read here. Write Require lines by hand where it is used.';
  return { edits: [], at: line, entry: { kind: 'kept', mapping: 'access-control', after: [], message } };
}

/** New lines as text. */
function afterLines(
  items: readonly NewItem[],
  methods: Rewrite['added'][number]['methods'],
): readonly string[] {
  const name = methods?.except ? 'LimitExcept' : 'Limit';
  const lines = items.flatMap((item) => textOf(item, methods ? '  ' : ''));
  return methods ? [`<${name} ${methods.names.join(' ')}>`, ...lines, `</${name}>`] : lines;
}

function textOf(item: NewItem, indent: string): readonly string[] {
  if (item.kind === 'blank' || item.kind === 'comment') return [];
  const args = typeof item.args === 'string' ? item.args : item.args.join(' ');
  const head = args === '' ? item.name : `${item.name} ${args}`;
  if (item.kind === 'directive') return [indent + head];
  const inner = item.items.flatMap((each) => textOf(each, `${indent}  `));
  return [`${indent}<${head}>`, ...inner, `${indent}</${item.name}>`];
}

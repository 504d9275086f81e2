import type { Choice, Credential, Dimension } from './circumstances.js';
import { explainCommandLine, supposedBeyond } from './command-line.js';
import type { PathDifference } from './compare-paths.js';
import { isGood, roleOf } from './credentials.js';
import type { Cube } from './cubes.js';
import { decide } from './decide.js';
import type { DecisionClass, PlacedVerdict } from './decision-diff.js';
import { aspectsOf } from './difference.js';
import { asksForPassword, openingsOf } from './openings.js';
import { linesOf } from './origins.js';
import type { TriedPaths } from './path-sets.js';
import type { ServerPair } from './servers.js';
import type { SupposedWorld } from './supposed-world.js';
import { verdictOf } from './verdict.js';
import { verdictText } from './verdict-text.js';

/** Names of the two configurations. */
export interface Names {
  readonly old: string;
  readonly new: string;
}

/** A class, and what explains its requests, by the numbers that were given. */
export interface ExplainedClass {
  readonly requests: DecisionClass;
  readonly explainedBy: readonly number[];
}

/**
 * Puts together what differs in the same way: one class for all paths of a server, and for all that requests may have. Openings come first.
 * What `explained` finds no reason for is apart from the rest.
 */
export function classesOf(
  differences: readonly PathDifference[],
  paths: ReadonlyMap<ServerPair, TriedPaths>,
  world: SupposedWorld,
  names: Names,
  explained: (difference: PathDifference) => readonly number[] = () => [],
): readonly ExplainedClass[] {
  const groups = new Map<string, { readonly members: PathDifference[]; readonly reasons: Set<number> }>();
  for (const difference of shortestFirst(differences)) {
    const reasons = explained(difference);
    const key = `${reasons.length > 0} ${keyOf(difference)}`;
    const group = groups.get(key) ?? { members: [], reasons: new Set() };
    groups.set(key, group);
    group.members.push(difference);
    for (const reason of reasons) group.reasons.add(reason);
  }
  const classes = onAllServers(
    [...groups.values()].map(({ members, reasons }) => ({
      sign: members[0]!.cube.sign,
      each: classOf(members, paths.get(members[0]!.pair)!, world, names),
      reasons,
    })),
  );
  const rank = ({ requests: { openings } }: ExplainedClass): number => (openings.length > 0 ? 0 : 1);
  return classes.sort(
    (one, other) => rank(one) - rank(other) || other.requests.requests - one.requests.requests,
  );
}

const shortestFirst = (differences: readonly PathDifference[]): readonly PathDifference[] =>
  [...differences].sort((one, other) => one.path.length - other.path.length);

function keyOf({ pair, entry, cube, dimensions }: PathDifference): string {
  const at = pair.entries.indexOf(entry);
  const sides = sidesOf(cube, dimensions).filter(([name]) => name !== 'credential');
  return JSON.stringify([
    at,
    entry.host,
    entry.port,
    entry.address,
    cube.sign,
    sides,
    rolesOf(cube, dimensions),
  ]);
}

/** Who, apart from names: places that name other users are alike where all or none of them are meant. */
function rolesOf(cube: Cube, dimensions: readonly Dimension[]): readonly string[] {
  const at = dimensions.findIndex(({ name }) => name === 'credential');
  const side = cube.sides[at];
  if (at === -1 || side === undefined) return [];
  const roles = new Map<string, { inside: string[]; all: number }>();
  for (const [choice, { change, label }] of dimensions[at]!.choices.entries()) {
    const role = roleOf(change.credential!, label);
    const known = roles.get(role) ?? { inside: [], all: 0 };
    roles.set(role, known);
    known.all++;
    if (side.has(choice)) known.inside.push(label);
  }
  return [...roles].flatMap(([role, { inside, all }]) =>
    inside.length === 0 ? [] : inside.length === all ? [role] : inside,
  );
}

/** The labels of each dimension that is not left open. */
function sidesOf(
  cube: Cube,
  dimensions: readonly Dimension[],
): readonly (readonly [string, readonly string[]])[] {
  return dimensions.flatMap(({ name, choices }, at) => {
    const side = cube.sides[at];
    if (side === undefined) return [];
    return [
      [name, [...side].sort((one, other) => one - other).map((choice) => choices[choice]!.label)] as const,
    ];
  });
}

function classOf(
  group: readonly PathDifference[],
  places: TriedPaths,
  world: SupposedWorld,
  names: Names,
): DecisionClass {
  const first = group[0]!;
  const { pair, entry, dimensions, cube, circumstances, verdicts } = first;
  const { before, after } = verdicts;
  const asked = { entry, path: first.path, circumstances };
  const sides = new Map(sidesOf(cube, dimensions));
  const methods = sides.get('method');
  const server = serverText(pair, entry.host, entry.port);
  const { paths, except } = places.describe(new Set(group.map(({ path }) => path)));
  return {
    server,
    servers: [server],
    paths,
    except,
    ...(methods && { methods }),
    ...credentialsOf(group),
    conditions: conditionsOf(cube, dimensions),
    before: {
      verdict: before,
      text: verdictText(before, after),
      origins: linesOf(pair.old, asked, world, before),
    },
    after: {
      verdict: after,
      text: verdictText(after, before),
      origins: linesOf(pair.new, asked, world, after),
    } satisfies PlacedVerdict,
    aspects: aspectsOf(verdicts),
    openings: openingsOf(before, after, circumstances, () => {
      const nobody = { ...circumstances, credential: { kind: 'nobody' } as const };
      const seen = decide(pair.old, { ...asked, circumstances: nobody }, world);
      return asksForPassword(verdictOf(seen, nobody));
    }),
    example: {
      request: `${circumstances.method} ${first.path}${circumstances.query === undefined ? '' : `?${circumstances.query}`}`,
      before: explainCommandLine(names.old, pair.old.ruleset, asked),
      after: explainCommandLine(names.new, pair.new.ruleset, asked),
      supposing: supposedBeyond(asked),
    },
    requests: group.reduce((sum, each) => sum + each.cube.vectors.length, 0),
  };
}

interface MadeClass {
  readonly sign: string;
  readonly each: DecisionClass;
  readonly reasons: ReadonlySet<number>;
}

/** One class for all servers that decide the same paths alike. */
function onAllServers(classes: readonly MadeClass[]): ExplainedClass[] {
  const groups = new Map<string, MadeClass[]>();
  for (const made of classes) {
    const { paths, except, methods, credentials, conditions } = made.each;
    const explained = made.reasons.size > 0;
    const key = JSON.stringify([made.sign, paths, except, methods, credentials, conditions, explained]);
    const group = groups.get(key);
    if (group) group.push(made);
    else groups.set(key, [made]);
  }
  return [...groups.values()].map((made) => {
    const group = made.map(({ each }) => each);
    const [first] = group as [DecisionClass, ...DecisionClass[]];
    const explainedBy = [...new Set(made.flatMap(({ reasons }) => [...reasons]))];
    const servers = [...new Set(group.flatMap((each) => each.servers))];
    const others = servers.length - 1;
    const more = others === 0 ? '' : ` and ${others} ${others === 1 ? 'other' : 'others'}`;
    const requests = group.reduce((sum, each) => sum + each.requests, 0);
    return {
      requests: { ...first, server: `${first.server}${more}`, servers, requests },
      explainedBy,
    };
  });
}

function serverText({ old, new: now }: ServerPair, host: string, port: number): string {
  const title = old.virtualHost?.title ?? now.virtualHost?.title;
  return title === undefined ? `${host}:${port}` : `${host}:${port} (${title})`;
}

function conditionsOf(cube: Cube, dimensions: readonly Dimension[]): readonly string[] {
  return dimensions.flatMap(({ name, choices }, at) => {
    const side = cube.sides[at];
    if (side === undefined || name === 'method' || name === 'credential') return [];
    return [labelsOf(side, choices)];
  });
}

/** Of more than half of the choices those are told that are not among them. */
function labelsOf(side: ReadonlySet<number>, choices: readonly Choice[]): string {
  const inside = choices.filter((_, at) => side.has(at)).map(({ label }) => label);
  const outside = choices.filter((_, at) => !side.has(at)).map(({ label }) => label);
  if (outside.length === 1 && inside.length > 2) return `not ${outside[0]}`;
  return inside.join(', or ');
}

const mostNamed = 6;

/** Who: in few words where it is all that log in, or all that do not. */
function credentialsOf(group: readonly PathDifference[]): { readonly credentials?: readonly string[] } {
  const words = new Set<string>();
  for (const { cube, dimensions } of group) {
    const at = dimensions.findIndex(({ name }) => name === 'credential');
    const side = cube.sides[at];
    if (at === -1 || side === undefined) return {};
    for (const word of wordsFor(side, dimensions[at]!.choices)) words.add(word);
    if (words.size > mostNamed) break;
  }
  const all = [...words];
  return {
    credentials: all.length > mostNamed ? [...all.slice(0, mostNamed), 'and others in the same way'] : all,
  };
}

function wordsFor(side: ReadonlySet<number>, choices: readonly Choice[]): readonly string[] {
  const those = (fits: (credential: Credential) => boolean): readonly number[] =>
    choices.flatMap(({ change: { credential } }, choice) => (credential && fits(credential) ? [choice] : []));
  const words: string[] = [];
  const left = new Set(side);
  for (const [all, text] of [
    [those(isGood), 'whoever logs in'],
    [those((credential) => !isGood(credential)), 'whoever does not log in'],
    [those(({ kind }) => kind === 'ticket'), 'whoever logs in by ticket'],
    [those(({ kind }) => kind === 'password'), 'whoever logs in by password'],
  ] as const) {
    if (all.length < 2 || !all.every((choice) => left.has(choice))) continue;
    words.push(text);
    for (const choice of all) left.delete(choice);
  }
  return [...words, ...[...left].map((choice) => choices[choice]!.label)];
}

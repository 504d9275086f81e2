import type { MadePlace } from './made-place.js';

/** A Require line or container; `positive` ones can let somebody in. */
interface Tree {
  readonly lines: readonly string[];
  readonly positive: boolean;
  /** Whether it may stand outside of RequireAll. */
  readonly alone: boolean;
}

const leaf = (test: string): Tree => ({ lines: [`Require ${test}`], positive: true, alone: true });
const not = (test: string): Tree => ({ lines: [`Require not ${test}`], positive: false, alone: false });

const leaves: readonly Tree[] = [
  leaf('all granted'),
  leaf('all denied'),
  leaf('valid-user'),
  leaf('user alice'),
  leaf('method POST'),
  leaf("expr %{REMOTE_USER} == 'bob'"),
  { ...leaf('user bob'), lines: ['<Limit GET>', 'Require user bob', '</Limit>'] },
  { ...leaf('all denied'), lines: ['<LimitExcept GET>', 'Require all denied', '</LimitExcept>'] },
  not('user alice'),
  not('env MARK'),
  not('all granted'),
  not('all denied'),
];

type Kind = 'All' | 'Any' | 'None';

/** Containers that httpd takes: what only refuses stands in RequireAll alone, beside what lets in. */
function contain(kind: Kind, children: readonly Tree[]): Tree | undefined {
  if (kind !== 'All' && children.some(({ alone }) => !alone)) return undefined;
  if (kind === 'All' && !children.some(({ positive }) => positive)) return undefined;
  const lines = [`<Require${kind}>`, ...children.flatMap((child) => child.lines), `</Require${kind}>`];
  return { lines, positive: kind !== 'None', alone: kind !== 'None' };
}

const kinds: readonly Kind[] = ['All', 'Any', 'None'];

/** Every container over every pair of leaves. */
function pairs(): readonly Tree[] {
  return kinds.flatMap((kind) =>
    leaves.flatMap((first) => leaves.flatMap((second) => contain(kind, [first, second]) ?? [])),
  );
}

/** Numbers that look random and are the same in each run. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Trees three containers deep, some of each shape. */
function deepTrees(count: number): readonly Tree[] {
  const next = sequence(20240229);
  const grow = (depth: number): Tree => {
    if (depth === 0) return leaves[next(leaves.length)]!;
    for (;;) {
      const children = Array.from({ length: 1 + next(3) }, () => grow(next(4) === 0 ? 0 : depth - 1));
      const made = contain(kinds[next(kinds.length)]!, children);
      if (made) return made;
    }
  };
  return Array.from({ length: count }, () => grow(3));
}

const requests = [
  'GET PATH',
  'GET PATH basic:alice:pw',
  'GET PATH basic:bob:pw {X-Mark: 1}',
  'POST PATH basic:bob:pw << a=1',
] as const;

/** All pairs, and deep trees. What must not stand alone has something that lets in beside it. */
export function treePlaces(): readonly MadePlace[] {
  return [...pairs(), ...deepTrees(120)].map((tree, index) => {
    const path = `/at/${index}.`;
    const whole = tree.alone ? tree : contain('All', [leaf('valid-user'), tree])!;
    return { path, text: [`<Location ${path}>`, ...whole.lines, '</Location>'].join('\n'), requests };
  });
}

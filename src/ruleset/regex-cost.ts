import type { ByteSet } from './regex-bytes.js';
import { type Pattern, parsePattern } from './regex-pattern.js';
import type { Regex } from './text.js';

/** Two ways round a loop are not looked for where it has more byte positions than this. */
const mostPositions = 200;

/**
 * Whether a text that does not match can take time that doubles with each of its bytes, as with `(a+)+$`: there are two ways round a loop
 * for the same bytes. PCRE gives up after a while, JavaScript does not. Looks at loops as regular expressions: what assertions
 * would rule out still counts.
 */
export function takesExponentialTime(regex: Regex): boolean {
  const parsed = parsePattern(regex.pattern, regex.flags);
  if (parsed.problem !== undefined) return false;
  const automaton = new Automaton();
  automaton.add(parsed.pattern);
  return automaton.isExponential();
}

/** The positions a part can begin and end with. */
interface Part {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly nullable: boolean;
}

const nothing: Part = { first: [], last: [], nullable: true };

/** The position automaton of a pattern; an edge remembers how many ways lead along it. */
class Automaton {
  readonly #sets: ByteSet[] = [];
  readonly #edges: Map<number, number>[] = [];

  add(pattern: Pattern): Part {
    switch (pattern.kind) {
      case 'set': {
        const position = this.#sets.push(pattern.set) - 1;
        this.#edges.push(new Map());
        return { first: [position], last: [position], nullable: false };
      }
      case 'sequence':
        return pattern.parts
          .map((part) => this.add(part))
          .reduce((one, other) => this.#join(one, other), nothing);
      case 'alternation': {
        const parts = pattern.branches.map((branch) => this.add(branch));
        return {
          first: parts.flatMap((part) => part.first),
          last: parts.flatMap((part) => part.last),
          nullable: parts.some((part) => part.nullable),
        };
      }
      case 'capture':
        return this.add(pattern.body);
      case 'repeat':
        return this.#repeat(pattern);
      case 'look':
        // An automaton of its own: it takes its time by itself.
        this.add(pattern.body);
        return nothing;
      default:
        return nothing;
    }
  }

  #repeat({ body, min, max }: Pattern & { kind: 'repeat' }): Part {
    if (max === 0) return nothing;
    const part = this.add(body);
    if (max === Infinity) this.#connect(part.last, part.first);
    return { ...part, nullable: part.nullable || min === 0 };
  }

  #join(one: Part, other: Part): Part {
    this.#connect(one.last, other.first);
    return {
      first: one.nullable ? [...one.first, ...other.first] : one.first,
      last: other.nullable ? [...one.last, ...other.last] : other.last,
      nullable: one.nullable && other.nullable,
    };
  }

  #connect(from: readonly number[], to: readonly number[]): void {
    for (const start of from) {
      const edges = this.#edges[start]!;
      for (const end of to) edges.set(end, (edges.get(end) ?? 0) + 1);
    }
  }

  /** Two equal ways along one edge of a loop, or two ways round it that part and meet again. */
  isExponential(): boolean {
    const graph = this.#edges.map((edges) => [...edges.keys()]);
    const loops = components(graph).filter((loop) => loop.length > 1 || graph[loop[0]!]!.includes(loop[0]!));
    return loops.some((loop) => {
      const inside = new Set(loop);
      const doubled = loop.some((from) =>
        [...this.#edges[from]!].some(([to, ways]) => ways > 1 && inside.has(to)),
      );
      return doubled || (loop.length <= mostPositions && this.#hasTwoWays(loop, graph));
    });
  }

  /** In the loop's product with itself: does a pair of unlike positions lie on a way from a like pair back to it? */
  #hasTwoWays(loop: readonly number[], graph: readonly (readonly number[])[]): boolean {
    const size = loop.length;
    const order = new Map(loop.map((position, index) => [position, index]));
    const next = loop.map((position) =>
      graph[position]!.map((to) => order.get(to)).filter((to) => to !== undefined),
    );
    const meets = loop.map((one) => loop.map((other) => intersects(this.#sets[one]!, this.#sets[other]!)));
    const pairs = Array.from({ length: size * size }, (_, pair) => {
      const [one, other] = [next[Math.floor(pair / size)]!, next[pair % size]!];
      return one.flatMap((left) =>
        other.filter((right) => meets[left]![right]).map((right) => left * size + right),
      );
    });
    const isLike = (pair: number) => Math.floor(pair / size) === pair % size;
    return components(pairs).some((component) => component.some(isLike) && !component.every(isLike));
  }
}

function intersects(one: ByteSet, other: ByteSet): boolean {
  for (let byte = 0; byte < 256; byte++) if (one[byte] && other[byte]) return true;
  return false;
}

/** The strongly connected components of a graph (Tarjan), without recursion. */
function components(graph: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [];
  const index = new Int32Array(graph.length).fill(-1);
  const low = new Int32Array(graph.length);
  const waiting: number[] = [];
  const isWaiting = new Uint8Array(graph.length);
  let count = 0;
  const open = (node: number, path: { node: number; edge: number }[]) => {
    index[node] = low[node] = count++;
    waiting.push(node);
    isWaiting[node] = 1;
    path.push({ node, edge: 0 });
  };
  for (let start = 0; start < graph.length; start++) {
    if (index[start] !== -1) continue;
    const path: { node: number; edge: number }[] = [];
    open(start, path);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { node } = top;
      const to = graph[node]![top.edge++];
      if (to !== undefined) {
        if (index[to] === -1) open(to, path);
        else if (isWaiting[to]) low[node] = Math.min(low[node]!, index[to]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] === index[node]) found.push(takeComponent(node, waiting, isWaiting));
    }
  }
  return found;
}

function takeComponent(root: number, waiting: number[], isWaiting: Uint8Array): number[] {
  const component: number[] = [];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    isWaiting[node] = 0;
    component.push(node);
    if (node === root) break;
  }
  return component;
}

import { type LegacyToken, legacyToken } from './ssi-legacy-words.js';

/** A node of such a condition; `group` is a pair of brackets. */
export interface LegacyNode {
  kind: LegacyToken['kind'] | 'group';
  text: string;
  parent: LegacyNode | undefined;
  left: LegacyNode | undefined;
  right: LegacyNode | undefined;
}

/** Why a text is no condition, with httpd's message number. */
export interface LegacyProblem {
  readonly code: string;
  readonly problem: string;
}

/** How many tokens a condition may have. */
const mostTokens = 1000;

const invalid: LegacyProblem = { code: 'AH03188', problem: 'Invalid expression' };

/**
 * The tree of a condition in the grammar of httpd 2.2: and and or bind alike, from the left, and words beside one another are one
 * text. `undefined` for an empty condition.
 */
export function legacyTree(text: string): LegacyNode | LegacyProblem | undefined {
  let root: LegacyNode | undefined;
  let current: LegacyNode | undefined;
  let at = 0;
  for (let count = 0; ; count++) {
    const before: LegacyToken['kind'] | undefined = current?.kind === 'group' ? undefined : current?.kind;
    const token = legacyToken(text, at, before);
    if (!token) return root;
    if (count === mostTokens) return { code: 'AH03188', problem: 'Too long expression' };
    at = token.next;
    const node: LegacyNode = { ...token, parent: undefined, left: undefined, right: undefined };
    if (!current) {
      if (!['string', 'not', 'access', '('].includes(token.kind)) return invalid;
      root = node;
      current = node;
      continue;
    }
    const placed = place(current, node);
    if ('problem' in placed) return placed;
    current = placed;
    while (root?.parent) root = root.parent;
  }
}

const ends = new Set<LegacyNode['kind']>(['string', 'pattern', ')', 'group']);

/** Puts the next node into the tree; gives the one that the following belongs to. */
function place(current: LegacyNode, node: LegacyNode): LegacyNode | LegacyProblem {
  switch (node.kind) {
    case 'string':
      if (current.kind === 'string') {
        current.text += (current.text === '' ? '' : ' ') + node.text;
        return current;
      }
      return ends.has(current.kind) ? invalid : below(current, node);
    case 'pattern':
      return current.kind === '=' || current.kind === '!=' ? below(current, node) : invalid;
    case 'and':
    case 'or':
      return ['string', 'pattern', 'group'].includes(current.kind) ? joining(current, node) : invalid;
    case ')':
      return closing(current);
    case 'not':
    case 'access':
    case '(':
      return ends.has(current.kind) ? invalid : below(current, node);
    default:
      return comparing(current, node);
  }
}

function below(current: LegacyNode, node: LegacyNode): LegacyNode {
  node.parent = current;
  current.right = node;
  return node;
}

/** Takes the place of what `holder` has at its right, or of the root. */
function between(holder: LegacyNode | undefined, root: LegacyNode, node: LegacyNode): LegacyNode {
  node.left = holder ? holder.right : root;
  if (node.left) node.left.parent = node;
  if (holder) {
    node.parent = holder;
    holder.right = node;
  }
  return node;
}

function rootOf(node: LegacyNode): LegacyNode {
  let root = node;
  while (root.parent) root = root.parent;
  return root;
}

function joining(current: LegacyNode, node: LegacyNode): LegacyNode {
  let holder = current.parent;
  while (holder && !['and', 'or', '('].includes(holder.kind)) holder = holder.parent;
  return between(holder, rootOf(current), node);
}

function comparing(current: LegacyNode, node: LegacyNode): LegacyNode | LegacyProblem {
  if (current.kind !== 'string') return invalid;
  const holder = current.parent;
  if (holder && !['and', 'or', '('].includes(holder.kind)) return invalid;
  return between(holder, rootOf(current), node);
}

function closing(current: LegacyNode): LegacyNode | LegacyProblem {
  let open: LegacyNode | undefined = current;
  while (open && open.kind !== '(') open = open.parent;
  if (!open) return { code: 'AH03189', problem: "Unmatched ')'" };
  open.kind = 'group';
  return open;
}

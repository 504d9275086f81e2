/** Freezes a value made of plain objects and lists, all the way down. */
export function deepFreeze<T>(value: T): T {
  const open: unknown[] = [value];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item !== 'object' || item === null || Object.isFrozen(item)) continue;
    Object.freeze(item);
    push(open, item);
  }
  return value;
}

/** Plain objects inherit nothing, so a loop over names needs no list of them. */
function push(open: unknown[], item: object): void {
  for (const name in item) {
    const inner = (item as Readonly<Record<string, unknown>>)[name];
    if (typeof inner === 'object' && inner !== null) open.push(inner);
  }
}

/**
 * A frozen object with these members. They are assigned to an empty one, for an object that comes of a spread gets a hidden class of its own
 * when it is frozen, and each place in the code that reads many of those is slow.
 */
export function frozenCopy<T extends object>(members: T): T {
  const copy: T = Object.assign({}, members);
  Object.freeze(copy);
  return copy;
}

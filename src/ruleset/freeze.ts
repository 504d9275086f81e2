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

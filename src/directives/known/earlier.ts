/**
 * What earlier lines left behind, kept with what they add to: the machine of a reading, a server, a section. It is gone
 * with them.
 */
export function earlier<T>(fresh: () => T): (owner: object) => T {
  const kept = new WeakMap<object, T>();
  return (owner) => {
    const known = kept.get(owner);
    if (known !== undefined) return known;
    const made = fresh();
    kept.set(owner, made);
    return made;
  };
}

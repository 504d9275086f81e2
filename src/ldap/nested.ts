/** What must be known of groups. */
export interface Groups {
  readonly isGroup: (dn: string) => Promise<boolean>;
  readonly hasMember: (dn: string) => Promise<boolean>;
  /** Everything in a group, groups or not. */
  readonly members: (dn: string) => Promise<readonly string[]>;
}

/** More groups than are looked at for one requirement. */
const mostGroups = 1000;

/**
 * Whether a group inside `group`, at most `depth` levels deep, has the member. Each group is looked at once, those nearer first: groups
 * that hold one another end the search.
 */
export async function isNested(
  { group, depth }: { readonly group: string; readonly depth: number },
  groups: Groups,
): Promise<boolean> {
  const seen = new Set([group]);
  let level: readonly string[] = (await groups.isGroup(group)) ? [group] : [];
  for (let deep = 0; deep < depth && level.length > 0; deep += 1) {
    const next: string[] = [];
    for (const outer of level) {
      for (const dn of await groups.members(outer)) {
        if (seen.has(dn) || seen.size > mostGroups) continue;
        seen.add(dn);
        if (!(await groups.isGroup(dn))) continue;
        if (await groups.hasMember(dn)) return true;
        next.push(dn);
      }
    }
    level = next;
  }
  return false;
}

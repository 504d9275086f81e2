import type { AppliedSection } from '../../evaluate/sections.js';
import type { ServerView } from '../../lint/server-view.js';
import type { ConditionSection, Host } from '../../ruleset/ruleset.js';

const orders = new WeakMap<Host, ReadonlyMap<AppliedSection, number>>();

/** The place of a section of a server in the order in which httpd merges those that count for one request. */
export function rankOf({ host }: ServerView, section: AppliedSection): number {
  const known = orders.get(host) ?? orderOf(host);
  orders.set(host, known);
  return known.get(section) ?? known.size;
}

/** Conditions come last, outer ones first, and those of one level as the sections around them do. */
function orderOf(host: Host): ReadonlyMap<AppliedSection, number> {
  const folders = [...host.proxies, ...host.directories, ...host.directoryMatches];
  const files = [...host.files, ...folders.flatMap((section) => section.files)];
  const sections = [...folders, ...files, ...host.locations];
  const found = new Map<AppliedSection, number>();
  for (const section of sections) found.set(section, found.size);
  let level: readonly ConditionSection[] = [
    ...host.conditions,
    ...sections.flatMap(({ conditions }) => conditions),
  ];
  for (; level.length > 0; level = level.flatMap(({ conditions }) => conditions))
    for (const section of level) found.set(section, found.size);
  return found;
}

import type { ConditionSection, Ruleset, Section, Settings, VirtualHost } from './ruleset.js';

/** What each section of a ruleset says, those of all its servers, and what they say outside of sections. */
export function allSettings({ host, virtualHosts }: Ruleset): readonly Settings[] {
  return [host, ...virtualHosts].flatMap(settingsOf);
}

function settingsOf(host: Omit<VirtualHost, 'core' | 'addresses' | 'title' | 'from'>): readonly Settings[] {
  const found: Settings[] = [host.base];
  const open: (Section | ConditionSection)[] = [
    ...host.conditions,
    ...host.directories,
    ...host.directoryMatches,
    ...host.files,
    ...host.locations,
    ...host.proxies,
  ];
  for (let section = open.pop(); section; section = open.pop()) {
    found.push(section.settings);
    for (const each of section.conditions) open.push(each);
    if ('files' in section) for (const each of section.files) open.push(each);
  }
  return found;
}

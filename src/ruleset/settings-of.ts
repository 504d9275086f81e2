import type { ConditionSection, Ruleset, Section, Settings, VirtualHost } from './ruleset.js';

/** What each section of a ruleset says, those of all its servers, and what they say outside of sections. */
export function allSettings({ host, virtualHosts }: Ruleset): readonly Settings[] {
  return [host, ...virtualHosts].flatMap(settingsOf);
}

type Sections = Omit<VirtualHost, 'core' | 'addresses' | 'title' | 'from'>;

/** All sections of a server, also those inside others. */
export function everySection(host: Sections): readonly (Section | ConditionSection)[] {
  const found: (Section | ConditionSection)[] = [];
  const open: (Section | ConditionSection)[] = [
    ...host.conditions,
    ...host.directories,
    ...host.directoryMatches,
    ...host.files,
    ...host.locations,
    ...host.proxies,
  ];
  for (let section = open.pop(); section; section = open.pop()) {
    found.push(section);
    for (const each of section.conditions) open.push(each);
    if ('files' in section) for (const each of section.files) open.push(each);
  }
  return found;
}

/** What a server says outside of sections, and what each of its sections says. */
export function settingsOf(host: Sections): readonly Settings[] {
  return [host.base, ...everySection(host).map(({ settings }) => settings)];
}

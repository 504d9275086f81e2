import { type Line, valuesOf } from '../../lint/line.js';
import { oncePerSite, type Site } from '../../lint/site.js';
import type { KrbSet } from './krb-set.js';
import type { Room } from './room.js';

/** What counts around a room: its server's name and folder. */
export function surroundings(
  { section, lines }: Room,
  site: Site,
): Pick<KrbSet, 'serverName' | 'canonicalName' | 'serverRoot'> {
  const around = [...(section?.around ?? lines[0]?.around ?? []), ...(section ? [section] : [])];
  const host = around.find(({ name }) => name === '<VirtualHost');
  const { names, outside, hosts, canonicalName, serverRoot } = ofSite(site);
  const own = host ? host.inner.filter(({ name }) => name === 'ServerName') : names;
  const said = host ? (own.at(-1) ?? outside.at(-1)) : hosts === 0 ? own.at(-1) : undefined;
  return {
    serverName: said && hostName(said),
    canonicalName,
    serverRoot,
  };
}

/** What is the same for all rooms of a site. */
const ofSite = oncePerSite((site: Site) => {
  const names = site.named('ServerName');
  const own = names.filter(({ name }) => name === 'ServerName');
  return {
    names: own,
    outside: names.filter(({ around }) => !around.some(({ name }) => name === '<VirtualHost')),
    hosts: site.named('<VirtualHost').length,
    canonicalName: site
      .named('UseCanonicalName')
      .some((each) => /^(?:on|dns)$/i.test(valuesOf(each)[0] ?? '')),
    serverRoot: rootIn(site) ?? site.bound?.serverRoot ?? '/etc/apache2',
  };
});

/** The name without a scheme and port. */
function hostName(each: Line): string | undefined {
  const name = /^(?:[a-z]+:\/\/)?([^:/]+)/i.exec(valuesOf(each)[0] ?? '')?.[1];
  return name && /^[\w.-]+$/.test(name) ? name : undefined;
}

/** As the text says it, whether such a folder is here or not. */
function rootIn(site: Site): string | undefined {
  const said = site.named('ServerRoot').at(-1);
  const value = said && valuesOf(said)[0];
  return value?.startsWith('/') ? value : undefined;
}

import { type Line, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { KrbSet } from './krb-set.js';
import type { Room } from './room.js';

/** What counts around a room: its server's name and folder. */
export function surroundings(
  { section, lines, unit }: Room,
  site: Site,
): Pick<KrbSet, 'serverName' | 'canonicalName' | 'serverRoot'> {
  const around = [...(section?.around ?? lines[0]?.around ?? []), ...(section ? [section] : [])];
  const host = around.find(({ name }) => name === '<VirtualHost');
  const level = host?.inner ?? unit.lines.filter((each) => each.around.length === 0);
  const names = site.named('ServerName');
  const own = (host ? level : names).filter(({ name }) => name === 'ServerName');
  const outside = names.filter(({ around: outer }) => !outer.some(({ name }) => name === '<VirtualHost'));
  const hosts = site.named('<VirtualHost').length;
  const said = host ? (own.at(-1) ?? outside.at(-1)) : hosts === 0 ? own.at(-1) : undefined;
  return {
    serverName: said && hostName(said),
    canonicalName: site
      .named('UseCanonicalName')
      .some((each) => /^(?:on|dns)$/i.test(valuesOf(each)[0] ?? '')),
    serverRoot: site.bound?.serverRoot ?? '/etc/apache2',
  };
}

/** The name without a scheme and port. */
function hostName(each: Line): string | undefined {
  const name = /^(?:[a-z]+:\/\/)?([^:/]+)/i.exec(valuesOf(each)[0] ?? '')?.[1];
  return name && /^[\w.-]+$/.test(name) ? name : undefined;
}

import type { Line } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { AuthKerbSettings } from '../../ruleset/mod_auth_kerb.js';
import { insertAfter, insertBefore, replaceItem } from '../../syntax/edit-insert.js';
import type { NewItem } from '../../syntax/edit-render.js';
import { isMacroText, linesAround, useOfMacro } from '../macro-texts.js';
import type { MigrationChange } from '../migration.js';
import type { Heir } from './heir.js';
import { settingMappings, severalSources } from './index.js';
import { type KrbSet, meantName, written, writtenRaw } from './krb-set.js';
import { type Context, line, type Translation } from './mapping.js';
import { onlyPasswords, ticketsRefused } from './mappings/krb-method-negotiate.js';
import { mappingOf, setOf, textsOf } from './rewrite.js';
import { isReadInSection, kerberosPlaces, type Room } from './room.js';

const mayChange = ['granted', 'status', 'challenges', 'user', 'proof', 'target'] as const;

/**
 * What servers say for sections that have the settings of other sections for some requests: in a section that counts before all others,
 * so that those go on to take its place.
 */
export function sharedSettings(heirs: readonly Heir[], context: Context): readonly MigrationChange[] {
  const shared = heirs.filter(({ isShared }) => isShared);
  const placed = shared.filter(({ isMixed }) => !isMixed);
  const first = new Map<Line | undefined, Heir>();
  for (const heir of placed) {
    const host = hostOf(heir);
    if (!first.has(host)) first.set(host, heir);
  }
  return shared.flatMap((heir) => {
    if (heir.isMixed || !mayStand(heir, context.site)) return strict(heir, context);
    return first.get(hostOf(heir)) === heir ? before(heir, context) : [];
  });
}

const hostOf = ({ room }: Heir): Line | undefined =>
  room.section?.around.find(({ name }) => name === '<VirtualHost');

/** Whether sections of a server may stand where this one does, and none of another hand counts first there. */
function mayStand({ room }: Heir, site: Site): boolean {
  if (!room.section || isMacroText(site) || isReadInSection(site, room.section)) return false;
  if (room.section.at.nameSpan.file.pieces) return false;
  return !site
    .named('<Directory')
    .some(({ at }) => /^"?\/"?$/.test(at.args.raw.trim()) && hasGssapi(site, at));
}

/** Whether a section says something of either module. */
const hasGssapi = (site: Site, section: Line['at']): boolean =>
  site.lines.some(
    ({ name, around }) => /^(?:Gssapi|Krb)/i.test(name) && around.some(({ at }) => at === section),
  );

function before(heir: Heir, context: Context): readonly MigrationChange[] {
  const { room, lines, authType } = heir;
  const host = hostOf(heir);
  const around = room.section!.around;
  const outermost = around[host ? around.indexOf(host) + 1 : 0] ?? room.section!;
  const set = setOf(room, lines, context);
  const settings = settingsOf(set, context);
  const items = [section('Directory', ['/'], settings), ...proxied(context.site, settings)];
  const { edits } = insertBefore(written(outermost), items);
  const message =
    'Some requests here have the settings of another section, others those of the server or the defaults of mod_auth_kerb, and lines here would take the place of both. So the latter stand in a section that counts before all others; they have no effect without AuthType GSSAPI.';
  if (!edits) return strict(heir, context);
  const entry = { kind: 'added', mapping: severalSources.id, after: textsOf(items), message } as const;
  return [{ edits, at: authType, entry }];
}

/** All that a set becomes, but for what is only said in comments. */
const settingsOf = (set: KrbSet, context: Context): readonly NewItem[] =>
  translationsOf(set, context)
    .flatMap(({ items }) => items)
    .filter(({ kind }) => kind !== 'comment');

const translationsOf = (set: KrbSet, context: Context): readonly Translation[] =>
  settingMappings.flatMap((mapping) =>
    mapping.id === 'unknown-krb' ? [] : (mapping.translate(set, context) ?? []),
  );

/** What a macro says for servers, in a section that counts before all others wherever the macro is used: who takes it is not known. */
export function serverInMacro(room: Room, context: Context): readonly MigrationChange[] {
  const set = setOf(room, room.krb, context);
  const conditions = translationsOf(set, context).flatMap((each) => each.conditions ?? []);
  const settings = [
    ...settingsOf(set, context),
    ...(conditions.length > 0 ? [line('GssapiBasicAuth', 'Off')] : []),
  ];
  const refused = conditions.includes(onlyPasswords) ? [ticketsRefused] : [];
  const items = [
    section('Directory', ['/'], [...settings, ...refused]),
    ...proxied(context.site, [...settings, ...refused]),
  ];
  const [first] = room.krb;
  return room.krb.map((each) => {
    const own = mappingOf(each)?.translate(set, context);
    const comments = own?.items.filter(({ kind }) => kind === 'comment') ?? [];
    const put = [...comments, ...(each === first ? items : [])];
    const { edits = [] } = replaceItem(written(each), put);
    const message =
      'A macro says it for servers, where mod_auth_gssapi takes nothing: what all its lines say together stands in a section that counts before all others. What Require would have to demand is refused instead.';
    const entry = {
      kind: conditions.length > 0 ? 'choice' : 'rewritten',
      mapping: mappingOf(each)?.id ?? 'unknown-krb',
      after: textsOf(put),
      message,
      mayChange,
    } as const;
    return { edits, at: each, entry };
  });
}

/** Folders do not count where requests are passed on. */
const proxied = (site: Site, settings: readonly NewItem[]): readonly NewItem[] =>
  site.lines.some(({ name }) => /^<?Proxy|^RewriteRule$/.test(name))
    ? [section('IfModule', ['mod_proxy.c'], [section('Proxy', ['*'], settings)])]
    : [];

const section = (name: string, args: readonly string[], items: readonly NewItem[]): NewItem => ({
  kind: 'section',
  name,
  args,
  items,
});

/** Whether some of the settings that may be in force take no tickets, or some give users another name than others do. */
function refusesTickets({ room, lines }: Heir, { site }: Context): boolean {
  const use = useOfMacro(site);
  const said = use ? linesAround(use) : lines;
  const places = kerberosPlaces(site, room).map(({ settings }) => settings.mod_auth_kerb);
  const asText = (each: Line): string => `${meantName(each)} ${writtenRaw(each).trim()}`;
  if (places.some((kerb) => kerb?.methodNegotiate === false)) return true;
  if (said.some((each) => /^KrbMethodNegotiate "?off/i.test(asText(each)))) return true;
  const isMapped = said.some((each) => /^KrbLocalUserMapping "?on/i.test(asText(each)));
  return (isMapped || places.some(hasLocalNames)) && !(places.length > 0 && places.every(hasLocalNames));
}

const hasLocalNames = (kerb: AuthKerbSettings | undefined): boolean => kerb?.localUserMapping === true;

/** Whether users have local names wherever it counts. */
function isLocal({ room }: Heir, { site }: Context): boolean {
  const places = kerberosPlaces(site, room);
  return places.length > 0 && places.every(({ settings }) => hasLocalNames(settings.mod_auth_kerb));
}

/** Where no such section can stand: what grants least of all that may be meant. */
function strict(heir: Heir, context: Context): readonly MigrationChange[] {
  const { authType } = heir;
  const refusal = refusesTickets(heir, context) ? [ticketsRefused] : [];
  const items = [
    line('GssapiAcceptorName', '{HOSTNAME}'),
    line('GssapiAllowedMech', 'krb5'),
    line('GssapiNegotiateOnce', 'On'),
    ...(isLocal(heir, context) ? [line('GssapiLocalName', 'On')] : []),
    ...refusal,
  ];
  const { edits } = insertAfter(written(authType), items);
  const taken =
    refusal.length > 0
      ? 'Some of them take no tickets, or give users a local name: so neither tickets nor passwords are taken until you say here what is meant.'
      : 'All of them have these now: tickets of Kerberos for the name that the client has asked for, and no passwords. Say what else is meant.';
  const message = `Some requests here have the settings of another section, others those of the server or the defaults of mod_auth_kerb. ${taken}`;
  const entry = {
    kind: 'choice',
    mapping: severalSources.id,
    after: textsOf(items),
    message,
    mayChange,
  } as const;
  return edits ? [{ edits, at: authType, entry }] : [];
}

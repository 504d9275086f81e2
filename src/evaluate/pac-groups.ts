import type { AcceptorSettings, NameAttributes } from '../gssapi/acceptor.js';
import { logLine, lookedUp, type RequirementTest } from './authz.js';
import type { Exchange } from './exchange.js';
import { tell } from './gssapi-attempt.js';
import { ask } from './need.js';
import { groupSids } from './pac-logon-info.js';

const attribute = 'urn:mspac:logon-info';
const variable = 'KERBGATE_GROUP_SIDS';

/** Whether logins tell here which groups the KDC has put users into (KerbgatePacGroups). */
export const wantsGroups = ({ settings }: Exchange): boolean => settings.mod_kerbgate?.pacGroups ?? false;

/** What an acceptor is asked for besides, where groups are wanted. */
export const groupWish = (
  exchange: Exchange,
  { wants }: AcceptorSettings,
): Partial<Pick<AcceptorSettings, 'wants'>> =>
  wantsGroups(exchange) ? { wants: { ...wants, attributes: true } } : {};

/** The variable that tells a user's groups; none where the ticket tells nothing that its issuer has signed. */
export function groupVariable(
  exchange: Exchange,
  told: NameAttributes,
): readonly (readonly [string, string])[] {
  if (!wantsGroups(exchange) || 'failure' in told) return [];
  const info = told.find(({ name }) => name === attribute);
  const raw = info?.authenticated && info.values.length === 1 ? info.values[0]!.raw : undefined;
  if (raw === undefined) return [];
  const sids = groupSids(Uint8Array.from(raw, (character) => character.charCodeAt(0)));
  if (sids) return [[variable, sids.join(' ')]];
  tell(exchange, 'error', `the ticket's ${attribute} cannot be read: its groups do not count`);
  return [];
}

/** A user may be in a thousand groups; the first ones show whether the right ones are meant. */
const mostTold = 20;

/** Which groups the login has told, for the log alone: the client is not to learn what would open the place. */
export function groupsTold(exchange: Exchange): string {
  const sids = exchange.gssapi?.get(variable)?.split(' ');
  if (sids) {
    const rest = sids.length > mostTold ? ` and ${sids.length - mostTold} more` : '';
    return `the ticket of ${exchange.user} tells of the groups ${sids.slice(0, mostTold).join(', ')}${rest}`;
  }
  return wantsGroups(exchange)
    ? `the login of ${exchange.user} has told no groups: only tickets with Microsoft's data, signed by the KDC, do`
    : `no groups are read from tickets here: KerbgatePacGroups is not On`;
}

const form = /^S-1-(?:\d+|0x[0-9a-f]{12})(?:-\d+)*$/;

/** SIDs by name, from lines of a SID, a blank and a name; what is no such line tells nothing. */
export function groupNames(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, sid = '', name] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || !form.test(sid)) continue;
    found.set(name, (found.get(name) ?? new Set()).add(sid));
  }
  return found;
}

const known = { text: '', names: groupNames('') };

/** A file seldom changes: the last one that was taken apart is kept. */
function namesIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  if (known.text !== text) Object.assign(known, { text, names: groupNames(text) });
  return known.names;
}

/** `Require pac-group SID|NAME …`: the user's ticket puts it into one of the groups. What cannot be found out lets nobody in. */
export const testPacGroup: RequirementTest<'pac-group'> = ({ groups }, authorization) => {
  const { exchange } = authorization;
  if (exchange.user === undefined) return 'denied-no-user';
  // What the login has told, not what variables of the same name say.
  const own = new Set(exchange.gssapi?.get(variable)?.split(' '));
  if (groups.some((group) => own.has(group))) return 'granted';
  const path = exchange.settings.mod_kerbgate?.pacGroupFile;
  if (path === undefined || groups.every((group) => form.test(group))) return 'denied';
  const file = lookedUp(authorization, `pac-groups\0${path}`, function* () {
    return { text: yield* ask({ need: 'read', path }) };
  });
  if (!file) return 'error';
  if (file.text === undefined) {
    logLine(authorization, 'error', undefined, `KerbgatePacGroupFile ${path} cannot be read`);
    return 'denied';
  }
  const names = namesIn(file.text);
  const granted = groups.some((group) => [...(names.get(group) ?? [])].some((sid) => own.has(sid)));
  return granted ? 'granted' : 'denied';
};

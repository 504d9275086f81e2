import type { Exchange } from '../evaluate/exchange.js';
import type { Circumstances } from './circumstances.js';
import { userOf } from './circumstances.js';
import type { Seen } from './decide.js';
import type { Verdict } from './decision-diff.js';

const clientsOwn = "the client's own";
const another = 'another';
const removed = 'removed';

/** What is said of a field that is passed on in the place of its value. */
export const wordsForValues: ReadonlySet<string> = new Set([clientsOwn, another, removed]);

/** What stands for a value that a client made up. */
export const forgedValue = 'made-up-by-the-client';

/** What a request came to, without what differs from one evaluation to the next. */
export function verdictOf(seen: Seen, circumstances: Circumstances): Verdict {
  return letInToNothing(seen) ?? settledVerdict(seen, circumstances);
}

/** Where the rules let a request in, and no file can be served: a folder without a list, or a missing file. */
function letInToNothing({ outcome: { decision }, exchanges: [first], proofs }: Seen): Verdict | undefined {
  const missing = decision.kind === 'fail' && decision.status === 404 && first?.fileKind !== undefined;
  if (!missing || first.settings.mod_alias !== undefined || first.settings.mod_rewrite !== undefined)
    return undefined;
  const { user } = first;
  return {
    kind: 'granted',
    status: 404,
    ...(user !== undefined && { user }),
    challenges: [],
    target: 'nothing: there is no file to serve',
    identity: [],
    forged: [],
    proof: user === undefined ? [] : [...proofs, ...bondsOf(first)],
    override: first.program.looksIntoFolders ? overrideOf(first) : '',
  };
}

function settledVerdict({ outcome, proofs }: Seen, circumstances: Circumstances): Verdict {
  const { decision, exchange, plan } = outcome;
  const granted = decision.kind === 'accept';
  const status = 'status' in plan ? plan.status : granted ? 200 : exchange.status;
  const passesOn = plan.run === 'proxy' || plan.run === 'cgi';
  return {
    kind: kindOf(decision.kind, plan.run === 'page' ? status : 0),
    status: 'status' in decision ? decision.status : status,
    ...(granted && decision.user !== undefined && { user: decision.user }),
    challenges: decision.kind === 'challenge' ? decision.challenges.map(withoutToken) : [],
    target: targetOf(outcome, decision.kind === 'redirect' ? decision.location : undefined),
    identity: passesOn ? identityOf(exchange, circumstances) : [],
    forged: passesOn ? forgedIn(exchange) : [],
    proof: granted && decision.user !== undefined ? [...proofs, ...bondsOf(exchange)] : [],
    override: granted && exchange.program.looksIntoFolders ? overrideOf(exchange) : '',
  };
}

function kindOf(kind: Seen['outcome']['decision']['kind'], page: number): Verdict['kind'] {
  if (kind === 'accept') return page >= 400 ? 'error' : 'granted';
  if (kind === 'deny') return 'denied';
  return kind === 'fail' ? 'error' : kind;
}

const withoutToken = (challenge: string): string =>
  challenge.replace(/^(Negotiate|NTLM) [A-Za-z0-9+/=]+$/, '$1');

function targetOf(
  { plan, exchange }: Pick<Seen['outcome'], 'plan' | 'exchange'>,
  location: string | undefined,
): string {
  if (location !== undefined) return location;
  switch (plan.run) {
    case 'file':
      return `the file ${exchange.filename ?? exchange.uri}${exchange.pathInfo}${handlerOf(exchange)}`;
    case 'cgi':
      return `the program ${exchange.filename ?? exchange.uri}${exchange.pathInfo}`;
    case 'listing':
      return `the list of ${exchange.filename ?? exchange.uri}`;
    case 'proxy':
      return `the upstream ${plan.target}`;
    case 'tunnel':
      return `a tunnel to port ${plan.port} of ${plan.host}`;
    case 'trace':
      return 'the request itself (TRACE)';
    case 'options':
      return 'the methods of the server';
    case 'text':
      return `the text "${plan.text}"`;
    case 'page': {
      const place = exchange.responseFields.get('Location');
      return place === undefined ? `the page for ${plan.status}` : place;
    }
  }
}

const handlerOf = ({ handler }: Exchange): string =>
  handler === undefined ? '' : ` by the handler ${handler}`;

/** Fields that are of no interest to who wants to know who the user is. */
const indifferent = new Set(['host', 'connection', 'max-forwards', 'content-length']);

/** Request fields as they go on, where that is not as the client sent them. */
function identityOf(
  exchange: Exchange,
  circumstances: Circumstances,
): readonly (readonly [string, string])[] {
  const sent = new Map<string, string>();
  const { fields } = exchange.facts;
  for (let at = 0; at < fields.length; at += 2) sent.set(fields[at]!.toLowerCase(), fields[at + 1]!);
  const found: [string, string][] = [];
  const there = new Set<string>();
  for (const [name, value] of exchange.requestFields) {
    const lower = name.toLowerCase();
    there.add(lower);
    if (indifferent.has(lower) || sent.get(lower) === value) continue;
    found.push([name, masked(lower, value)]);
  }
  for (const name of sent.keys()) if (!there.has(name) && !indifferent.has(name)) found.push([name, removed]);
  const user = userOf(circumstances.credential);
  if (user !== undefined && exchange.requestFields.has('Authorization'))
    found.push([
      'Authorization',
      sent.get('authorization') === exchange.requestFields.get('Authorization') ? clientsOwn : another,
    ]);
  return found.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
}

const masked = (name: string, value: string): string => (name === 'authorization' ? '***' : value);

function forgedIn(exchange: Exchange): readonly string[] {
  const names: string[] = [];
  for (const [name, value] of exchange.requestFields)
    if (value.includes(forgedValue)) names.push(name.toLowerCase());
  return names.sort();
}

/** What a login is tied to besides its proof. */
function bondsOf({ settings }: Exchange): readonly string[] {
  const { mod_auth_gssapi: gssapi, mod_kerbgate: own } = settings;
  return [
    ...(gssapi?.connectionBound ? ['kept for the connection'] : []),
    ...(own?.channelBinding && own.channelBinding !== 'off' ? [`channel binding ${own.channelBinding}`] : []),
  ];
}

function overrideOf({ settings: { core } }: Exchange): string {
  const { override, overrideList } = core ?? {};
  if (override === undefined && overrideList === undefined) return '';
  return JSON.stringify([override ?? null, overrideList ?? null]);
}

/** A text that is equal where two verdicts say the same to the same client. */
export function verdictKey(verdict: Verdict): string {
  return JSON.stringify(verdict);
}

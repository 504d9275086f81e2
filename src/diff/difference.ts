import { type Circumstances, type Entry, provenBy, userOf } from './circumstances.js';
import type { Aspect, Verdict } from './decision-diff.js';
import { verdictKey } from './verdict.js';

/** What one request comes to under either configuration. */
export interface VerdictPair {
  readonly before: Verdict;
  readonly after: Verdict;
}

/** What of a request may stand in its verdicts. */
export interface SignedRequest {
  readonly entry: Entry;
  readonly path: string;
  readonly circumstances: Circumstances;
}

/** Whether the two say the same. */
export const isSame = ({ before, after }: VerdictPair): boolean =>
  before === after || verdictKey(before) === verdictKey(after);

/**
 * What differs, in a form that is equal for all requests that are decided alike: the user is whoever logged in, the path any. `undefined`
 * where nothing differs.
 */
export function signOf(pair: VerdictPair, request: SignedRequest): string | undefined {
  if (isSame(pair)) return undefined;
  const general = generalizer(request, namesDiffer(pair));
  return JSON.stringify([shapeOf(pair.before, pair.after), shapeOf(pair.after, pair.before)].map(general));
}

const namesDiffer = ({ before, after }: VerdictPair): boolean =>
  before.user !== undefined && after.user !== undefined && before.user !== after.user;

/** A verdict with only that of its details in which the other one differs. */
function shapeOf(verdict: Verdict, other: Verdict): object {
  const { kind, status, challenges, user, target, identity, forged, proof, override } = verdict;
  const alike = kind === other.kind;
  return {
    kind,
    ...(kind !== 'granted' && { status }),
    ...(alike && kind !== 'granted' && { challenges }),
    user,
    ...(alike && target !== other.target && { target }),
    ...(!alike && kind === 'granted' && { target: kindOfTarget(target) }),
    ...(kind === 'redirect' && { target }),
    ...(alike && differ(identity, other.identity) && { identity }),
    ...(differ(forged, other.forged) && { forged }),
    ...(alike && differ(proof, other.proof) && { proof }),
    ...(alike && override !== other.override && { override }),
  };
}

/** What differs; of two requests that are not both let in, only what the clients are told. */
export function aspectsOf({ before, after }: VerdictPair): readonly Aspect[] {
  const aspects: Aspect[] = [];
  if (before.kind !== after.kind || before.status !== after.status) aspects.push('status');
  if (differ(before.challenges, after.challenges)) aspects.push('challenge');
  if (before.kind === after.kind)
    for (const aspect of ['user', 'target', 'identity', 'proof', 'override'] as const)
      if (differ(before[aspect], after[aspect])) aspects.push(aspect);
  if (differ(before.forged, after.forged)) aspects.push('forged');
  return aspects;
}

/** Files, and folders that cannot be served, are alike for who is let in. */
const kindOfTarget = (target: string): string =>
  /^(?:the file|nothing)/.test(target) ? 'a file' : target.split(' ', 2).join(' ');

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

type General = (shape: object) => unknown;

/** Puts general words in the place of a request's own; how a user is named counts only where the two name them differently. */
function generalizer({ entry, path, circumstances }: SignedRequest, forms: boolean): General {
  const user = userOf(circumstances.credential);
  const principal = provenBy(circumstances);
  const service = `@${circumstances.fields.host ?? entry.host}`;
  const [plain = ''] = path.split('?', 1);
  const decoded = decodedPath(plain).replace(/\/{2,}/g, '/');
  const within = (text: string): string => {
    const short = text.replace(/(.)\/$/, '$1');
    const mine = decoded.replace(/(.)\/$/, '$1');
    for (let at = 0; at !== -1 && mine.length - at > 1; at = mine.indexOf('/', at + 1))
      if (short.endsWith(mine.slice(at))) return `${short.slice(0, short.length - (mine.length - at))}{path}`;
    return text.split(plain).join('{path}');
  };
  return (shape) =>
    JSON.parse(JSON.stringify(shape), (key, value: unknown) => {
      if (typeof value !== 'string') return value;
      const named = user === undefined ? value : withUser(value, { user, principal, forms }, key);
      return key === 'target' ? within(named) : named.split(service).join('@{host}');
    });
}

interface UserForms {
  readonly user: string;
  readonly principal: string | undefined;
  /** Whether forms of the name are told apart. */
  readonly forms: boolean;
}

/** The user's name as the client gave it, with its realm, or without. */
function withUser(value: string, { user, principal, forms }: UserForms, key: string): string {
  if (key !== 'user') return /^(?:kind|target)$/.test(key) ? value : value.split(user).join('{user}');
  if (value === user || (!forms && value === principal)) return '{user}';
  if (value === principal) return '{user with realm}';
  return value === user.split('@', 1)[0] ? '{user without realm}' : value;
}

function decodedPath(path: string): string {
  return path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

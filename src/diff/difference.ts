import { type Circumstances, userOf } from './circumstances.js';
import type { Verdict } from './decision-diff.js';
import { verdictKey } from './verdict.js';

/** What one request comes to under either configuration. */
export interface VerdictPair {
  readonly before: Verdict;
  readonly after: Verdict;
}

/** Whether the two say the same. */
export const isSame = ({ before, after }: VerdictPair): boolean =>
  before === after || verdictKey(before) === verdictKey(after);

/**
 * What differs, in a form that is equal for all requests that are decided alike: the user is whoever logged in, the path any. `undefined`
 * where nothing differs.
 */
export function signOf(pair: VerdictPair, path: string, circumstances: Circumstances): string | undefined {
  if (isSame(pair)) return undefined;
  const general = generalizer(path, circumstances);
  return JSON.stringify([shapeOf(pair.before, pair.after), shapeOf(pair.after, pair.before)].map(general));
}

/** A verdict with only that of its details in which the other one differs. */
function shapeOf(verdict: Verdict, other: Verdict): object {
  const { kind, status, challenges, user, target, identity, forged, proof, override } = verdict;
  const alike = kind === other.kind;
  return {
    kind,
    ...(kind !== 'granted' && { status, challenges }),
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

/** Files, and folders that cannot be served, are alike for who is let in. */
const kindOfTarget = (target: string): string =>
  /^(?:the file|nothing)/.test(target) ? 'a file' : target.split(' ', 2).join(' ');

const differ = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);

type General = (shape: object) => unknown;

/** Puts general words in the place of a request's own. */
function generalizer(path: string, { credential }: Circumstances): General {
  const user = userOf(credential);
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
      const named = user === undefined ? value : withUser(value, user, key);
      return key === 'target' ? within(named) : named;
    });
}

/** The user's name, and the one without its realm. */
function withUser(value: string, user: string, key: string): string {
  if (key === 'user') {
    if (value === user) return '{user}';
    return value === user.split('@', 1)[0] ? '{user without realm}' : value;
  }
  return /^(?:kind|target)$/.test(key) ? value : value.split(user).join('{user}');
}

function decodedPath(path: string): string {
  return path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

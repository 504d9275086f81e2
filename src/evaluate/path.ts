const slash = 0x2f;

/** What became of a request path: the decoded path, or the status httpd answers a bad one with. */
export type PathResult = { readonly path: string } | { readonly status: 400 | 404; readonly because: string };

/** How encoded slashes are treated (AllowEncodedSlashes) and whether runs of slashes become one (MergeSlashes). */
export interface PathRules {
  readonly mergeSlashes: boolean;
  readonly encodedSlashes: 'On' | 'Off' | 'NoDecode';
}

const plain = /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*)+\/?$/;

/**
 * Normalises and decodes the path of a request target as httpd does: dot segments and runs of slashes go, unreserved
 * characters are decoded first and everything else once, an encoded slash or NUL is 404, a broken escape or a climb above the
 * root 400 (server/util.c, RFC 3986 §6.2.2).
 */
export function decodePath(raw: string, rules: PathRules): PathResult {
  if (plain.test(raw)) return { path: raw };
  if (raw === '*') return { path: raw };
  if (raw.charCodeAt(0) !== slash) return { status: 400, because: 'the path does not start with a slash' };
  const unreserved = decodeUnreserved(raw);
  if (unreserved === undefined) return { status: 400, because: 'the path holds a broken % escape' };
  const normal = removeDots(unreserved, rules.mergeSlashes);
  if (normal === undefined) return { status: 400, because: 'the path climbs above the root' };
  const decoded = decodeReserved(normal, rules.encodedSlashes);
  if (typeof decoded !== 'string') return decoded;
  if (rules.encodedSlashes !== 'On') return { path: decoded };
  // httpd lets a climb above the root that only decoding made end at the root.
  return { path: resolveDots(decoded, rules.mergeSlashes).path };
}

const escapeSequence = /%([0-9A-Fa-f]{2})?/g;
const isUnreserved = /[A-Za-z0-9._~-]/;

function decodeUnreserved(raw: string): string | undefined {
  if (!raw.includes('%')) return raw;
  let broken = false;
  const text = raw.replace(escapeSequence, (whole, hex: string | undefined) => {
    if (hex === undefined) {
      broken = true;
      return whole;
    }
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return isUnreserved.test(character) ? character : whole;
  });
  return broken ? undefined : text;
}

/** Drops `.` and resolves `..` segments; `undefined` when it would climb above the root. */
export function removeDots(path: string, mergeSlashes: boolean): string | undefined {
  const { path: resolved, above } = resolveDots(path, mergeSlashes);
  return above ? undefined : resolved;
}

/** A path of the file system without `.`, `..` and runs of slashes; a climb above the root ends there. */
export function rootedPath(path: string): string {
  return resolveDots(path, true).path;
}

/** One pass; `above` tells of a climb above the root, which ends there. */
function resolveDots(
  path: string,
  mergeSlashes: boolean,
): { readonly path: string; readonly above: boolean } {
  const kept: string[] = [];
  let at = 1;
  let above = false;
  while (at <= path.length) {
    let end = path.indexOf('/', at);
    const last = end === -1;
    if (last) end = path.length;
    const segment = path.slice(at, end);
    at = end + 1;
    if (segment === '' && !last && mergeSlashes) continue;
    if (segment === '.') {
      if (last) kept.push('');
      continue;
    }
    if (segment === '..') {
      if (kept.length === 0) above = true;
      else kept.pop();
      if (last) kept.push('');
      continue;
    }
    kept.push(segment);
    if (last) break;
  }
  return { path: `/${kept.join('/')}`, above };
}

function decodeReserved(
  path: string,
  slashes: PathRules['encodedSlashes'],
): string | Extract<PathResult, { status: number }> {
  if (!path.includes('%')) return path;
  let bad: string | undefined;
  const text = path.replace(escapeSequence, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    if (code === 0) bad = 'the path holds an encoded NUL';
    if (code === slash && slashes === 'Off')
      bad = 'the path holds an encoded slash (AllowEncodedSlashes Off)';
    if (code === slash && slashes === 'NoDecode') return whole;
    return String.fromCharCode(code);
  });
  return bad === undefined ? text : { status: 404, because: bad };
}

/** The parts of a request target. `authority` is present for absolute and authority form only. */
export interface Target {
  readonly path: string;
  readonly query: string | undefined;
  readonly scheme?: string;
  readonly authority?: string;
}

const absolute = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)(.*)$/s;

/** Splits a request target (RFC 9112 §3.2), or the place an internal redirect names; a fragment is cut off. */
export function splitTarget(target: string): Target {
  if (target.charCodeAt(0) === slash) return splitPath(target);
  const found = absolute.exec(target);
  if (!found) return splitPath(target);
  return { ...splitPath(found[3] === '' ? '/' : found[3]!), scheme: found[1]!, authority: found[2]! };
}

function splitPath(text: string): Target {
  const hash = text.indexOf('#');
  const whole = hash === -1 ? text : text.slice(0, hash);
  const mark = whole.indexOf('?');
  return mark === -1
    ? { path: whole, query: undefined }
    : { path: whole.slice(0, mark), query: whole.slice(mark + 1) };
}

/** The last component of a path, empty for a path that ends in a slash. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const unsafe = /[^A-Za-z0-9$\-_.+!*'(),:;@&=/~]/g;

/** Escapes a path for use in a URL as `ap_os_escape_path` does. */
export function escapePath(path: string): string {
  return path.replace(unsafe, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Whether httpd takes a path for a pattern: it holds `*`, `?` or a closed bracket that no backslash escapes. */
export function isWildcard(path: string): boolean {
  return /[*?]|\[.*\]/s.test(path.replace(/\\./gs, ''));
}

/**
 * A test whether a file name matches a pattern without slashes, as apr_fnmatch with APR_FNM_PERIOD: `*`, `?`, `[a-z]`, `[!a]`, a
 * backslash escapes, and a leading period must be written as such. Takes time that grows with the product of both lengths.
 */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = (pattern.match(/\[[!^]?\]?(?:\\.|[^\]\\])*\]|\*+|\\.|./gs) ?? []).map(compilePart);
  const showsHidden = /^\\?\./.test(pattern);
  return (name) => (showsHidden || !name.startsWith('.')) && matches(parts, name);
}

/** Any text, or what a single byte must be. */
type Part = 'any text' | RegExp;

/** Goes back to the last `*` only: what one before it might take, it may take as well. */
function matches(parts: readonly Part[], name: string): boolean {
  let [part, at, star, taken] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === 'any text') [star, taken, part] = [part, at, part + 1];
    else if (wanted?.test(name[at]!)) [part, at] = [part + 1, at + 1];
    else if (star !== -1) [taken, at, part] = [taken + 1, taken + 1, star + 1];
    else return false;
  }
  while (parts[part] === 'any text') part += 1;
  return part === parts.length;
}

function compilePart(part: string): Part {
  if (part.startsWith('*')) return 'any text';
  if (part === '?') return /./s;
  if (part.length > 2 && part.startsWith('[')) return new RegExp(compileBracket(part), 's');
  return new RegExp(escapeByte(part.length === 2 ? part[1]! : part));
}

/** A range that runs backwards matches nothing in apr_fnmatch; in a RegExp it would be an error. */
function compileBracket(part: string): string {
  const negated = part[1] === '!' || part[1] === '^';
  const members = part.slice(negated ? 2 : 1, -1).match(/(?:\\.|.)-(?:\\.|.)|\\.|./gs) ?? [];
  const ranges = members.flatMap((member) => {
    const [from, to] = (member.match(/\\.|./gs) ?? [])
      .filter((_, index) => index !== 1)
      .map((byte) => byte.at(-1)!);
    if (to === undefined) return [escapeByte(from!)];
    return from! <= to ? [`${escapeByte(from!)}-${escapeByte(to)}`] : [];
  });
  return `[${negated ? '^' : ''}${ranges.join('')}]`;
}

function escapeByte(byte: string): string {
  return `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

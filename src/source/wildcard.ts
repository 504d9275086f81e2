/** Whether httpd takes a path for a pattern: it holds `*`, `?` or a closed bracket that no backslash escapes. */
export function isWildcard(path: string): boolean {
  return /[*?]|\[.*\]/s.test(path.replace(/\\./gs, ''));
}

/**
 * Whether a file name matches a pattern without slashes, as apr_fnmatch with APR_FNM_PERIOD: `*`, `?`, `[a-z]`, `[!a]`, a
 * backslash escapes, and a leading period must be written as such.
 */
export function matchesName(pattern: string, name: string): boolean {
  if (name.startsWith('.') && !/^\\?\./.test(pattern)) return false;
  return compile(pattern).test(name);
}

function compile(pattern: string): RegExp {
  const parts = pattern.match(/\[[!^]?\]?(?:\\.|[^\]\\])*\]|\*+|\\.|./gs) ?? [];
  return new RegExp(`^${parts.map(compilePart).join('')}$`, 's');
}

function compilePart(part: string): string {
  if (part.startsWith('*')) return '.*';
  if (part === '?') return '.';
  if (part.length > 2 && part.startsWith('[')) return compileBracket(part);
  return escapeByte(part.length === 2 ? part[1]! : part);
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

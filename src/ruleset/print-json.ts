/** What a small object may take on one line. */
const widest = 100;

/** Keys that come first, for people; the others follow in alphabetical order, the origins last. */
const leading = ['format', 'version', 'id', 'title', 'kind', 'branch', 'match', 'file', 'line', 'column'];

/** Prints plain data as JSON: keys in a fixed order, small objects on one line, everything but ASCII escaped. */
export function printJson(value: unknown): string {
  return `${print(value, '').replace(/[\u007f-\uffff]/g, escaped)}\n`;
}

function print(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [open, close, items] = Array.isArray(value)
    ? (['[', ']', value.map((item) => [undefined, item] as const)] as const)
    : (['{', '}', entries(value)] as const);
  if (items.length === 0) return open + close;
  const inner = `${indent}  `;
  const parts = items.map(
    ([key, item]) => (key === undefined ? '' : `${JSON.stringify(key)}: `) + print(item, inner),
  );
  if (fitsOneLine(indent, parts)) return open + parts.join(', ') + close;
  return `${open}\n${parts.map((part) => inner + part).join(',\n')}\n${indent}${close}`;
}

/** Looks at the lengths first: most objects are far too long. */
function fitsOneLine(indent: string, parts: readonly string[]): boolean {
  const length = parts.reduce((sum, part) => sum + part.length, indent.length + 2 * (parts.length - 1));
  return length < widest && !parts.some((part) => part.includes('\n'));
}

function entries(value: object): (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([one], [other]) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

function rank(key: string): number {
  if (key === 'from') return leading.length + 1;
  const at = leading.indexOf(key);
  return at === -1 ? leading.length : at;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

import { modAuthKerb } from '../directives/mod_auth_kerb.js';
import type { Site } from '../lint/site.js';
import type { SourceFile, Span } from '../source/file.js';
import { writtenTree } from '../syntax/edit-place.js';
import type { Item } from '../syntax/tree.js';

/** Comments in a row that would be lines of mod_auth_kerb. */
export interface CommentedOut {
  /** The first of them. */
  readonly at: Span;
  readonly lines: number;
}

const kerbNames: ReadonlySet<string> = new Set(
  Object.keys(modAuthKerb.directives).map((name) => name.toLowerCase()),
);

/** Lines of mod_auth_kerb that are switched off by `#`, in files that have others in force: who uses the one may want the other. */
export function commentedOut({ files, lines }: Site): readonly CommentedOut[] {
  const inUse = new Set(
    lines.filter(({ name }) => kerbNames.has(name.toLowerCase())).map(({ at }) => at.span.file),
  );
  return files.filter((file) => inUse.has(file)).flatMap((file) => inItems(writtenTree(file).items));
}

function inItems(items: readonly Item[]): readonly CommentedOut[] {
  const found: { at: Span; lines: number }[] = [];
  let isRow = false;
  for (const item of items) {
    const isMeant = item.kind === 'comment' && isKerb(item.span);
    if (isMeant && isRow) found.at(-1)!.lines += 1;
    else if (isMeant) found.push({ at: item.span, lines: 1 });
    isRow = isMeant;
  }
  const inner = items.flatMap((item) => (item.kind === 'section' ? inItems(item.items) : []));
  return [...found, ...inner];
}

/** A name with an argument, alone on its line; prose goes on in small letters without being one. */
function isKerb({ file, start, end }: Span): boolean {
  const [, name = '', first = ''] = /^\s*#+\s*(\w+)\s+(\S+)/.exec(textOf(file, start, end)) ?? [];
  if (kerbNames.has(name.toLowerCase())) return true;
  if (name.toLowerCase() === 'loadmodule') return first === 'auth_kerb_module';
  return name.toLowerCase() === 'authtype' && /^"?kerberos(?:v[45])?"?$/i.test(first);
}

const textOf = ({ text }: SourceFile, start: number, end: number): string => text.slice(start, end);

import type { Bound, BoundDirective } from '../bind/bound.js';
import type { Place } from '../explain/explanation.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Loaded } from '../serve/load.js';
import { lineText, positionAt, type SourceFile, type Span } from '../source/file.js';
import { readSource } from '../source/reader.js';
import { withoutSecrets } from '../source/secret-text.js';
import { wayTo, writtenAt } from '../source/written.js';

/** The directive at a place as written, continued lines joined; one from a macro with the arguments of its use put in. */
export function settingText({ bound, ruleset }: Loaded, place: Place): string | undefined {
  const filled = place.used && bound && directiveAt(bound.items, place);
  if (filled) {
    const { nameSpan, args } = filled.at;
    return withoutSecrets(nameSpan.file.text.slice(nameSpan.start, Math.max(nameSpan.end, args.span.end)));
  }
  const file = bound?.files.find(({ path }) => path === place.file) ?? folderFile(ruleset, place);
  if (!file) return undefined;
  let text = '';
  for (let line = place.line; ; line++) {
    const part = lineText(file, line);
    text += part.endsWith('\\') ? part.slice(0, -1) : part;
    if (!part.endsWith('\\')) return withoutSecrets(text.trim());
  }
}

/** A per-directory file is none of the ruleset's. */
function folderFile(ruleset: Ruleset | undefined, { file }: Place): SourceFile | undefined {
  return !ruleset || ruleset.files.includes(file) ? undefined : readSource(file).value;
}

function directiveAt(items: readonly Bound[], place: Place): BoundDirective | undefined {
  for (const item of items) {
    const found = item.kind === 'section' ? directiveAt(item.items, place) : item;
    if (found && (item.kind === 'section' || isAt(item.at.span, place))) return found;
  }
  return undefined;
}

/** Whether a span in the text of a macro is what a place with uses tells. */
function isAt(span: Span, { used = [], ...place }: Place): boolean {
  if (!span.file.pieces || !stands(writtenAt(span), place)) return false;
  const uses = wayTo(span).filter(({ how }) => how === 'used');
  return uses.length === used.length && uses.every((use, at) => stands(use.span, used[at]!));
}

function stands({ file, start }: Span, { file: path, line }: Place): boolean {
  return file.path === path && positionAt(file, start).line === line;
}

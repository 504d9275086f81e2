import { display } from '../report/display.js';
import type { Severity } from '../source/diagnostic.js';
import { positionAt, type Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';
import { type DocumentReport, mostTold, type OpenText, type Told } from './analysis.js';
import type { OpenTexts } from './texts.js';
import { rangeOf, relatedAt, severities } from './told.js';

/** A finding with its place, worded when it is wanted. */
export interface Placed {
  readonly span: Span;
  readonly severity: Severity;
  readonly message: string;
  readonly told: () => Told;
}

/** So many findings in other files are named one by one. */
const mostNamed = 20;

/**
 * What each open document is told: what is found in it, and at its Include lines that there are errors or warnings in files they bring
 * in, which the editor may not have open.
 */
export function reportsOf(
  found: readonly Placed[],
  open: readonly OpenText[],
  texts: OpenTexts,
): readonly DocumentReport[] {
  const inside = new Map(open.map(({ path }) => [path, [] as Placed[]]));
  const beyond = new Map(open.map(({ path }) => [path, [] as (readonly [Span, Placed])[]]));
  for (const each of found) {
    const path = texts.real(writtenAt(each.span).file.path);
    inside.get(path)?.push(each);
    if (each.severity === 'note') continue;
    for (const { how, span } of wayTo(each.span)) {
      const from = texts.real(span.file.path);
      if (how === 'included' && from !== path) beyond.get(from)?.push([span, each]);
    }
  }
  return open.map(({ uri, version, path }) => ({
    uri,
    version,
    told: [...toldIn(inside.get(path) ?? [], texts), ...toldAtIncludes(beyond.get(path) ?? [], texts)],
  }));
}

function toldIn(found: readonly Placed[], texts: OpenTexts): readonly Told[] {
  const told = found.slice(0, mostTold).map((each) => each.told());
  const more = found.length - told.length;
  const next = found[mostTold];
  if (!next) return told;
  const message = `and ${more} more from here on: "kerbgate check" and "kerbgate lint" list all`;
  const range = rangeOf({ ...next.span, end: next.span.start }, texts);
  const diagnostic = { range, severity: severities.note, source: 'kerbgate', message };
  return [...told, { diagnostic, fixes: [] }];
}

function toldAtIncludes(found: readonly (readonly [Span, Placed])[], texts: OpenTexts): readonly Told[] {
  const lines = new Map<number, { readonly span: Span; readonly found: Placed[] }>();
  for (const [span, each] of found) {
    const line = lines.get(span.start) ?? { span, found: [] };
    line.found.push(each);
    lines.set(span.start, line);
  }
  return [...lines.values()].map((line) => toldAtInclude(line.span, line.found, texts));
}

function toldAtInclude(span: Span, found: readonly Placed[], texts: OpenTexts): Told {
  const counts = (['error', 'warning'] as const).flatMap((severity) => {
    const number = found.filter((each) => each.severity === severity).length;
    return number === 0 ? [] : [`${number} ${severity}${number === 1 ? '' : 's'}`];
  });
  const worst = found.some(({ severity }) => severity === 'error') ? 'error' : 'warning';
  const files = new Set(found.map((each) => display(writtenAt(each.span).file.path)));
  const named = [...files].slice(0, 3).join(', ');
  const where = files.size > 3 ? `${named} and ${files.size - 3} more files` : named;
  return {
    diagnostic: {
      range: rangeOf(span, texts),
      severity: severities[worst],
      code: 'in-included-file',
      source: 'kerbgate',
      message: `${counts.join(' and ')} in ${where}`,
      relatedInformation: found
        .slice(0, mostNamed)
        .map((each) => relatedAt(each.span, display(each.message.split('\n', 1)[0]!), texts)),
    },
    fixes: found.slice(0, mostNamed).flatMap((each) => {
      const { file, start } = writtenAt(each.span);
      const at = `${display(file.path)}, line ${positionAt(file, start).line}`;
      return each.told().fixes.map((fix) => ({ ...fix, title: `${at}: ${fix.title}` }));
    }),
  };
}

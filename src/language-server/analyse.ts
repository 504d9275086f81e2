import { dirname, relative } from 'node:path';
import type { Finding } from '../lint/finding.js';
import { globMatcher } from '../lint/glob.js';
import { inspectFiles } from '../lint/inspect-site.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import { type FoundSettings, findSettings } from '../lint/settings-file.js';
import { type Site, siteOf } from '../lint/site.js';
import { display } from '../report/display.js';
import { encodingNotes } from '../report/encoding.js';
import { onThisMachine } from '../report/missing-here.js';
import { oddityNotes } from '../report/oddity-notes.js';
import { inOrder } from '../report/order.js';
import { type Loaded, load, readSource } from '../serve/load.js';
import { textOf } from '../source/decode.js';
import type { SourceFile } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import type { Analysis, AnalysisOrder, IncludingPlace, NamedPlace } from './analysis.js';
import { patternOf } from './included.js';
import { namesIn } from './places.js';
import { withoutRepeats } from './repeats.js';
import { type Placed, reportsOf } from './reports.js';
import { OpenTexts } from './texts.js';
import { rangeOf, toldDiagnostic, toldFinding } from './told.js';

/** Names of all files together beyond these are not known. */
const mostPlaces = 20_000;
const mostIncludes = 1000;

/** Looks at a configuration with `check` and `lint`; throws Unreadable when its first file cannot be read. */
export function analyse(order: AnalysisOrder): Analysis {
  const texts = new OpenTexts(order.open);
  const loaded = loadedBy(order, texts);
  const site = siteOf(loaded);
  const found = findSettings(undefined, order.folder);
  const placed = withoutRepeats([
    ...checked(loaded, texts),
    ...settingsProblem(found, loaded.file, texts),
    ...linted(site, found, texts),
  ]);
  const paths = new Set(site.files.map(({ path }) => texts.real(path)));
  const { serverRoot, definitions } = loaded.bound!;
  const places = placesIn(site.files, texts);
  return {
    id: order.id,
    reports: reportsOf(
      placed,
      order.open.filter(({ path }) => paths.has(path)),
      texts,
    ),
    files: [...paths],
    places,
    knowsAllPlaces: places.length < mostPlaces,
    including: includingIn(site, definitions.values, texts),
    given: order.defines.map(display),
    serverRoot,
    values: shortValues(definitions.values),
  };
}

function loadedBy({ main, perDirectory, root, defines }: AnalysisOrder, texts: OpenTexts): Loaded {
  const text = texts.bytesAt(main);
  const file = text === undefined ? readSource(main) : { path: main, text };
  if (perDirectory) return loadPerDirectory(file, dirname(main));
  return load(file, {
    ...(root === undefined ? {} : { serverRoot: root }),
    defines,
    mayBePart: true,
    texts: texts.asTexts(),
    before: [],
    after: [],
    environment: process.env,
  });
}

/** What `check` tells; what has no place stands at the beginning. */
function checked(loaded: Loaded, texts: OpenTexts): readonly Placed[] {
  const { file } = loaded;
  const notes = [...encodingNotes(file), ...oddityNotes(loaded)];
  return inOrder([...notes, ...onThisMachine(loaded.diagnostics, false)]).map((each) => {
    const span = each.span ?? { file, start: 0, end: 0 };
    const { severity, message } = each;
    return { span, severity, message, told: () => toldDiagnostic(each, span, texts) };
  });
}

/** Rules that repeat what `check` tells. */
const repeating: ReadonlySet<string> = new Set(['not-accepted', 'value-unusable']);

function linted(site: Site, found: FoundSettings, texts: OpenTexts): readonly Placed[] {
  if ('problem' in found) return [];
  const ignored = (found.settings.ignore ?? []).map(globMatcher);
  const isTold = ({ id, span }: Finding): boolean => {
    const path = relative(found.folder, textOf(writtenAt(span).file.path));
    return !repeating.has(id) && !ignored.some((matches) => matches(path));
  };
  return inspectFiles(site, found)
    .findings.filter(isTold)
    .map((finding) => ({
      span: finding.span,
      severity: finding.severity,
      message: finding.message,
      told: () => toldFinding(finding, site, texts),
    }));
}

/** Settings that cannot be used are told in the first file: nothing is linted with others than were meant. */
function settingsProblem(found: FoundSettings, file: SourceFile, texts: OpenTexts): readonly Placed[] {
  if (!('problem' in found)) return [];
  const span = { file, start: 0, end: 0 };
  const message = `the linter's settings cannot be used, so nothing is linted: ${found.problem}`;
  const told = toldDiagnostic({ code: 'settings', severity: 'error', stage: 'read', message }, span, texts);
  return [{ span, severity: 'error', message, told: () => told }];
}

/** Values are for people, and for the paths of Include lines. */
const longestValue = 10_000;

const shortValues = (values: Analysis['values']): Analysis['values'] =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value.length <= longestValue)
      .slice(0, mostPlaces),
  );

function placesIn(files: readonly SourceFile[], texts: OpenTexts): readonly NamedPlace[] {
  const places: NamedPlace[] = [];
  for (const file of files)
    for (const { span, ...at } of namesIn(file, mostPlaces - places.length))
      places.push({ ...at, uri: texts.uriOf(file.path), range: rangeOf(span, texts) });
  return places;
}

/** The lines of all files that bring others in; more than these are not looked through for one. */
function includingIn(site: Site, values: Analysis['values'], texts: OpenTexts): readonly IncludingPlace[] {
  const lines = [...site.named('Include'), ...site.named('IncludeOptional')].slice(0, mostIncludes);
  return lines.flatMap(({ at }) => {
    if (at.kind !== 'directive' || at.span.file.pieces) return [];
    const { file, start } = at.nameSpan;
    const { end } = at.args.span;
    const range = rangeOf({ file, start, end: Math.max(start, end) }, texts);
    return [{ pattern: patternOf(at, values), uri: texts.uriOf(file.path), range }];
  });
}

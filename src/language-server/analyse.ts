import { dirname, relative } from 'node:path';
import type { Finding } from '../lint/finding.js';
import { globMatcher } from '../lint/glob.js';
import { inspectFiles } from '../lint/inspect-site.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import { type FoundSettings, findSettings } from '../lint/settings-file.js';
import { type Site, siteOf } from '../lint/site.js';
import { encodingNotes } from '../report/encoding.js';
import { onThisMachine } from '../report/missing-here.js';
import { oddityNotes } from '../report/oddity-notes.js';
import { inOrder } from '../report/order.js';
import { type Loaded, load, readSource } from '../serve/load.js';
import { textOf } from '../source/decode.js';
import type { SourceFile } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import type { Analysis, AnalysisOrder, NamedPlace } from './analysis.js';
import { namesMadeIn } from './places.js';
import { withoutRepeats } from './repeats.js';
import { type Placed, reportsOf } from './reports.js';
import { OpenTexts } from './texts.js';
import { rangeOf, toldDiagnostic, toldFinding } from './told.js';

/** Names of all files together beyond these are not offered. */
const mostPlaces = 20_000;

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
  return {
    id: order.id,
    reports: reportsOf(
      placed,
      order.open.filter(({ path }) => paths.has(path)),
      texts,
    ),
    files: [...paths],
    places: placesIn(site.files, texts),
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
  return files
    .flatMap((file) => namesMadeIn(file))
    .slice(0, mostPlaces)
    .map(({ span, ...made }) => ({
      ...made,
      uri: texts.uriOf(span.file.path),
      range: rangeOf(span, texts),
    }));
}

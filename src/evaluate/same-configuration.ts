import type { Host } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import { baseName } from './path.js';
import type { AppliedSection, MergedNode } from './sections.js';

/**
 * Whether httpd merges the very same configuration for a request and for the one it comes from, so that nobody logs in again.
 * What it merges afresh in each of them is another one although it says the same: Proxy sections, and conditions with
 * others inside that hold or are looked at more than once.
 * Beside modules that check access in the old way, everything is merged afresh whose path is another.
 */
export function sameConfiguration(exchange: Exchange, outer: Exchange): boolean {
  if (exchange.node !== outer.node) return false;
  const kinds = kindsOf(exchange.program.host);
  return exchange.node.sections.every((section) => {
    const kind =
      'branch' in section ? 'condition' : (kinds.get(section) ?? kindInside(section, exchange.node));
    if (
      kind === 'proxy' ||
      (kind === 'condition' &&
        isNested(section) &&
        (walksOften(exchange) || holdsInside(section, exchange.node)))
    )
      return false;
    return exchange.program.authPerConfiguration || keptFor[kind](exchange, outer);
  });
}

const isNested = ({ conditions }: AppliedSection): boolean => conditions.length > 0;

const holdsInside = (section: AppliedSection, { sections }: MergedNode): boolean =>
  section.conditions.some((inner) => sections.includes(inner));

/** Conditions of the server and of Locations are looked at before the file is known, too. */
function walksOften({ program, node }: Exchange): boolean {
  const { locations } = program.host;
  return (
    program.root.conditions.length > 0 ||
    node.sections.some((each) => isNested(each) && locations.some((location) => location === each))
  );
}

/** Those of per-directory files are in no list. */
function kindInside(section: AppliedSection, { sections }: MergedNode): 'files' | 'folder' {
  return sections.some((outer) => 'files' in outer && outer.files.some((each) => each === section))
    ? 'files'
    : 'folder';
}

type Kind = 'location' | 'files' | 'folder' | 'condition';
type Compare = (exchange: Exchange, outer: Exchange) => boolean;

const keptFor: Readonly<Record<Kind, Compare>> = {
  location: (exchange, outer) => oneSlash(exchange.uri) === oneSlash(outer.uri),
  files: ({ filename = '' }, outer) => baseName(filename) === baseName(outer.filename ?? ''),
  folder: (exchange, outer) => {
    const folder = folderOf(exchange);
    return folder !== undefined && folder === folderOf(outer);
  },
  condition: () => false,
};

const oneSlash = (path: string): string => path.replace(/\/{2,}/g, '/');

/** The folder that is walked to; `undefined` where a walk is never taken over. */
function folderOf({ filename, fileKind, pathInfo }: Exchange): string | undefined {
  if (filename === undefined) return undefined;
  if (fileKind === 'file') return filename.slice(0, filename.lastIndexOf('/') + 1);
  return fileKind === 'directory' && pathInfo === '' ? filename.replace(/\/?$/, '/') : undefined;
}

const known = new WeakMap<Host, ReadonlyMap<AppliedSection, 'location' | 'proxy' | 'files'>>();

function kindsOf(host: Host): ReadonlyMap<AppliedSection, 'location' | 'proxy' | 'files'> {
  const kept = known.get(host);
  if (kept) return kept;
  const files = [
    ...host.files,
    ...[...host.directories, ...host.directoryMatches].flatMap((each) => each.files),
  ];
  const made = new Map<AppliedSection, 'location' | 'proxy' | 'files'>([
    ...host.locations.map((section) => [section, 'location'] as const),
    ...host.proxies.map((section) => [section, 'proxy'] as const),
    ...files.map((section) => [section, 'files'] as const),
  ]);
  known.set(host, made);
  return made;
}

import type { OverrideSetting } from '../ruleset/core.js';
import { pathComponents } from '../ruleset/path-components.js';
import type { Section } from '../ruleset/ruleset.js';
import { applyFolder, mergedAtOnce, publishGroups } from './apply-section.js';
import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { ask, type ComponentKind, type Evaluation, type FileKind } from './need.js';
import { linkRule, symbolicLinkRule } from './options.js';
import { rootedPath } from './path.js';
import type { MergedNode } from './sections.js';
import type { WalkedFolders } from './walked-folders.js';

/**
 * Finds the file a name stands for and what is left behind it as path info: the walk stops at the first component that is no folder.
 * On the way it merges the Directory sections of each folder and then the folder's own file of settings, and after that the sections
 * with patterns (`ap_directory_walk`).
 */
export function* mapToStorage(exchange: Exchange): Evaluation<Status> {
  const full = rootedPath(exchange.filename!);
  const whole = trimSlash(full);
  const found = yield* ask({ need: 'file', path: whole });
  const kind = whole === full || found === 'directory' || found === 'denied' ? found : 'none';
  const known = outerFolders(exchange, full, kind);
  if (known) return yield* takeOver(exchange, full, kind, known);
  const { program } = exchange;
  if (
    program.looksIntoFolders ||
    (yield* findsFiles(exchange, found === 'file' ? folderOf(whole).slice(0, -1) : whole))
  )
    return yield* walkDown(exchange, full, kind);
  if (kind === 'none') return yield* walkToEnd(exchange, full);
  if (kind === 'denied') return denied(exchange, full);
  return atOnce(exchange, full, kind, '');
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The walk of the request around this one, when that was to the same folder. */
function outerFolders(exchange: Exchange, full: string, kind: FileKind): WalkedFolders | undefined {
  if (kind !== 'file' && kind !== 'directory') return undefined;
  const outer = exchange.previous?.folders ?? exchange.main?.folders;
  const folder = kind === 'file' ? folderOf(full) : full.endsWith('/') ? full : `${full}/`;
  return outer?.folder === folder ? outer : undefined;
}

/** Only the file itself may still be a link that must not be followed. */
function* takeOver(
  exchange: Exchange,
  full: string,
  kind: FileKind,
  folders: WalkedFolders,
): Evaluation<Status> {
  const rule = linkRule(folders.node.settings);
  settle(exchange, full, kind, '');
  exchange.folders = folders;
  if (rule === 'any') return ok;
  const target = yield* ask({ need: 'component', path: trimSlash(full), rule });
  return target === 'link-refused' ? refusedLink(exchange, full) : ok;
}

/**
 * Where no AllowOverride counts httpd looks for per-directory files all the same, and refuses whatever they hold: one look tells that
 * there are none.
 */
function* findsFiles({ program }: Exchange, path: string): Evaluation<boolean> {
  if (!program.leavesOverrides) return false;
  const names = program.host.core.accessFileNames ?? usualNames;
  return yield* ask({ need: 'folder-files', path, names });
}

/** Without a file there: as far as there are folders. */
function* walkToEnd(exchange: Exchange, full: string): Evaluation<Status> {
  for (let at = 1; ; ) {
    const end = full.indexOf('/', at);
    const path = end === -1 ? full : full.slice(0, end);
    const kind = yield* ask({ need: 'component', path, rule: 'any' });
    const refusal = componentRefusal(exchange, path, kind);
    if (refusal !== undefined) return refusal;
    if (kind !== 'directory' || end === -1)
      return atOnce(exchange, path, kind as FileKind, full.slice(path.length));
    at = end + 1;
  }
}

/** Where no folder has settings of its own and all links may be followed, the path tells which sections there are. */
function atOnce(exchange: Exchange, filename: string, kind: FileKind, pathInfo: string): Status {
  const { program } = exchange;
  settle(exchange, filename, kind, pathInfo);
  if (!program.hasFileSections) {
    exchange.folders = { node: program.root, folder: reached(filename, kind) };
    return ok;
  }
  const whole = kind !== 'none' && (kind === 'directory' || pathInfo === '');
  return finish(exchange, walkDirectories(exchange, trimSlash(whole ? filename : folderOf(filename))));
}

function walkDirectories(exchange: Exchange, path: string): MergedNode {
  const { program } = exchange;
  const { directories } = program.index;
  const known = mergedAtOnce(exchange, directories, path, program.root);
  if (known) return known;
  let node = program.root;
  directories.find(path, (section) => {
    node = applyFolder(exchange, node, section);
  });
  return node;
}

/** Folder by folder, with the settings in force at each. */
function* walkDown(exchange: Exchange, full: string, known: FileKind): Evaluation<Status> {
  const { program } = exchange;
  const open: { section: Section; level: number }[] = [];
  program.index.directories.find(trimSlash(full), (section) => {
    open.push({ section, level: pathComponents(section.match) });
  });
  let node = program.root;
  const isKnown = known !== 'none' && known !== 'denied';
  let last: FileKind = 'directory';
  let end = 0;
  let next = 0;
  for (let level = 1; ; level++) {
    for (; next < open.length && open[next]!.level <= level; next++)
      node = applyFolder(exchange, node, open[next]!.section);
    if (end < full.length || known !== 'file') {
      const own = yield* folderSettings(exchange, node, full.slice(0, end));
      if (typeof own === 'number') {
        settle(exchange, `${full.slice(0, end)}/`, 'directory', full.slice(end));
        return own;
      }
      node = own;
    }
    if (end + 1 >= full.length) {
      end = full.length;
      break;
    }
    const slash = full.indexOf('/', end + 1);
    end = slash === -1 ? full.length : slash;
    const rule = symbolicLinkRule(node.settings);
    if (isKnown && rule === 'any') continue;
    const path = full.slice(0, end);
    const found = yield* ask({ need: 'component', path, rule });
    const refusal = componentRefusal(exchange, path, found);
    if (refusal !== undefined) return refusal;
    last = found as FileKind;
    if (last !== 'directory') break;
  }
  settle(exchange, full.slice(0, end), isKnown ? known : last, full.slice(end));
  return finish(exchange, node);
}

/** The node that also holds what the folder's own file says; a status when that refuses the request. */
function* folderSettings(
  exchange: Exchange,
  node: MergedNode,
  path: string,
): Evaluation<MergedNode | Status> {
  const { override, overrideList } = node.settings.core ?? {};
  if (override && !admits(override) && !overrideList?.length) return node;
  const answer = yield* ask({
    need: 'folder-settings',
    folder: `${path}/`,
    names: exchange.program.host.core.accessFileNames ?? usualNames,
    override,
    list: overrideList,
  });
  if (answer === undefined) return node;
  for (const { level, code, message } of answer.log) exchange.recorder.log(level, code, message);
  if (answer.section) return applyFolder(exchange, node, answer.section);
  return answer.status;
}

const usualNames: readonly string[] = ['.htaccess'];

const admits = ({ classes, nonfatal }: OverrideSetting): boolean => classes.length + nonfatal.length > 0;

function finish(exchange: Exchange, walked: MergedNode): Status {
  let node = walked;
  const filename = exchange.filename!;
  exchange.program.index.directoryMatches.find(filename, (section, groups) => {
    if (groups) publishGroups(exchange, section, groups);
    node = applyFolder(exchange, node, section);
  });
  exchange.folders = { node, folder: reached(filename, exchange.fileKind!) };
  return ok;
}

/** A folder that is named without its slash is none that a later walk could come to. */
const reached = (filename: string, kind: FileKind): string =>
  kind === 'directory' ? filename : folderOf(filename);

function settle(exchange: Exchange, filename: string, kind: FileKind, pathInfo: string): void {
  exchange.filename = filename;
  exchange.fileKind = kind;
  exchange.pathInfo = pathInfo;
}

function componentRefusal(exchange: Exchange, path: string, kind: ComponentKind): Status | undefined {
  if (kind === 'denied') return denied(exchange, path);
  if (kind === 'link-refused') return refusedLink(exchange, path);
  if (kind !== 'other') return undefined;
  exchange.recorder.log('error', 'AH00038', `Forbidden: ${path} doesn't point to a file or directory`);
  return 403;
}

function denied(exchange: Exchange, path: string): Status {
  exchange.recorder.log(
    'error',
    'AH00035',
    `access to ${exchange.uri} denied (filesystem path '${path}') because search permissions are missing on a component of the path`,
  );
  return 403;
}

function refusedLink(exchange: Exchange, path: string): Status {
  const message = `Symbolic link not allowed or link target not accessible: ${path}`;
  exchange.recorder.log('error', 'AH00037', message);
  return 403;
}

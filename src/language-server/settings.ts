import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesOf } from '../source/decode.js';
import { realPath } from './place.js';

/** What the editor's user says of the configuration, as `kerbgate.*` settings or initialization options. */
export interface EditorSettings {
  /** The file that httpd starts with, or its ServerRoot: then documents are looked at as parts of the whole. */
  readonly main?: string;
  /** The ServerRoot, where relative paths start. */
  readonly root?: string;
  /** Names for IfDefine, as by `-D`. */
  readonly defines?: readonly string[];
}

/** Settings with whole paths, byte strings. */
export interface ResolvedSettings {
  readonly main?: string;
  readonly root?: string;
  readonly defines: readonly string[];
}

/** Takes from a value of unknown form what are settings; all else in it is left out. */
export function editorSettings(value: unknown): EditorSettings {
  if (typeof value !== 'object' || value === null) return {};
  const { main, root, defines } = value as Readonly<Record<string, unknown>>;
  return {
    ...(isText(main) ? { main } : {}),
    ...(isText(root) ? { root } : {}),
    ...(Array.isArray(defines) ? { defines: defines.filter(isText) } : {}),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Files that httpd starts with, as distributions lay them out. */
const mainFiles = ['apache2.conf', 'httpd.conf', 'conf/httpd.conf'];

/** Relative paths start at the workspace's folder. */
export function resolvedSettings(settings: EditorSettings, folder: string): ResolvedSettings {
  const { main, root, defines = [] } = settings;
  const whole = main === undefined ? undefined : resolve(folder, main);
  const isFolder = whole !== undefined && statSync(whole, { throwIfNoEntry: false })?.isDirectory();
  const file = isFolder ? mainFiles.map((name) => join(whole, name)).find((each) => existsSync(each)) : whole;
  const rootFolder = root === undefined ? (isFolder ? whole : undefined) : resolve(folder, root);
  return {
    ...(file === undefined ? {} : { main: realPath(bytesOf(file)) }),
    ...(rootFolder === undefined ? {} : { root: bytesOf(rootFolder) }),
    defines: defines.map(bytesOf),
  };
}

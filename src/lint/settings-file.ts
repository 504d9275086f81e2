import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { systemErrorText } from '../source/system-error.js';
import { lintRules } from './rules/index.js';
import { type LintSettings, readSettings, settingsNames } from './settings.js';

/** Settings with the folder that their paths are relative to. */
export interface LoadedSettings {
  readonly settings: LintSettings;
  readonly folder: string;
}

/** Settings, or what keeps their file from being used. */
export type FoundSettings = LoadedSettings | { readonly problem: string };

/** The settings that a path names, or those of the nearest folder above `from`; without any file the usual ones. */
export function findSettings(path: string | undefined, from: string): FoundSettings {
  const found = path === undefined ? nearestSettings(from) : resolve(path);
  if (found === undefined) return { settings: {}, folder: from };
  let text: string;
  try {
    text = readFileSync(found, 'utf8');
  } catch (error) {
    return { problem: `${found} cannot be read: ${systemErrorText(error)}` };
  }
  const { settings, problem } = readSettings(text, path ?? relative(from, found), lintRules);
  return problem === undefined ? { settings, folder: dirname(found) } : { problem };
}

function nearestSettings(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = settingsNames.map((name) => join(folder, name)).find((each) => existsSync(each));
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

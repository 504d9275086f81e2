import { dirname, resolve } from 'node:path';
import { knownModules } from '../directives/index.js';
import type { OverrideSetting } from '../ruleset/core.js';
import { allowanceOf } from '../serve/allowance.js';
import { loadFolderFile } from '../serve/folder-file.js';
import { type Loaded, load, readSource, Unreadable } from '../serve/load.js';
import { bytesOf } from '../source/decode.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { CommandFailed, exitCodes } from './exit-codes.js';
import type { InputOptions } from './input.js';

/** Reads FILE as a per-directory file under an AllowOverride line; throws CommandFailed when it cannot be read. */
export function loadHtaccess(path: string, override: string, { define, root }: InputOptions): Loaded {
  const file = sourceOf(path);
  const folder = `${bytesOf(dirname(resolve(path)))}/`;
  let last = 0;
  const { bound, diagnostics } = loadFolderFile(
    file,
    {
      folder,
      allowance: allowanceOf(settingOf(override), undefined),
      modules: [...knownModules().map(({ name }) => name), 'event'],
      serverRoot: bytesOf(resolve(root ?? '/etc/apache2')),
      definitions: { names: define, values: {}, methods: [] },
      environment: process.env,
      aliases: { authn: new Map(), authz: [] },
    },
    {
      path: file.path,
      folder,
      id: ++last,
      nextId: () => ++last,
      aliases: { authn: new Map(), authz: new Map() },
    },
  );
  return { file, bound, diagnostics };
}

function sourceOf(path: string): SourceFile {
  try {
    return readSource(bytesOf(path));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new CommandFailed(error.message, exitCodes.usage);
  }
}

/** What an AllowOverride line with these words sets; throws CommandFailed with httpd's message. */
function settingOf(words: string): OverrideSetting | undefined {
  const text = `<Directory />\nAllowOverride ${bytesOf(words.replace(/[\r\n]+/g, ' '))}\n</Directory>\n`;
  const options = { defines: [], before: [], after: [], environment: {} };
  const { ruleset, diagnostics } = load({ path: '--override', text }, options);
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  if (first) throw new CommandFailed(`--override: ${first.message}`, exitCodes.usage);
  return ruleset?.host.directories[0]?.settings.core?.override;
}

/** Where a text is refused because its lines stand outside of sections it may be a per-directory file: the first one says so. */
export function withHtaccessHint(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = diagnostics.find(
    ({ code, message }) => code === 'not-allowed-here' && / not allowed here$/.test(message),
  );
  if (!first?.hint?.includes('section')) return diagnostics;
  const hint = `${first.hint}; if this is a per-directory file such as .htaccess, check it with --htaccess`;
  return diagnostics.map((each) => (each === first ? { ...each, hint } : each));
}

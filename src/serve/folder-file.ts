import type { BoundConfiguration } from '../bind/bound.js';
import { bindFolderFile, type FolderFileOptions } from '../bind/folder-file.js';
import { compileFolderFile, type FolderFilePlace } from '../compile/folder-file.js';
import { knownModules } from '../directives/index.js';
import type { Section } from '../ruleset/ruleset.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { refuses } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { parseConfig } from '../syntax/parse.js';

/** A per-directory file as far as it could be made, and all that was found on the way. */
export interface LoadedFolderFile {
  readonly bound: BoundConfiguration;
  /** Absent where findings refuse it before it is compiled. */
  readonly section?: Section;
  readonly diagnostics: readonly Diagnostic[];
}

/** Judged when httpd starts and never after; such rules let nobody in. */
const atStart = /^AH01624: /;

/** Bytes that httpd takes for one line of such a file. */
const lineLimit = 8192;

/** Reads the facts of all directives, which are in a file of their own, while it can be read. */
export function loadDirectives(): void {
  knownModules();
}

/** Takes a per-directory file all the way to the section that it is. */
export function loadFolderFile(
  file: SourceFile,
  options: FolderFileOptions,
  place: FolderFilePlace,
): LoadedFolderFile {
  const parsed = parseConfig(file, { lineLimit });
  const bound = bindFolderFile(file, parsed.value, options);
  const before = [...parsed.diagnostics, ...bound.diagnostics];
  if (refuses(before.filter(({ code }) => code !== 'not-served')))
    return { bound: bound.value, diagnostics: before };
  const compiled = compileFolderFile(bound.value, place);
  const told = compiled.diagnostics.filter(({ message }) => !atStart.test(message));
  return { bound: bound.value, section: compiled.value, diagnostics: [...before, ...told] };
}

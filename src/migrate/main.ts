import { posix } from 'node:path';
import { refusesReading } from '../lint/gaps.js';
import { loadPerDirectory } from '../lint/per-directory.js';
import { type Site, siteOf } from '../lint/site.js';
import { type Loaded, load, readSource } from '../serve/load.js';
import type { SourceFile } from '../source/file.js';

/** A file that reading begins with; paths are byte strings. */
export interface Main {
  readonly path: string;
  /** The ServerRoot, where a whole one was named. */
  readonly root?: string;
  /** A .htaccess file or its like. */
  readonly perDirectory: boolean;
  /** What stands for the file, as for standard input. */
  readonly text?: string;
}

/** What stands around the files, as on httpd's command line. */
export interface EstateOptions {
  readonly defines: readonly string[];
  readonly serverRoot?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Texts that stand for files, by the path they are opened by. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** What begins with a file, by itself; throws Unreadable. */
export const siteOfMain = (main: Main, options: EstateOptions): Site => siteOf(loadMain(main, options));

/** Takes what begins with a file as far as it goes; `texts` stand for files that it includes. Throws Unreadable. */
export function loadMain(main: Main, options: EstateOptions, texts?: ReadonlyMap<string, string>): Loaded {
  const { path, text = options.texts?.get(path) } = main;
  const file: SourceFile = text === undefined ? readSource(path) : { path, text };
  if (main.perDirectory) return loadPerDirectory(file, posix.dirname(posix.resolve(path)));
  const root = options.serverRoot ?? main.root;
  return load(file, {
    ...(root !== undefined && { serverRoot: root }),
    defines: options.defines,
    mayBePart: true,
    before: [],
    after: [],
    environment: options.environment,
    ...((texts || options.texts) && { texts: new Map([...(options.texts ?? []), ...(texts ?? [])]) }),
  });
}

/**
 * A main file that is read as it was meant: a text with lines that stand nowhere but in sections is a part of a section, unless more of it
 * is wrong then.
 */
export function settledMain(main: Main, options: EstateOptions): Main {
  if (main.perDirectory) return main;
  const { diagnostics } = loadMain(main, options);
  if (
    !diagnostics.some(
      ({ code, message }) => code === 'not-allowed-here' && / not allowed here$/.test(message),
    )
  )
    return main;
  const inFolder = { ...main, perDirectory: true };
  const wrong = (loaded: Loaded): number => loaded.diagnostics.filter(refusesReading).length;
  return wrong(loadMain(inFolder, options)) < diagnostics.filter(refusesReading).length ? inFolder : main;
}

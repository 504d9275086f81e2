import { type LoadedPart, loadPart } from './part.js';

/** What stands around a text that is linted. */
export interface SnippetOptions {
  readonly path?: string;
  readonly serverRoot?: string;
  readonly defines?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Takes a text as far as it goes, as a part of a configuration or a whole one. */
export function loadSnippet(text: string, options: SnippetOptions = {}): LoadedPart {
  const { path = '<text>', serverRoot, defines = [], environment = {} } = options;
  return loadPart(
    { path, text },
    {
      ...(serverRoot === undefined ? {} : { serverRoot }),
      defines,
      mayBePart: true,
      before: [],
      after: [],
      environment,
    },
  );
}

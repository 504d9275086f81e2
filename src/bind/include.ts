import type { Diagnostic } from '../source/diagnostic.js';
import type { SourceFile } from '../source/file.js';
import { resolveInclude } from '../source/include.js';
import { readSource } from '../source/reader.js';
import type { Directive } from '../syntax/tree.js';
import { type Run, report } from './run.js';

/** httpd's limit on includes within includes. */
const deepestInclude = 128;
/** What all included files together may have; httpd goes on until memory ends. */
export const mostIncluded = 256 * 1024 * 1024;
/** How many files may be included; every use of one counts. */
const mostFiles = 50_000;

/** The files that an Include line names, read one after the other as they are asked for; problems are reported at that line. */
export function* includedFiles(run: Run, at: Directive, path: string, depth: number): Generator<SourceFile> {
  if (run.ended) return;
  if (depth >= deepestInclude) {
    end(
      run,
      at,
      'include-too-deep',
      `Exceeded maximum include depth of ${deepestInclude}, There appears to be a recursion.`,
    );
    return;
  }
  const optional = at.name.toLowerCase() === 'includeoptional';
  const { texts, within } = run.options;
  const found = resolveInclude(path, run.serverRoot, { optional });
  for (const each of found.value) {
    const text = texts?.get(each);
    const { value: file, diagnostics } =
      text === undefined
        ? readSource(each, { includedFrom: at.nameSpan, ...(within && { within }) })
        : { value: { path: each, text, includedFrom: at.nameSpan }, diagnostics: [] };
    reportAt(run, at, diagnostics);
    if (!file) continue;
    run.files.push(file);
    run.roomForFiles -= file.text.length;
    if (run.roomForFiles < 0 || run.files.length > mostFiles)
      end(
        run,
        at,
        'too-much-included',
        `Includes bring in more than ${mostFiles} files or ${mostIncluded} bytes`,
      );
    if (run.ended) return;
    yield file;
  }
  // httpd reads each file as it finds it: what is wrong with a later one comes after them.
  reportAt(run, at, found.diagnostics);
}

/** Nothing more is read: going on would only say the same again. */
function end(run: Run, at: Directive, code: string, message: string): void {
  run.ended = true;
  const hint = 'look for a file that includes itself, perhaps by a wildcard';
  report(run, code, at.args.span, message, { stage: 'read', hint });
}

/** What the source layer found, at the Include line that asked. */
function reportAt(run: Run, at: Directive, diagnostics: readonly Diagnostic[]): void {
  for (const each of diagnostics) run.diagnostics.push({ ...each, span: at.args.span });
}

import type { FolderSettings, LogLine } from '../evaluate/need.js';
import { type Diagnostic, refuses } from '../source/diagnostic.js';
import { positionAt } from '../source/file.js';
import type { LoadedFolderFile } from './folder-file.js';

/** What is answered where a per-directory file was read: its section, or 500 with what is wrong in the log. */
export function settingsOf(
  path: string,
  { section, diagnostics }: Pick<LoadedFolderFile, 'section' | 'diagnostics'>,
): FolderSettings {
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').slice(0, mostWarnings);
  const log = warnings.map((warning): LogLine => lineOf(path, warning, 'warn'));
  if (section && !refuses(diagnostics)) return { section, log };
  const first = firstProblem(diagnostics);
  return { status: 500, log: first ? [...log, lineOf(path, first, 'alert')] : log };
}

/** Each request has them written. */
const mostWarnings = 5;

/** What cannot be read at all denies access, as in httpd. */
export function unreadable(path: string, folder: string, reason: string): FolderSettings {
  const message = `${reason}: ${path} pcfg_openfile: unable to check htaccess file, ensure it is readable and that '${folder}' is executable`;
  return { status: 403, log: [{ level: 'crit', code: 'AH00529', message }] };
}

/** A file that is too large to be read for a request. */
export function tooLarge(path: string, size: number, limit: number): FolderSettings {
  const message = `${path}: It has ${size} bytes, more than ${limit}: move what it says into the server's configuration`;
  return { status: 500, log: [{ level: 'alert', code: undefined, message }] };
}

/** httpd reads the whole file before it looks at what the lines say, and stops at the first mistake. */
function firstProblem(diagnostics: readonly Diagnostic[]): Diagnostic | undefined {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const rank = ({ stage }: Diagnostic) => (stage === 'syntax' || stage === 'read' ? 0 : 1);
  const start = ({ span }: Diagnostic) => span?.start ?? Number.MAX_SAFE_INTEGER;
  return errors.sort((one, other) => rank(one) - rank(other) || start(one) - start(other))[0];
}

function lineOf(path: string, { message, span, hint, code }: Diagnostic, level: LogLine['level']): LogLine {
  const [, id, text = message] = /^(AH\d{5}): (.*)$/s.exec(message) ?? [];
  const place = span ? positionAt(span.file, span.start) : undefined;
  const where = place ? ` (line ${place.line}, column ${place.column})` : '';
  const advice = code === 'not-served' && hint !== undefined ? `: ${hint}` : '';
  return { level, code: id, message: `${path}: ${text}${where}${advice}` };
}

import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import type { Bound, BoundConfiguration, BoundSection } from '../bind/bound.js';
import { lastLine } from '../bind/lines.js';
import type { Span } from '../source/file.js';
import { systemErrorText } from '../source/system-error.js';
import { httpdDefaults } from './httpd-texts.js';

/**
 * What httpd says of logs whose folders are not there, although nothing will be written yet: first of error logs, then of the others;
 * of the server, then of its virtual hosts, the last one first.
 */
export function logFolderProblems({ items, serverRoot }: BoundConfiguration): readonly string[] {
  const hosts = items.filter(
    (item): item is BoundSection => item.kind === 'section' && item.name === 'VirtualHost',
  );
  const main = errorLogOf(items)?.path ?? httpdDefaults.errorLog;
  const errorLogs = [
    problemOf(serverRoot, main, 'AH02291', 'main error log'),
    ...hosts.toReversed().map((host) => {
      const log = errorLogOf(host.items);
      return (
        log &&
        problemOf(serverRoot, log.path, 'AH02291', `error log of vhost defined at ${place(host.at.openSpan)}`)
      );
    }),
  ].filter((problem) => problem !== undefined);
  if (errorLogs.length > 0) return errorLogs;
  return [items, ...hosts.toReversed().map((host) => host.items)].flatMap((each) =>
    otherProblems(serverRoot, each),
  );
}

function errorLogOf(items: readonly Bound[]): { readonly path: string } | undefined {
  const last = items.findLast(({ name }) => name === 'ErrorLog');
  const path = last?.at.args.words[0]?.value;
  return path === undefined ? undefined : { path };
}

const others = new Set(['CustomLog', 'GlobalLog', 'TransferLog']);

function otherProblems(serverRoot: string, items: readonly Bound[]): readonly string[] {
  return items.flatMap((item) => {
    const path = item.at.args.words[0]?.value;
    if (!others.has(item.name) || path === undefined) return [];
    const what = `log file '${path}' defined at ${place(item.at.span)}`;
    const problem = problemOf(serverRoot, path, 'AH02297', what);
    return problem === undefined ? [] : [problem];
  });
}

const place = (span: Span): string => `${span.file.path}:${lastLine(span)}`;

/** Programs and the system's log have no folder. */
function problemOf(serverRoot: string, path: string, code: string, what: string): string | undefined {
  if (/^(?:\||syslog(?::|$)|journald)/.test(path)) return undefined;
  const folder = `${dirname(resolve(serverRoot, path)).replace(/\/$/, '')}/`;
  const cause = causeOf(folder);
  return cause && `${cause}: ${code}: Cannot access directory '${folder}' for ${what}`;
}

function causeOf(folder: string): string | undefined {
  try {
    return statSync(Buffer.from(folder, 'latin1')).isDirectory() ? undefined : '(20)Not a directory';
  } catch (error) {
    return `(${numberOf(error)})${systemErrorText(error)}`;
  }
}

function numberOf(error: unknown): number {
  const { code } = error as NodeJS.ErrnoException;
  const found = [...getSystemErrorMap()].find(([, [name]]) => name === code);
  return found ? -found[0] : 0;
}

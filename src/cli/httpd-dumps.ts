import type { Loaded } from '../serve/load.js';
import { findGroup, findUser } from '../source/accounts.js';
import { positionAt, type SourceFile } from '../source/file.js';
import { errorLogOf, pidFileOf } from './httpd-paths.js';
import { vhostsText } from './vhosts-dump.js';

/** What `-t -D DUMP_…` asks to see, in httpd's form; `undefined` when nothing is asked for. */
export function dumps(defines: readonly string[], loaded: Loaded, modules: string): string | undefined {
  const asked = (name: string): boolean => defines.includes(name);
  const parts = [
    ...(asked('DUMP_MODULES') ? [modules] : []),
    ...(asked('DUMP_VHOSTS')
      ? [loaded.ruleset ? vhostsText(loaded.ruleset) : 'VirtualHost configuration:\n']
      : []),
    ...(asked('DUMP_RUN_CFG') ? [runText(defines, loaded)] : []),
    ...(asked('DUMP_INCLUDES') ? [includesText(loaded.bound?.files ?? [loaded.file])] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('');
}

function runText(defines: readonly string[], { ruleset }: Loaded): string {
  if (!ruleset) return '';
  const { core } = ruleset.host;
  return [
    `ServerRoot: "${core.serverRoot}"`,
    `Main DocumentRoot: "${core.documentRoot}"`,
    `Main ErrorLog: "${errorLogOf(core)}"`,
    `PidFile: "${pidFileOf(core)}"`,
    ...defines.map((name) => `Define: ${name}`),
    ...identity('User', core.user, (name) => findUser(name)?.uid),
    ...identity('Group', core.group, findGroup),
    '',
  ].join('\n');
}

function identity(
  what: string,
  name: string | undefined,
  find: (name: string) => number | undefined,
): string[] {
  if (name === undefined) return [];
  return [`${what}: name="${name}" id=${find(name) ?? -1}`];
}

function includesText(files: readonly SourceFile[]): string {
  const lines = files.map(({ path, includedFrom }) =>
    includedFrom
      ? `    (${positionAt(includedFrom.file, includedFrom.start).line}) ${path}`
      : `  (*) ${path}`,
  );
  return ['Included configuration files:', ...lines, ''].join('\n');
}

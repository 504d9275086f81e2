import type { Definition, ModuleDefinition } from '../directives/define.js';
import { modules } from '../directives/index.js';

/** One line of the support table; sections are in angle brackets. `note` says how a partial one differs or why one is refused. */
export interface SupportRow {
  readonly module: string;
  readonly directive: string;
  readonly level: 'full' | 'partial' | 'refused';
  readonly note: string;
}

/** Every directive and section that is defined, by module and name. */
export function supportTable(): readonly SupportRow[] {
  return (modules as readonly ModuleDefinition[]).flatMap((module) =>
    Object.entries(module.directives)
      .map(([name, definition]) => row(module.name, name, definition))
      .sort((left, right) => (left.directive < right.directive ? -1 : 1)),
  );
}

function row(module: string, name: string, { kind, support }: Definition): SupportRow {
  const directive = kind === 'section' ? `<${name}>` : name;
  const note =
    support.level === 'full' ? '' : support.level === 'partial' ? support.differs : support.because;
  return { module, directive, level: support.level, note };
}

/** The support table for the README, a heading for each module. */
export function supportMarkdown(): string {
  return byModule()
    .map(([module, rows]) => {
      const lines = rows.map(
        ({ directive, level, note }) => `| \`${directive}\` | ${level} | ${note.replaceAll('|', '\\|')} |`,
      );
      return [`### ${module}`, '', '| directive | support | |', '| --- | --- | --- |', ...lines, ''].join(
        '\n',
      );
    })
    .join('\n');
}

/** The support table for a terminal. */
export function supportText(): string {
  const widest = Math.max(...supportTable().map(({ directive }) => directive.length));
  return byModule()
    .map(([module, rows]) => {
      const lines = rows.map(({ directive, level, note }) =>
        `  ${directive.padEnd(widest)}  ${level.padEnd(7)}  ${note}`.trimEnd(),
      );
      return [module, ...lines, ''].join('\n');
    })
    .join('\n');
}

function byModule(): readonly (readonly [string, readonly SupportRow[]])[] {
  const table = supportTable();
  const names = [...new Set(table.map(({ module }) => module))];
  return names.map((name) => [name, table.filter(({ module }) => module === name)]);
}

import { knownDirectives, type Registered } from '../directives/index.js';

/** One line of the support table; sections are in angle brackets. `note` says how a partial one differs or why one is refused. */
export interface SupportRow {
  readonly module: string;
  readonly directive: string;
  readonly level: 'full' | 'partial' | 'refused';
  readonly note: string;
  /** Nothing is known of it beyond what httpd says itself. */
  readonly known: boolean;
}

/** Every directive and section that is known, by module and name. */
export function supportTable(): readonly SupportRow[] {
  return byModule(knownDirectives().map(row)).flatMap(([, rows]) =>
    [...rows].sort((left, right) => (left.directive < right.directive ? -1 : 1)),
  );
}

function row({ name, module, definition: { kind, support, known } }: Registered): SupportRow {
  const directive = kind === 'section' ? `<${name}>` : name;
  const note =
    support.level === 'full' ? '' : support.level === 'partial' ? support.differs : support.because;
  return { module: module.name, directive, level: support.level, note, known: known ?? false };
}

/** The support table as Markdown: a heading for each module that is served, one line for each other one. */
export function supportMarkdown(): string {
  const rows = supportTable();
  return `${servedMarkdown(rows.filter(({ known }) => !known))}\n${knownMarkdown(rows.filter(({ known }) => known))}`;
}

function servedMarkdown(rows: readonly SupportRow[]): string {
  return byModule(rows)
    .map(([module, some]) => {
      const lines = some.map(
        ({ directive, level, note }) => `| \`${directive}\` | ${level} | ${note.replaceAll('|', '\\|')} |`,
      );
      return [`### ${module}`, '', '| directive | support | |', '| --- | --- | --- |', ...lines, ''].join(
        '\n',
      );
    })
    .join('\n');
}

function knownMarkdown(rows: readonly SupportRow[]): string {
  const cell = (some: readonly SupportRow[], level: SupportRow['level']) =>
    some
      .filter((each) => each.level === level)
      .map(({ directive }) => `\`${directive}\``)
      .join(' ');
  const lines = byModule(rows).map(
    ([module, some]) => `| ${module} | ${cell(some, 'refused')} | ${cell(some, 'partial')} |`,
  );
  return [
    '### Known, not served',
    '',
    'Names, places and arguments are checked as httpd does; `kerbgate directives NAME` says what to do about each.',
    '',
    '| module | refused | accepted, no effect |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}

/** The support table for a terminal; of one module only when it is named. */
export function supportText(only?: string): string {
  const rows = supportTable().filter(({ module }) => only === undefined || module === only);
  const widest = Math.max(...rows.map(({ directive }) => directive.length));
  return byModule(rows)
    .map(([module, some]) => {
      const lines = some.map(({ directive, level, note }) =>
        `  ${directive.padEnd(widest)}  ${level.padEnd(7)}  ${note}`.trimEnd(),
      );
      return [module, ...lines, ''].join('\n');
    })
    .join('\n');
}

function byModule(rows: readonly SupportRow[]): readonly (readonly [string, readonly SupportRow[]])[] {
  const groups = new Map<string, SupportRow[]>();
  for (const each of rows) {
    const group = groups.get(each.module);
    if (group) group.push(each);
    else groups.set(each.module, [each]);
  }
  return [...groups];
}

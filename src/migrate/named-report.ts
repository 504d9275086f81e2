import type { MigrationReport } from './migration-report.js';

/** The same report with other names for files. */
export function namedReport(report: MigrationReport, named: (path: string) => string): MigrationReport {
  return walk(report, named, '') as MigrationReport;
}

/** Where a report holds paths. */
const pathKeys: ReadonlySet<string> = new Set(['file', 'main', 'changed', 'alsoChanged']);

function walk(value: unknown, named: (path: string) => string, key: string): unknown {
  if (typeof value === 'string') return pathKeys.has(key) ? named(value) : value;
  if (Array.isArray(value)) return value.map((each) => walk(each, named, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, walk(inner, named, name)]));
}

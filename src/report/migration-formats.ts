import { withoutSecretFields } from '../diff/verdict-text.js';
import type { MigrationReport } from '../migrate/migration-report.js';
import { display } from './display.js';
import { renderMigrationMarkdown } from './migration-markdown.js';
import { renderMigrationText } from './migration-text.js';

export const migrationFormats = ['text', 'json', 'markdown'] as const;

export type MigrationFormat = (typeof migrationFormats)[number];

/** A report in a format, as text for people: bytes of files are decoded, and cannot steer a terminal. */
export function renderMigration(format: MigrationFormat, report: MigrationReport): string {
  return formats[format](report).split('\n').map(display).join('\n');
}

const formats: Readonly<Record<MigrationFormat, (report: MigrationReport) => string>> = {
  text: renderMigrationText,
  markdown: renderMigrationMarkdown,
  json: (report) => `${JSON.stringify(report, withoutSecretFields, 2)}\n`,
};

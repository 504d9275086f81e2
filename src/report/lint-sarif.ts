import type { LintRule } from '../lint/rule.js';
import type { Severity } from '../source/diagnostic.js';
import { type LintReport, type PlainFinding, plainFindings } from './lint-report.js';
import { ruleHelp } from './rule-markdown.js';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' };

/** SARIF 2.1.0, as code scanning services take it. */
export function lintSarif(report: LintReport, rules: readonly LintRule[]): string {
  const numbers = new Map(rules.map(({ id }, at) => [id, at]));
  const run = {
    tool: {
      driver: {
        name: 'kerbgate',
        semanticVersion: report.version,
        rules: rules.map((rule) => ({
          id: rule.id,
          shortDescription: { text: rule.summary },
          fullDescription: { text: rule.why },
          help: { text: rule.remedy, markdown: ruleHelp(rule) },
          helpUri: rule.sources[0],
          defaultConfiguration: { level: levels[rule.severity], enabled: rule.strict !== true },
          properties: { tags: [rule.group] },
        })),
      },
    },
    columnKind: 'unicodeCodePoints',
    results: plainFindings(report).map((finding) => result(finding, numbers)),
  };
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function result(finding: PlainFinding, numbers: ReadonlyMap<string, number>): unknown {
  const { rule, severity, message, file, line, column, endLine, endColumn, fingerprint } = finding;
  return {
    ruleId: rule,
    ruleIndex: numbers.get(rule) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { 'kerbgate/v1': fingerprint },
  };
}

const uriOf = (path: string): string =>
  (path.startsWith('/') ? 'file://' : '') + path.split('/').map(encodeURIComponent).join('/');

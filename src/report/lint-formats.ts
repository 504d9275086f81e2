import type { LintRule } from '../lint/rule.js';
import type { Severity } from '../source/diagnostic.js';
import { lintJson } from './lint-json.js';
import { lintCompact, lintPretty } from './lint-pretty.js';
import { type LintReport, type PlainFinding, plainFindings } from './lint-report.js';
import { lintSarif } from './lint-sarif.js';
import type { PrettyOptions } from './place.js';

/** What findings can be written as. */
export const lintFormats = [
  'pretty',
  'compact',
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'checkstyle',
] as const;
export type LintFormat = (typeof lintFormats)[number];

/** Writes a report in a format. */
export function renderLint(
  format: LintFormat,
  report: LintReport,
  rules: readonly LintRule[],
  options: PrettyOptions,
): string {
  switch (format) {
    case 'pretty':
      return lintPretty(report, options);
    case 'compact':
      return lintCompact(report);
    case 'json':
      return lintJson(report);
    case 'sarif':
      return lintSarif(report, rules);
    case 'junit':
      return lintJunit(report);
    case 'github':
      return lintGithub(report);
    case 'gitlab':
      return lintGitlab(report);
    case 'checkstyle':
      return lintCheckstyle(report);
  }
}

/** JUnit's XML: a suite for each file, a failed case for each finding. */
function lintJunit(report: LintReport): string {
  const suites = [...byFile(report)].map(([file, findings]) => {
    const cases = findings.map(
      (each) =>
        `    <testcase classname="${xml(file)}" name="${xml(each.rule)} line ${each.line}">\n` +
        `      <failure type="${each.severity}" message="${xml(each.message)}">${xml(`${file}:${each.line}:${each.column}`)}</failure>\n` +
        '    </testcase>\n',
    );
    const { length } = findings;
    return `  <testsuite name="${xml(file)}" tests="${length}" failures="${length}">\n${cases.join('')}  </testsuite>\n`;
  });
  const { length } = report.findings;
  return `${xmlHead}<testsuites name="kerbgate lint" tests="${length}" failures="${length}">\n${suites.join('')}</testsuites>\n`;
}

/** Checkstyle's XML. */
function lintCheckstyle(report: LintReport): string {
  const severities = { error: 'error', warning: 'warning', note: 'info' } as const;
  const files = [...byFile(report)].map(([file, findings]) => {
    const errors = findings.map(
      ({ line, column, severity, message, rule }) =>
        `    <error line="${line}" column="${column}" severity="${severities[severity]}" message="${xml(message)}" source="kerbgate.${xml(rule)}"/>\n`,
    );
    return `  <file name="${xml(file)}">\n${errors.join('')}  </file>\n`;
  });
  return `${xmlHead}<checkstyle version="4.3">\n${files.join('')}</checkstyle>\n`;
}

/** Workflow commands of GitHub Actions, which become annotations. */
function lintGithub(report: LintReport): string {
  const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };
  return plainFindings(report)
    .map(({ severity, file, line, column, endLine, rule, message }) => {
      const properties = `file=${property(file)},line=${line},col=${column},endLine=${endLine},title=${property(rule)}`;
      return `::${commands[severity]} ${properties}::${data(message)}\n`;
    })
    .join('');
}

/** GitLab's code quality report. */
function lintGitlab(report: LintReport): string {
  const severities: Readonly<Record<Severity, string>> = {
    error: 'critical',
    warning: 'major',
    note: 'info',
  };
  const entries = plainFindings(report).map(({ rule, message, fingerprint, severity, file, line }) => ({
    description: message,
    check_name: rule,
    fingerprint,
    severity: severities[severity],
    location: { path: file, lines: { begin: line } },
  }));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}

const xmlHead = '<?xml version="1.0" encoding="UTF-8"?>\n';

function byFile(report: LintReport): ReadonlyMap<string, readonly PlainFinding[]> {
  const files = new Map<string, PlainFinding[]>();
  for (const finding of plainFindings(report)) {
    const known = files.get(finding.file);
    if (known) known.push(finding);
    else files.set(finding.file, [finding]);
  }
  return files;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  // No characters of XML.
  '\ufffe': '\ufffd',
  '\uffff': '\ufffd',
};
const xml = (text: string): string =>
  text.replace(/[&<>"\t\ufffe\uffff]/g, (character) => entities[character]!);

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

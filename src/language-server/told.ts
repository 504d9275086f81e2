import type { Diagnostic as EditorDiagnostic } from 'vscode-languageserver';
import type { Finding } from '../lint/finding.js';
import { explainCommandOf } from '../lint/proof.js';
import type { Site } from '../lint/site.js';
import { display } from '../report/display.js';
import type { Diagnostic, Severity } from '../source/diagnostic.js';
import type { Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';
import type { OfferedFix, Told } from './analysis.js';
import type { OpenTexts } from './texts.js';

/** The protocol's numbers. */
export const severities: Readonly<Record<Severity, 1 | 2 | 3>> = { error: 1, warning: 2, note: 3 };

/** So many places a finding leads to. */
const mostRelated = 8;

type Related = NonNullable<EditorDiagnostic['relatedInformation']>;

/** A finding of `check`. */
export function toldDiagnostic(diagnostic: Diagnostic, span: Span, texts: OpenTexts): Told {
  const { code, severity, message, why, hint, related = [] } = diagnostic;
  const lines = [message, why, hint === undefined ? undefined : `hint: ${hint}`];
  return {
    diagnostic: {
      range: rangeOf(span, texts),
      severity: severities[severity],
      code,
      source: 'kerbgate',
      message: shown(lines),
      ...relatedTo(span, related, texts),
    },
  };
}

/** A finding of the linter, with its fix. */
export function toldFinding(finding: Finding, site: Site, texts: OpenTexts): Told {
  const { id, severity, message, span, related, proof, rule } = finding;
  const page = rule.sources.find((source) => /^https:/.test(source));
  const shownBy = proof && `shown by: ${explainCommandOf(proof, [display(site.loaded.file.path)])}`;
  const fix = offeredFix(finding, site, texts);
  return {
    diagnostic: {
      range: rangeOf(span, texts),
      severity: severities[severity],
      code: id,
      ...(page === undefined ? {} : { codeDescription: { href: page } }),
      source: 'kerbgate',
      message: shown([message, `hint: ${rule.remedy}`, shownBy]),
      ...relatedTo(span, related, texts),
    },
    rule: id,
    ...(fix ? { fix } : {}),
  };
}

/** The place of a span in its file, as editors count. */
export function rangeOf(span: Span, texts: OpenTexts): EditorDiagnostic['range'] {
  const { file, start, end } = writtenAt(span);
  return texts.positionsOf(file).rangeOf({ start, end });
}

const shown = (lines: readonly (string | undefined)[]): string =>
  lines
    .filter((line) => line !== undefined)
    .flatMap((line) => line.split('\n'))
    .map(display)
    .join('\n');

/** What a finding names itself, then the uses and includes that led to its text. */
function relatedTo(
  span: Span,
  related: readonly { readonly span: Span; readonly message: string }[],
  texts: OpenTexts,
): { readonly relatedInformation?: Related } {
  const way = wayTo(span).map((step) => ({ span: step.span, message: `${step.how} here` }));
  const all = [...related, ...way].slice(0, mostRelated);
  if (all.length === 0) return {};
  return { relatedInformation: all.map((each) => relatedAt(each.span, display(each.message), texts)) };
}

/** One place that a finding leads to. */
export function relatedAt(span: Span, message: string, texts: OpenTexts): Related[number] {
  const uri = texts.uriOf(writtenAt(span).file.path);
  return { location: { uri, range: rangeOf(span, texts) }, message };
}

/** A change of the file that the finding is in; those of other files are left to the command line. */
function offeredFix({ fix, span }: Finding, site: Site, texts: OpenTexts): OfferedFix | undefined {
  if (!fix) return undefined;
  const { edits = [] } = fix.edit(fix.line, site);
  const { path } = writtenAt(span).file;
  if (edits.length === 0 || edits.some((edit) => edit.span.file.path !== path)) return undefined;
  return {
    title: fix.title,
    safety: fix.safety,
    edits: edits.map((edit) => ({
      range: rangeOf(edit.span, texts),
      newText: Buffer.from(edit.text, 'latin1').toString('utf8'),
    })),
  };
}

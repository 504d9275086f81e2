import type { Diagnostic as EditorDiagnostic, TextEdit } from 'vscode-languageserver';
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
    fixes: [],
  };
}

/** A finding of the linter, with its fix. Its page has no address: hover shows it. */
export function toldFinding(finding: Finding, site: Site, texts: OpenTexts): Told {
  const { id, severity, message, span, related, proof, rule } = finding;
  const shownBy = proof && `shown by: ${explainCommandOf(proof, [display(site.loaded.file.path)])}`;
  return {
    diagnostic: {
      range: rangeOf(span, texts),
      severity: severities[severity],
      code: id,
      source: 'kerbgate',
      message: shown([message, `hint: ${rule.remedy}`, shownBy]),
      ...relatedTo(span, related, texts),
    },
    rule: id,
    fixes: offeredFixes(finding, site, texts),
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

/** The change of a finding, by the files that it is in. */
function offeredFixes({ fix }: Finding, site: Site, texts: OpenTexts): readonly OfferedFix[] {
  const { edits = [] } = fix?.edit(fix.line, site) ?? {};
  if (!fix || edits.length === 0) return [];
  const byUri = new Map<string, TextEdit[]>();
  for (const { span, text } of edits) {
    const uri = texts.uriOf(span.file.path);
    const newText = Buffer.from(text, 'latin1').toString('utf8');
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range: rangeOf(span, texts), newText }]);
  }
  const changes = [...byUri].map(([uri, each]) => ({ uri, edits: each }));
  return [{ title: fix.title, safety: fix.safety, changes }];
}

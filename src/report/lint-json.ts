import { withoutSecretFields } from '../diff/verdict-text.js';
import { consequenceText, explainCommandOf, type ProofRequest } from '../lint/proof.js';
import { positionAt } from '../source/file.js';
import { toldValue } from '../source/secret-text.js';
import { writtenAt } from '../source/written.js';
import { display } from './display.js';
import { countsOf, type LintReport, plainFindings } from './lint-report.js';

/** Findings for programs; lines and columns count from 1, the end is exclusive. */
export function lintJson(report: LintReport): string {
  const plain = plainFindings(report);
  const findings = report.findings.map(([finding], at) => {
    const { proof, related, fix, rule, remedy = rule.remedy } = finding;
    return {
      ...plain[at],
      why: rule.why,
      remedy: display(remedy),
      ...(proof && {
        proof: {
          request: toldRequest(proof.request),
          consequence: proof.consequence,
          text: display(consequenceText(proof.consequence)),
          command: display(explainCommandOf(proof, report.wordsOf(finding))),
        },
      }),
      ...(fix && { fix: { title: fix.title, safety: fix.safety } }),
      related: related.map(({ span, message }) => {
        const { file, start } = writtenAt(span);
        return {
          file: display(report.named(file.path)),
          ...positionAt(file, start),
          message: display(message),
        };
      }),
    };
  });
  const { files, ignored, known, version, decisions } = report;
  const told = { version, files, ignored, known, counts: countsOf(report), findings };
  return `${JSON.stringify({ ...told, ...(decisions && { decisions }) }, withoutSecretFields, 2)}\n`;
}

const toldRequest = (request: ProofRequest): ProofRequest => ({
  ...request,
  fields: request.fields.map((each, at, all) => (at % 2 === 1 ? toldValue(all[at - 1]!, each) : each)),
});

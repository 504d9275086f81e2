import type { Diagnostic } from '../source/diagnostic.js';
import { tagSpan } from '../syntax/items.js';
import type { Closing, Section } from '../syntax/tree.js';
import { inForce } from './modules.js';
import { type ClosingProblem, type Nest, notClosed, openBranches } from './nest.js';
import { type Run, report } from './run.js';

/** A section's name as httpd spells it: as its definition does, and as it is written when no loaded module has it. */
export function canonicalName(run: Run, name: string): string {
  return inForce(run.loaded, name, 'section')[0]?.name ?? name;
}

/** Reports an opening tag with arguments that lacks its `>`, in httpd's words. */
export function reportUnterminated(run: Run, at: Section, name: string, stage?: 'read'): void {
  report(run, 'section-unterminated', tagSpan(at), `<${name}> directive missing closing '>'`, {
    ...(stage && { stage }),
    hint: 'end the tag with > on the same line',
  });
}

/** Reports a closing tag that does not fit, in httpd's words. */
export function reportClosing(run: Run, closing: Closing, { code, expected }: ClosingProblem): void {
  const tag = `</${closing.name}${closing.terminated ? '>' : ''}`;
  const messages: Readonly<Record<ClosingProblem['code'], string>> = {
    'section-not-open': `${tag} without matching <${tag.slice(2)} section`,
    'close-unterminated': `${tag}> directive missing closing '>'`,
    'section-mismatch': `Expected </${expected ? canonicalName(run, expected.name) : ''}> but saw ${tag}`,
  };
  report(run, code, writtenTag(closing), messages[code], {
    stage: 'read',
    related: expected && [{ span: tagSpan(expected), message: `<${expected.name}> is open since here` }],
    hint: code === 'close-unterminated' ? 'no blank may stand before the >' : undefined,
  });
}

/** Reports sections that are open at the end of a file, in httpd's words. */
export function reportOpen(run: Run, nest: Nest): void {
  for (const section of notClosed(nest)) {
    const message = `<${canonicalName(run, section.name)}> was not closed.`;
    report(run, 'section-not-closed', tagSpan(section), message, { stage: 'read' });
  }
  for (const section of openBranches(nest)) run.notes.push(branchNotClosed(section));
}

/** For `check` alone: httpd takes it, and it is no mistake for sure. */
function branchNotClosed(section: Section): Diagnostic {
  return {
    code: 'branch-not-closed',
    severity: 'note',
    stage: 'read',
    span: tagSpan(section),
    message: `<${section.name}> is not closed`,
    why: 'The condition holds, and then httpd takes the end of the file for the end of the section and of all that is open in it.',
    hint: `close it with </${section.name}>`,
  };
}

function writtenTag({ span }: Closing): Closing['span'] {
  const written = span.file.text.slice(span.start, span.end);
  const end = span.start + written.trimEnd().length;
  return { ...span, start: Math.min(end, span.start + written.length - written.trimStart().length), end };
}

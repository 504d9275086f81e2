import type { Ruleset } from '../ruleset/ruleset.js';
import { identityOf } from '../serve/privileges.js';
import { StartProblem } from '../serve/start-problem.js';
import type { Diagnostic } from '../source/diagnostic.js';

/** What root is told who starts a server without a User: `httpd -t` takes the file, and neither httpd nor kerbgate serves it. */
export function identityProblems({ host: { core } }: Ruleset): readonly Diagnostic[] {
  if (core.listen.length === 0) return [];
  try {
    identityOf(core);
    return [];
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    const message = error.lines.join('; ');
    return [{ code: 'no-identity', severity: 'warning', stage: 'compile', message }];
  }
}

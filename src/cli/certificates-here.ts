import { loadProgram } from '../evaluate/program.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { StartProblem } from '../serve/start-problem.js';
import { nameOf, speaksTls } from '../serve/tls-front.js';
import { readMaterial } from '../serve/tls-server.js';
import type { Diagnostic } from '../source/diagnostic.js';

/** What is wrong with the certificates and keys on this machine: `httpd -t` does not open them, and httpd does not start with them. */
export function certificateProblems(ruleset: Ruleset): readonly Diagnostic[] {
  return loadProgram(ruleset)
    .servers.all.filter(speaksTls)
    .flatMap((server): readonly Diagnostic[] => {
      try {
        readMaterial(server.host, nameOf(server));
        return [];
      } catch (error) {
        if (!(error instanceof StartProblem)) throw error;
        const [message = '', ...why] = error.lines;
        return [
          {
            code: 'certificates',
            severity: 'error',
            stage: 'compile',
            message,
            ...(why.length > 0 && { why: why.join('; ') }),
          },
        ];
      }
    });
}

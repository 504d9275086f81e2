import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, projectFolder } from './project.js';
import { dropScratch, makeScratch } from './scratch.js';
import { patience } from './wait.js';

const config = `<Location /private>
  AuthType GSSAPI
  AuthName Intranet
  AuthName "Our intranet"
  <Limit GET POST>
    Require valid-user
  </Limit>
</Location>
`;

const commands = ['kerbgate lint site.conf', 'echo $?', 'kerbgate lint --fix-dry-run site.conf'];

/** A configuration, and what the linter prints for it when the commands are run one after the other. */
export function lintMarkdown(): string {
  compiled('src/cli/main.js');
  const folder = makeScratch('readme-lint');
  try {
    writeFileSync(join(folder, 'site.conf'), config);
    let last = 0;
    let printed = '';
    for (const command of commands) {
      const { out, code } = inShell(command, folder, last);
      printed += `$ ${command}\n${out}`;
      last = code;
    }
    return `\`\`\`apache\n${config}\`\`\`\n\n\`\`\`\n${printed}\`\`\``;
  } finally {
    dropScratch(folder);
  }
}

/** Runs a line as a shell does that has kerbgate, and in which the last command ended with a code. */
function inShell(line: string, cwd: string, last: number): { readonly out: string; readonly code: number } {
  const text = `kerbgate() { "$NODE" "$PROGRAM" "$@"; }\n(exit ${last})\n${line}\n`;
  const program = join(projectFolder, 'bin/kerbgate');
  const { stdout, status, error } = spawnSync('bash', ['-c', text], {
    cwd,
    encoding: 'utf8',
    timeout: patience,
    env: { PATH: process.env.PATH, NODE: process.execPath, PROGRAM: program },
  });
  if (error) throw error;
  return { out: stdout, code: status ?? -1 };
}

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiled, projectFolder } from './project.js';
import { dropScratch, makeScratch } from './scratch.js';
import { patience } from './wait.js';

/*
 * What stands between the marks of a run was typed as it stands: blocks of Apache's configuration whose first line is "# NAME" are
 * files, and in blocks of the language "console" each line behind "$ " is a command, run in the folder of those files, with what it
 * printed below. A line "…" stands for any number of lines that are not shown.
 */
const run = /(<!-- run -->\n)([\s\S]*?)(?=<!-- end of run -->)/g;
const fileBlock = /^```apache\n(# (\S+)\n[\s\S]*?)^```$/gm;
const consoleBlock = /^```console\n([\s\S]*?)^```$/gm;

/** The text with what its runs print now; throws where that is not what the lines around "…" say. */
export const withRuns = (text: string): string =>
  text.replace(run, (_, mark: string, shown: string) => `${mark}${runAgain(shown)}`);

/** How many commands are run. */
export const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(run)].flatMap(([, , shown]) =>
    [...shown!.matchAll(consoleBlock)].flatMap(([, block]) => block!.match(/(?<=^\$ ).*/gm) ?? []),
  );

function runAgain(shown: string): string {
  compiled('src/cli/main.js');
  const folder = makeScratch('readme');
  try {
    for (const [, content, name] of shown.matchAll(fileBlock)) writeFileSync(join(folder, name!), content!);
    let last = 0;
    return shown.replace(consoleBlock, (_, block: string) => {
      const parts = block.split(/^\$ /m).slice(1);
      const printed = parts.map((part) => {
        const [command = '', ...lines] = part.split('\n');
        const { out, code } = inShell(command, folder, last);
        last = code;
        return `$ ${command}\n${refilled(lines.join('\n'), out, command)}`;
      });
      return `\`\`\`console\n${printed.join('')}\`\`\``;
    });
  } finally {
    dropScratch(folder);
  }
}

/** What was shown where lines are left out and the others stand in what was printed, in that order; else all that was printed. */
function refilled(shown: string, printed: string, command: string): string {
  const parts = `\n${shown}`.split('\n…\n');
  if (parts.length === 1) return printed;
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const text = `\n${printed}`;
    const at = index === parts.length - 1 ? text.length - part.length : text.indexOf(part, from);
    const isThere = at >= from && text.startsWith(part, at) && (index > 0 || at === 0);
    if (!isThere) throw new Error(`"${command}" prints no more what is shown:\n${part}\nbut:\n${printed}`);
    from = at + part.length;
  }
  return shown;
}

/** Runs a line as a shell does that has kerbgate, and in which the last command ended with a code. */
function inShell(line: string, cwd: string, last: number): { readonly out: string; readonly code: number } {
  const text = `exec 2>&1\nkerbgate() { "$NODE" "$PROGRAM" "$@"; }\n(exit ${last})\n${line}\n`;
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

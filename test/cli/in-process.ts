import { runCommand } from '../../src/cli/commands.js';
import { CommandFailed, exitCodes } from '../../src/cli/exit-codes.js';
import type { CommandResult } from './run.js';

/** Runs a command of kerbgate within this process, which spares a start; for what neither reads standard input nor serves. */
export async function kerbgateHere(args: readonly string[]): Promise<CommandResult> {
  const written = { out: '', error: '' };
  const restore = [
    capture(process.stdout, (text) => {
      written.out += text;
    }),
    capture(process.stderr, (text) => {
      written.error += text;
    }),
  ];
  try {
    const code = await runCommand(args);
    return { code, ...written };
  } catch (error) {
    if (!(error instanceof CommandFailed))
      return { code: exitCodes.bug, out: written.out, error: String(error) };
    return { code: error.exitCode, out: written.out, error: `${written.error}kerbgate: ${error.message}\n` };
  } finally {
    for (const each of restore) each();
  }
}

function capture(stream: NodeJS.WriteStream, take: (text: string) => void): () => void {
  const { write } = stream;
  stream.write = ((chunk: string | Uint8Array) => {
    take(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return true;
  }) as typeof write;
  return () => {
    stream.write = write;
  };
}

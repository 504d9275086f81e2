import type { ExitCode } from './exit-codes.js';
export async function runCommand(_argv: readonly string[]): Promise<ExitCode> {
  return 2;
}

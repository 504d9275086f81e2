/** What kerbgate's exit codes mean. */
export const exitCodes = {
  fine: 0,
  /** Findings, or a configuration that is refused. */
  findings: 1,
  /** Wrong usage, or input that cannot be read. */
  usage: 2,
  /** A mistake of kerbgate's own. */
  bug: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Takes a command's exit code. */
export type Done = (code: ExitCode) => void;

/** Ends a command with a message for the user and an exit code; `main` prints it. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

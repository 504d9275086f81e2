import { getSystemErrorMap } from 'node:util';

/** Why the server cannot start, in lines for the error log or the terminal: something the user can put right. */
export class StartProblem extends Error {
  override readonly name = 'StartProblem';
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** A system error in httpd's manner: `(98)Address already in use`. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  const number = error.errno === undefined ? undefined : Math.abs(error.errno);
  const words = (error.errno !== undefined && getSystemErrorMap().get(error.errno)?.[1]) || error.message;
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return number === undefined ? text : `(${number})${text}`;
}

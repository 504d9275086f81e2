import { setTimeout as passed } from 'node:timers/promises';
import type { CancellationToken } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/** A text of so many characters is taken apart only when it was not changed for so long. */
const largeText = 300_000;
const restMilliseconds = 300;

/**
 * Waits until a large text rests, so that what needs the whole of it is not done for each key that is typed; false where it was changed
 * meanwhile, or nobody wants the answer any more.
 */
export async function isAtRest(
  document: TextDocument,
  token: Pick<CancellationToken, 'isCancellationRequested'>,
  rest: () => Promise<unknown> = () => passed(restMilliseconds),
): Promise<boolean> {
  const { version } = document;
  if (document.getText().length > largeText) await rest();
  return document.version === version && !token.isCancellationRequested;
}

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { display } from '../report/display.js';
import { Framing } from './framing.js';
import { serveEditor } from './server.js';

/** The protocol's number for what cannot be read. */
const parseError = -32700;

/** Serves an editor on standard input and output until it says `exit` or is gone; then the process ends. */
export function startLanguageServer(): Promise<never> {
  // Standard output is the protocol's: whatever else wants to write goes to the log.
  for (const name of ['log', 'info', 'debug', 'dir', 'table'] as const) console[name] = console.error;
  const input = process.stdin.pipe(new Framing(endUnread));
  // With streams, not readers of them, the package ends the process when the editor is gone.
  serveEditor(createConnection(ProposedFeatures.all, input, process.stdout));
  return new Promise(() => {});
}

/** Nobody knows where the next message would begin: the editor is told, and the process ends. */
function endUnread(problem: string): void {
  const message = display(`the editor's messages cannot be read: ${problem}`);
  console.error(`kerbgate language-server: ${message}`);
  const body = JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: parseError, message } });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => process.exit(1));
}

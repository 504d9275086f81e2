import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serveEditor } from './server.js';

/** Serves an editor on standard input and output until it says `exit` or is gone; then the process ends. */
export function startLanguageServer(): Promise<never> {
  // Standard output is the protocol's: whatever else wants to write goes to the log.
  for (const name of ['log', 'info', 'debug', 'dir', 'table'] as const) console[name] = console.error;
  // With streams, not readers of them, the package ends the process when the editor is gone.
  serveEditor(createConnection(ProposedFeatures.all, process.stdin, process.stdout));
  return new Promise(() => {});
}

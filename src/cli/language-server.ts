import { Command } from 'commander';

/** `language-server`: for editors, by the Language Server Protocol. */
export function languageServerCommand(): Command {
  return new Command('language-server')
    .description('serve editors by the Language Server Protocol on standard input and output')
    .option('--stdio', 'the only way there is; editors add it')
    .allowExcessArguments()
    .action(async () => (await import('../language-server/start.js')).startLanguageServer());
}

import { Command } from 'commander';
import { knownModules, lookUp, namesOf } from '../directives/index.js';
import { foreignModule } from '../directives/known/foreign.js';
import { successorOf } from '../directives/known/gone.js';
import { nearest } from '../directives/nearest.js';
import { directivePage } from '../reference/directive-page.js';
import { supportText } from '../reference/support.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';

/** `directives [NAME]`: what is served, in all, of one module, or one directive's page. */
export function directivesCommand(done: Done): Command {
  return new Command('directives')
    .description('list the directives and how far they are served, or tell about one')
    .argument('[name]', 'a directive, in any case; a section as Location or "<Location>"')
    .option('--module <name>', 'only those of one module, such as mod_ssl')
    .action((name: string | undefined, { module }: { readonly module?: string }) => {
      process.stdout.write(name === undefined ? supportText(module && moduleCalled(module)) : pagesOf(name));
      done(exitCodes.fine);
    });
}

/** A module by its source name or identifier, in any case, with or without `mod_`. */
function moduleCalled(written: string): string {
  const plain = (text: string) => text.toLowerCase().replace(/^mod_|(?:_module|\.c)$/g, '');
  const known = knownModules();
  const found = known.find(({ name, identifier }) =>
    [name, identifier].some((each) => plain(each) === plain(written)),
  );
  if (found) return found.name;
  const near = nearest(
    written,
    known.map(({ name }) => name),
  );
  throw new CommandFailed(
    `no module is called ${written}${near.length === 0 ? '' : `; do you mean ${near.join(' or ')}?`}`,
    exitCodes.usage,
  );
}

function pagesOf(written: string): string {
  const name = written.replace(/^<|>$/g, '');
  const entries = [...lookUp(name, 'directive'), ...lookUp(name, 'section')];
  if (entries.length === 0)
    throw new CommandFailed(`no directive is called ${written}; ${suggestion(name)}`, exitCodes.usage);
  return entries.map(directivePage).join('\n');
}

function suggestion(name: string): string {
  const successor = successorOf(name);
  if (successor !== undefined) return `older versions of httpd had it: ${successor}`;
  const foreign = foreignModule(name);
  if (foreign !== undefined) return `the name is one of ${foreign}, which kerbgate does not know`;
  const near = nearest(name, [...namesOf('directive'), ...namesOf('section')], 5);
  return near.length === 0 ? 'none is called alike' : `do you mean ${near.join(' or ')}?`;
}

import { isIP } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import { createAcceptors } from '../authn/acceptor.js';
import { createHashChecker } from '../authn/hash-checker.js';
import { createPasswordChecker } from '../authn/password.js';
import { UserFiles } from '../authn/user-files.js';
import { FileLooks } from '../content/file-looks.js';
import { ask } from '../evaluate/need.js';
import { loadProgram } from '../evaluate/program.js';
import { explain } from '../explain/explain.js';
import type { Question } from '../explain/explanation.js';
import type { Outside } from '../explain/outside.js';
import { renderExplanation } from '../explain/render.js';
import { LdapDirectories } from '../ldap/directories.js';
import { display } from '../report/display.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { FolderFiles } from '../serve/folder-files.js';
import { lookUpHosts } from '../serve/host-names.js';
import { type Loaded, servable } from '../serve/load.js';
import { drive } from '../serve/perform.js';
import { SessionVault } from '../serve/session-vault.js';
import { StartProblem } from '../serve/start-problem.js';
import { surroundingsOf } from '../serve/surroundings.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { collect, type InputOptions, loadInput, takesFile, tellFindings } from './input.js';
import { settingText } from './setting-text.js';

interface ExplainOptions extends InputOptions {
  readonly header: readonly string[];
  readonly user?: string;
  readonly authType: 'Negotiate' | 'Basic';
  readonly remoteAddress: string;
  readonly tls: boolean;
  readonly json: boolean;
}

/** `explain FILE REQUEST`: what the server would decide on a request, and why. */
export function explainCommand(done: Done): Command {
  return takesFile(new Command('explain'))
    .description('tell how a request is decided, step by step')
    .argument('<request>', "a request line such as 'GET /path?query', or a path alone")
    .addOption(
      new Option('-H, --header <field>', "a header field, 'Name: value'")
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--user <name>', 'suppose right credentials of this user')
    .addOption(
      new Option('--auth-type <scheme>', 'how that user logs in')
        .choices(['Negotiate', 'Basic'])
        .default('Negotiate'),
    )
    .option('--remote-address <address>', "the client's address", address, '127.0.0.1')
    .option('--tls', 'suppose a TLS connection', false)
    .option('--json', 'all of it as JSON', false)
    .action(async (path: string, request: string, options: ExplainOptions) => {
      done(await explainRequest(loadInput(path, options), questionOf(request, options), options.json));
    });
}

function address(text: string): string {
  if (isIP(text)) return text;
  throw new InvalidArgumentError('It is no IP address.');
}

function questionOf(request: string, options: ExplainOptions): Question {
  const found = /^(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s+)?(\/\S*|https?:\/\/\S+|\*)(?:\s+HTTP\/1\.[01])?$/.exec(
    request.trim(),
  );
  if (!found)
    throw new CommandFailed(`"${request}" is no request such as 'GET /path?query'`, exitCodes.usage);
  return {
    method: found[1] ?? 'GET',
    target: Buffer.from(found[2]!).toString('latin1'),
    fields: options.header.flatMap(fieldOf),
    ...(options.user !== undefined && {
      login: { user: Buffer.from(options.user).toString('latin1'), scheme: options.authType },
    }),
    remoteAddress: options.remoteAddress,
    secure: options.tls,
    time: Date.now(),
  };
}

function fieldOf(text: string): readonly [string, string] {
  const found = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*?)\s*$/s.exec(text);
  if (!found) throw new CommandFailed(`"${text}" is no header field such as 'Name: value'`, exitCodes.usage);
  return [found[1]!, Buffer.from(found[2]!).toString('latin1')];
}

async function explainRequest(loaded: Loaded, question: Question, json: boolean): Promise<0 | 1> {
  const ruleset = servable(loaded);
  if (!ruleset) {
    tellFindings(loaded.diagnostics);
    return exitCodes.findings;
  }
  const program = loadProgram(ruleset, surroundings(ruleset, await lookUpHosts(ruleset)));
  const explanation = await explain(program, question, outsideWorld(ruleset));
  const text = json
    ? `${JSON.stringify(explanation, undefined, 2)}\n`
    : renderExplanation(explanation, { files: ruleset.files, lineAt: (place) => settingText(loaded, place) });
  process.stdout.write(text.split('\n').map(display).join('\n'));
  return exitCodes.fine;
}

function surroundings(...args: Parameters<typeof surroundingsOf>): ReturnType<typeof surroundingsOf> {
  try {
    return surroundingsOf(...args);
  } catch (error) {
    if (!(error instanceof StartProblem)) throw error;
    throw new CommandFailed(error.message, exitCodes.findings);
  }
}

/** Looks at files and names with the server's own functions; its authenticators are there but never asked. */
function outsideWorld(ruleset: Ruleset): Outside {
  const files = new FileLooks();
  const services = {
    acceptors: createAcceptors(),
    passwords: createPasswordChecker(),
    sessions: new SessionVault(),
    files,
    folders: new FolderFiles(ruleset, files),
    userFiles: new UserFiles(),
    hashes: createHashChecker(),
    directories: new LdapDirectories(),
  };
  return async (look) => drive(ask(look), services);
}

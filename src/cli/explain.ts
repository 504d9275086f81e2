import { METHODS } from 'node:http';
import { isIP } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import { loadProgram } from '../evaluate/program.js';
import { explain } from '../explain/explain.js';
import type { Explanation, Place, Question, SupposedLogin } from '../explain/explanation.js';
import { outsideWorld } from '../explain/outside-world.js';
import { type ExplanationPart, explanationParts, renderExplanation } from '../explain/render.js';
import { GssapiUnavailable } from '../gssapi/library.js';
import { principalOf } from '../gssapi/names.js';
import { GssError } from '../gssapi/status.js';
import { loadPart } from '../lint/part.js';
import { understood } from '../lint/site.js';
import { explainSupposed, supposedServer } from '../lint/supposed-explanation.js';
import type { SupposedFiles } from '../lint/supposed-machine.js';
import { display } from '../report/display.js';
import { onThisMachine } from '../report/missing-here.js';
import type { ListenAddress } from '../ruleset/core.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { lookUpHosts } from '../serve/host-names.js';
import { type Loaded, servable } from '../serve/load.js';
import { StartProblem } from '../serve/start-problem.js';
import { surroundingsOf } from '../serve/surroundings.js';
import { bytesOf } from '../source/decode.js';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { collect, type InputOptions, loadInput, takesFile, tellFindings } from './input.js';
import { settingText } from './setting-text.js';

interface ExplainOptions extends InputOptions {
  readonly header: readonly string[];
  readonly user?: string;
  readonly realm?: string;
  readonly principal?: string;
  readonly authType?: 'Negotiate' | 'Basic';
  readonly remoteAddress: string;
  readonly clientAddress?: string;
  readonly tls: boolean;
  readonly json: boolean;
  readonly format: 'text' | 'json';
  readonly only?: ExplanationPart;
  readonly serverAddress?: ListenAddress;
  readonly supposeFiles?: SupposedFiles;
}

/** `explain FILE REQUEST`: what the server would decide on a request, and why. */
export function explainCommand(done: Done): Command {
  return takesFile(new Command('explain'))
    .description('tell how a request is decided, step by step')
    .argument('<request>', "a request line such as 'GET /path?query' or 'CONNECT host:443', or a path alone")
    .addOption(
      new Option('-H, --header <field>', "a header field, 'Name: value'")
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--user <name>', 'suppose right credentials of this user')
    .option(
      '--realm <name>',
      "the default realm of Kerberos: of a user who is named without one, and of those who have local names (default: of a user that of this machine's krb5.conf, with --suppose-files none; and all have local names)",
    )
    .option('--principal <name>', 'as Kerberos knows that user, where it is otherwise')
    .addOption(
      new Option(
        '--auth-type <scheme>',
        'how that user logs in (default: Basic under AuthType Basic, else Negotiate)',
      ).choices(['Negotiate', 'Basic']),
    )
    .option('--remote-address <address>', "the client's address", address, '127.0.0.1')
    .option('--client-address <address>', 'the same', address)
    .option('--server-address <address[:port]>', 'where the request comes in', serverAddress)
    .option('--tls', 'suppose a TLS connection', false)
    .addOption(
      new Option(
        '--suppose-files <which>',
        'judge as lint does: look at no file, take files for there or missing, leave out lines that are not understood',
      ).choices(['there', 'missing']),
    )
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json']).default('text'))
    .option('--json', 'all of it as JSON', false)
    .addOption(new Option('--only <part>', 'a part of the text').choices(explanationParts))
    .action(async (path: string, request: string, options: ExplainOptions) => {
      const question = questionOf(request, options);
      const { supposeFiles } = options;
      done(
        await (supposeFiles
          ? explainAsLint(path, question, supposeFiles, options)
          : explainRequest(loadInput(path, options), question, options)),
      );
    });
}

function address(text: string): string {
  if (isIP(text)) return text;
  throw new InvalidArgumentError('It is no IP address.');
}

/** `IPv4:port`, `[IPv6]:port` or an address alone. */
function serverAddress(text: string): ListenAddress {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|([^:]*|[^:]*:.*:.*?))(?::(\d{1,5}))?$/.exec(text) ?? [];
  return { address: address(bracketed ?? plain ?? ''), port: port === undefined ? 80 : Number(port) };
}

function unknownMethod(method: string): string {
  const upper = method.toUpperCase();
  const hint = METHODS.includes(upper) ? `: methods are told apart by case, write ${upper}` : '';
  return `kerbgate answers 400 to the method ${method}, before any decision${hint}`;
}

function questionOf(request: string, options: ExplainOptions): Question {
  const text = request.trim().replace(/\s+HTTP\/1\.[01]$/, '');
  const found =
    /^(CONNECT)\s+(\S+)$/.exec(text) ??
    /^(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s+)?(\/\S*|[A-Za-z][A-Za-z0-9+.-]*:\/\/\S+|\*)$/.exec(text);
  if (!found)
    throw new CommandFailed(`"${request}" is no request such as 'GET /path?query'`, exitCodes.usage);
  const method = found[1] ?? 'GET';
  if (!METHODS.includes(method)) throw new CommandFailed(unknownMethod(method), exitCodes.usage);
  return {
    method,
    target: Buffer.from(found[2]!).toString('latin1'),
    fields: options.header.flatMap(fieldOf),
    ...(options.user !== undefined && {
      login: loginOf(Buffer.from(options.user).toString('latin1'), options),
    }),
    remoteAddress: options.clientAddress ?? options.remoteAddress,
    ...(options.serverAddress && { localAddress: options.serverAddress }),
    secure: options.tls || /^https:/i.test(found[2]!),
    time: Date.now(),
  };
}

/** Tickets name the realm, and names that come with passwords are completed with it. */
function loginOf(user: string, options: ExplainOptions): SupposedLogin {
  const { authType, supposeFiles } = options;
  const [realm, named] = [options.realm, options.principal].map((text) => text && bytesOf(text));
  const isWhole = user.includes('@') || realm !== undefined || supposeFiles;
  const principal = named ?? (isWhole ? undefined : principalHere(user));
  return {
    user,
    scheme: authType ?? 'Negotiate',
    ...(principal !== undefined && { principal }),
    ...(realm !== undefined && { realm }),
  };
}

/** Unknown where Kerberos is not installed or has no realm for the name. */
function principalHere(user: string): string | undefined {
  try {
    return principalOf(user);
  } catch (error) {
    if (error instanceof GssError || error instanceof GssapiUnavailable) return undefined;
    throw error;
  }
}

function fieldOf(text: string): readonly [string, string] {
  const found = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*?)\s*$/s.exec(text);
  if (!found) throw new CommandFailed(`"${text}" is no header field such as 'Name: value'`, exitCodes.usage);
  return [found[1]!, Buffer.from(found[2]!).toString('latin1')];
}

/** Whether the first request of the chain is under AuthType Basic. */
function asksForBasic({ exchanges }: Explanation): boolean {
  const type = exchanges[0]?.settings.find(({ directive }) => directive === 'AuthType');
  return /^AuthType\s+"?basic\b/i.test(type?.written ?? '');
}

async function explainRequest(loaded: Loaded, question: Question, options: ExplainOptions): Promise<0 | 1> {
  // What only this machine lacks decides nothing: a configuration is explained where it is not served, too.
  const diagnostics = onThisMachine(loaded.diagnostics, false);
  const ruleset = servable({ ...loaded, diagnostics });
  if (!ruleset) {
    tellFindings(diagnostics);
    return exitCodes.findings;
  }
  const program = loadProgram(ruleset, surroundings(ruleset, await lookUpHosts(ruleset)));
  const lineAt = (place: Place) => settingText(loaded, place);
  const ask: Ask = (asked) => explain(program, asked, outsideWorld(ruleset), lineAt);
  await tell(ask, question, options, ruleset, lineAt);
  return exitCodes.fine;
}

type Ask = (question: Question) => Promise<Explanation>;

async function tell(
  ask: Ask,
  question: Question,
  { json, format, only, authType }: ExplainOptions,
  { files }: Ruleset,
  lineAt: (place: Place) => string | undefined,
): Promise<void> {
  const first = await ask(question);
  const { login } = question;
  const byPassword = login && authType === undefined && asksForBasic(first);
  const explanation = byPassword ? await ask({ ...question, login: { ...login, scheme: 'Basic' } }) : first;
  const text =
    json || format === 'json'
      ? `${JSON.stringify(explanation, undefined, 2)}\n`
      : renderExplanation(explanation, { files, lineAt, ...(only && { only }) });
  process.stdout.write(text.split('\n').map(display).join('\n'));
}

/** The same in the world that lint supposes, so that what it claims of a request can be looked at. */
async function explainAsLint(
  path: string,
  question: Question,
  files: SupposedFiles,
  options: ExplainOptions,
): Promise<0 | 1> {
  const loaded = loadInput(path, options, true, loadPart);
  const { judged: ruleset } = understood(loaded);
  if (!ruleset) {
    tellFindings(loaded.diagnostics);
    return exitCodes.findings;
  }
  const lineAt = (place: Place) => settingText(loaded, place);
  const server = supposedServer(ruleset);
  await tell((asked) => explainSupposed(server, asked, files, lineAt), question, options, ruleset, lineAt);
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

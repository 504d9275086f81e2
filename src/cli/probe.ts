import { Command } from 'commander';
import { CommandFailed, type Done, exitCodes } from './exit-codes.js';
import { hintsFor } from './probe-hints.js';
import { ask, challengesOf, describeAnswer, type ProbeAnswer } from './probe-http.js';
import { initiate, type Login, loadKerberos } from './probe-login.js';
import { tokenSummary } from './token-summary.js';

interface ProbeOptions {
  readonly service?: string;
  readonly verbose: boolean;
}

/** `probe URL`: logs in with the ticket at hand, as a browser would, and tells each step. */
export function probeCommand(done: Done): Command {
  return new Command('probe')
    .description('log in to a URL with the Kerberos ticket at hand and tell each step')
    .argument('<url>', 'an http or https URL')
    .option('--service <name>', 'the service to ask a ticket for, such as HTTP@www.example.com')
    .option('-v, --verbose', 'show all header fields', false)
    .action(async (url: string, options: ProbeOptions) => done(await probe(urlOf(url), options)));
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new CommandFailed(`${text} is no http or https URL`, exitCodes.usage);
}

async function probe(url: URL, options: ProbeOptions): Promise<0 | 1> {
  const kerberos = await loadKerberos();
  if (!kerberos) {
    throw new CommandFailed(
      'probe needs the npm package "kerberos", which is not installed: run "npm install --no-save kerberos" in the folder of kerbgate (it needs python3, make, g++ and libkrb5-dev)',
      exitCodes.usage,
    );
  }
  const first = await told(url, {}, options, 'without credentials');
  if (!challengesOf(first).some((challenge) => /^negotiate$/i.test(challenge))) return endWithout(first);
  const service = options.service ?? `HTTP@${url.hostname.replace(/^\[|\]$/g, '')}`;
  say(`\nA ticket for ${service} is asked for.`);
  const login = await initiate(kerberos, service).catch((error: Error) => error);
  if (login instanceof Error) {
    say(`  No token could be made: ${login.message}`);
    tellHints(hintsFor({ problem: login.message, service }));
    return exitCodes.findings;
  }
  say(`  The token is ${tokenSummary(login.token)}.\n`);
  const fields = { Authorization: `Negotiate ${login.token.toString('base64')}` };
  const second = await told(url, fields, options, 'with Authorization: Negotiate …');
  return conclude(second, login, service);
}

/** Asks and tells what was asked and answered. */
async function told(
  url: URL,
  fields: Readonly<Record<string, string>>,
  options: ProbeOptions,
  how: string,
): Promise<ProbeAnswer> {
  say(`GET ${url.href} ${how}`);
  const answer = await ask(url, fields).catch((error: NodeJS.ErrnoException) => {
    const reason = error.message || error.code;
    const why = isOfCertificate(error)
      ? `${url.host} has a certificate that is not trusted here: ${reason}; name its authority with NODE_EXTRA_CA_CERTS=FILE`
      : `${url.host} cannot be reached: ${reason}`;
    throw new CommandFailed(why, exitCodes.findings);
  });
  for (const line of describeAnswer(answer, options.verbose)) say(`  ${line}`);
  return answer;
}

/** Codes of OpenSSL's verification; a wrong name or date is no question of the authority. */
const isOfCertificate = ({ code = '' }: NodeJS.ErrnoException): boolean =>
  /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER_CERT|VERIFY_LEAF_SIGNATURE)/.test(code);

function endWithout(answer: ProbeAnswer): 0 | 1 {
  const hints = hintsFor({ answer });
  say(
    answer.status === 401
      ? '\nThe server does not offer Negotiate here.'
      : '\nThe server does not ask for a login here.',
  );
  tellHints(hints);
  return answer.status === 401 ? exitCodes.findings : exitCodes.fine;
}

async function conclude(answer: ProbeAnswer, login: Login, service: string): Promise<0 | 1> {
  const token = challengesOf(answer)
    .map((challenge) => /^negotiate\s+(\S+)/i.exec(challenge)?.[1])
    .find((text) => text !== undefined);
  const mutual = token === undefined ? 'none' : await login.verify(token);
  say('');
  if (answer.status === 401) say('The server refused the login.');
  else
    say(
      `The login was accepted${answer.status >= 400 ? `, and the answer is ${answer.status} for another reason` : ''}.`,
    );
  if (mutual === 'verified') say('Mutual authentication: verified, the server has the key of the service.');
  else if (mutual === 'none')
    say('Mutual authentication: the server sent no token back, so it proved nothing.');
  else say(`Mutual authentication: not verified: ${mutual.problem}`);
  tellHints(hintsFor({ answer, service }));
  return answer.status === 401 || typeof mutual === 'object' ? exitCodes.findings : exitCodes.fine;
}

function tellHints(hints: readonly string[]): void {
  for (const hint of hints) say(`hint: ${hint}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

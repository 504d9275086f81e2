import type { ClientVerification } from '../ruleset/tls.js';
import { decodeBase64Text, encodeBase64 } from './base64.js';
import { ok, type Status } from './decision.js';
import { nameLine } from './distinguished-name.js';
import type { Exchange } from './exchange.js';
import { evaluateCondition } from './expression.js';
import { readSslName } from './expression-ssl.js';
import { clientOf, isUnknownAuthority, noteAsked } from './ssl-client.js';
import { hasOption } from './ssl-options.js';
import type { ClientCertificateFacts } from './tls-facts.js';

const forbidden = 'ssl-access-forbidden';

/** mod_ssl's part of access control: SSLRequireSSL, certificates of clients, SSLUserName and SSLRequire. */
export function checkSslAccess(exchange: Exchange): Status {
  const settings = exchange.settings.mod_ssl;
  const { tls } = exchange.connection;
  if (!tls) {
    if (!settings?.requireSsl) return ok;
    return refuse(exchange, 'AH02219', 'SSL connection required', true);
  }
  const verified = checkClient(exchange);
  if (verified !== ok) return verified;
  if (settings?.userName !== undefined && !hasOption(settings, 'FakeBasicAuth'))
    takeUser(exchange, settings.userName);
  return checkRequirements(exchange);
}

function refuse(exchange: Exchange, code: string, reason: string, remember: boolean): Status {
  const { filename, uri } = exchange;
  exchange.recorder.log('error', code, `access to ${filename ?? uri} failed, reason: ${reason}`);
  if (remember) exchange.notes.set(forbidden, '1');
  return 403;
}

/** What the section and the server ask for together; what is wrong with a certificate counts where one is asked for. */
function checkClient(exchange: Exchange): Status {
  const { settings, program } = exchange;
  const modes: Modes = [settings.mod_ssl?.verifyClient, program.host.mod_ssl.verifyClient].filter(
    (mode) => mode && mode !== 'none',
  );
  if (modes.length === 0) return ok;
  const client = exchange.connection.tls?.client;
  const status = client ? checkCertificate(exchange, client, modes) : checkMissing(exchange, modes);
  // One that is refused here must not count elsewhere on the connection.
  if (status === ok) noteAsked(exchange);
  return status;
}

type Modes = readonly (ClientVerification | undefined)[];

function checkMissing(exchange: Exchange, modes: Modes): Status {
  if (!modes.includes('require')) return ok;
  return refuse(exchange, 'AH02263', 'Client certificate missing', false);
}

function checkCertificate(exchange: Exchange, client: ClientCertificateFacts, modes: Modes): Status {
  const { problem, depth } = client;
  const own = exchange.program.host.mod_ssl;
  const most = exchange.settings.mod_ssl?.verifyDepth ?? own.verifyDepth ?? usualDepth;
  if (depth > most) return refuse(exchange, 'AH02040', 'Certificate Chain too long', false);
  if (problem === undefined) return ok;
  if (!modes.includes('require') && modes.includes('optional_no_ca') && isUnknownAuthority(problem))
    return ok;
  return refuse(exchange, 'AH02262', `Client verification failed: ${problem}`, false);
}

/** SSLVerifyDepth. */
export const usualDepth = 1;

function takeUser(exchange: Exchange, variable: string): void {
  const value = readSslName(variable, exchange);
  if (value) exchange.user = value;
  else exchange.recorder.log('warn', 'AH02227', `Failed to set r->user to '${variable}'`);
}

function checkRequirements(exchange: Exchange): Status {
  for (const condition of exchange.settings.mod_ssl?.requirements ?? []) {
    const result = evaluateCondition(condition, exchange);
    if (result === true) continue;
    if (result === false)
      return refuse(exchange, 'AH02229', 'SSL requirement expression not fulfilled', true);
    const problem = `Failed to execute SSL requirement expression: ${result.problem}`;
    return refuse(exchange, 'AH02265', problem, true);
  }
  return ok;
}

/**
 * Before anybody logs in: what SSLOptions StrictRequire forbids stays so although another way in is enough, nobody may pass for a
 * certificate by its name, and FakeBasicAuth makes a login of one. `undefined` lets logins go on.
 */
export function beforeLogin(exchange: Exchange): Status | undefined {
  const settings = exchange.node.gate.says.mod_ssl ? exchange.settings.mod_ssl : undefined;
  if (hasOption(settings, 'StrictRequire') && exchange.notes.has(forbidden)) return 403;
  if (exchange.previous || exchange.main) return undefined;
  const spoof = spoofedName(exchange.requestFields.get('Authorization'));
  if (spoof !== undefined) {
    exchange.recorder.log('error', 'AH02035', `Encountered FakeBasicAuth spoof: ${spoof}`);
    return 403;
  }
  if (!hasOption(settings, 'FakeBasicAuth') || exchange.user !== undefined) return undefined;
  const client = clientOf(exchange);
  if (client) {
    const login = `${nameLine(client.certificate.subject)}:password`;
    exchange.requestFields.set('Authorization', `Basic ${encodeBase64(bytesOf(login))}`);
  }
  return undefined;
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The name in a login that looks like one that FakeBasicAuth makes. */
function spoofedName(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const found = /^basic [ \t]*(.*)$/is.exec(authorization);
  if (!found) return undefined;
  const login = decodeBase64Text(found[1]!).split('\0', 1)[0]!;
  const end = login.indexOf(':');
  return login.startsWith('/') && end !== -1 && login.slice(end + 1) === 'password'
    ? login.slice(0, end)
    : undefined;
}

import { ok, type Status } from './decision.js';
import type { Exchange } from './exchange.js';
import { detectForward, readTunnelEnd } from './forward-proxy.js';
import { type HostReading, type RequestHost, readAuthority, readHost } from './host-reading.js';
import { splitTarget } from './path.js';
import type { Program } from './program.js';
import { schemeOf } from './server-name.js';

/**
 * Reads which host the client names and hands the request to the server that has it (`ap_check_request_header`). HTTP/1.1 wants a Host field
 * that names one, even beside a target in absolute form (RFC 9112 §3.2).
 */
export function chooseServer(exchange: Exchange): Status {
  const { facts, connection } = exchange;
  const { servers } = exchange.program;
  const first = servers.atAddress(connection.localAddress, connection.localPort);
  serveWith(exchange, first);
  const fields = fieldsOf(facts.fields);
  const authority = authorityOf(exchange);
  if (exchange.method === 'CONNECT' && !readTunnelEnd(facts.target))
    return refuse(exchange, 'AH00550', `Client sent malformed target: ${shown(facts.target)}`);
  if (authority?.includes('@')) return refuse(exchange, 'AH03448', 'HTTP Request Line; URI contains a user');
  const reading = readingOf(exchange, authority, fields.host);
  if (reading === 'malformed')
    return refuse(exchange, 'AH00550', `Client sent malformed Host header: ${shown(fields.host)}`);
  exchange.host = reading;
  if (authority !== undefined && reading) replaceField(exchange, reading, authority, fields.host);
  const chosen = choose(exchange, reading, first);
  if (!chosen) return refuseStranger(exchange, reading);
  serveWith(exchange, chosen);
  tellServer(exchange);
  if (facts.version === '1.1' && (!reading || fields.host === undefined))
    return refuse(
      exchange,
      'AH00569',
      'client sent HTTP/1.1 request without hostname (see RFC2616 section 14.23)',
    );
  detectForward(exchange, facts.target);
  const foreign = authority !== undefined && exchange.method !== 'CONNECT' && !/^https?:/i.test(facts.target);
  if (foreign && !exchange.throughProxy) return 400;
  if (fields.expect === undefined || fields.expect === '' || fields.expect.toLowerCase() === '100-continue')
    return ok;
  exchange.recorder.log(
    'info',
    'AH00570',
    `client sent an unrecognized expectation value of Expect: ${fields.expect}`,
  );
  return 417;
}

/** What the target names as host and port; CONNECT names nothing else. */
function authorityOf({ facts: { method, target } }: Exchange): string | undefined {
  if (target.startsWith('/')) return undefined;
  return method === 'CONNECT' ? target : splitTarget(target).authority;
}

/** The server that was chosen, for explanations. */
function tellServer({ recorder, program }: Exchange): void {
  if (!recorder.wantsSteps) return;
  const { virtualHost, host } = program;
  const name = host.core.serverName?.name;
  recorder.step({
    step: 'server',
    title: virtualHost?.title ?? 'the main server',
    ...(name !== undefined && { name }),
    ...(virtualHost && { from: virtualHost.from }),
  });
}

function serveWith(exchange: Exchange, program: Program): void {
  if (exchange.program === program) return;
  exchange.program = program;
  exchange.node = program.root;
  exchange.settings = program.root.settings;
}

/** Fields of one name count as one with commas, which no host has. */
function fieldsOf(fields: readonly string[]): { host: string | undefined; expect: string | undefined } {
  let host: string | undefined;
  let expect: string | undefined;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!;
    if (name === 'Host' || (name.length === 4 && name.toLowerCase() === 'host'))
      host = host === undefined ? fields[at + 1]! : `${host}, ${fields[at + 1]}`;
    else if (name.length === 6 && name.toLowerCase() === 'expect') expect = fields[at + 1];
  }
  return { host, expect };
}

/** A host in the target counts before the field, if its scheme is this server's. */
function readingOf(exchange: Exchange, authority: string | undefined, host: string | undefined): HostReading {
  const { strictProtocol } = exchange.program.host.core;
  const { facts, method } = exchange;
  const scheme = `${schemeOf(exchange)}://`;
  const counts = method === 'CONNECT' || facts.target.slice(0, scheme.length).toLowerCase() === scheme;
  if (authority !== undefined && counts) return readAuthority(authority, strictProtocol);
  return host === undefined ? undefined : readHost(host, strictProtocol);
}

/** What stands behind the server reads the field. */
function replaceField(
  exchange: Exchange,
  { name, literal }: RequestHost,
  authority: string,
  field: string | undefined,
): void {
  if (field === undefined || !exchange.program.host.core.strictProtocol) return;
  const port = /:\d*$/.exec(authority)?.[0] ?? '';
  exchange.requestFields.set('Host', (literal ? `[${name}]` : name) + port);
}

/** `undefined` where nobody has the host and StrictHostCheck is on. */
function choose(exchange: Exchange, host: RequestHost | undefined, first: Program): Program | undefined {
  const { localAddress, localPort } = exchange.connection;
  const { servers } = exchange.program;
  if (!host) return servers.ofPath(localAddress, localPort, exchange.uri) ?? first;
  const strict = first.host.core.strictHostCheck === true;
  return servers.having(localAddress, localPort, host.name, strict) ?? (strict ? undefined : first);
}

function refuseStranger(exchange: Exchange, host: HostReading): Status {
  const { virtualHost } = exchange.program;
  const where = virtualHost ? 'the matching virtual host' : 'the global server configuration';
  exchange.recorder.log(
    'warn',
    virtualHost ? 'AH10157' : 'AH10156',
    `Requested hostname '${typeof host === 'object' ? host.name : ''}' did not match any ServerName/ServerAlias in ${where}`,
  );
  return 400;
}

function refuse(exchange: Exchange, code: string, message: string): Status {
  exchange.recorder.log('debug', code, message);
  return 400;
}

const shown = (host: string | undefined): string => (host ?? '').slice(0, 80);

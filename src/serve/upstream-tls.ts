import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { SecureEnd, UpstreamSecurity } from '../content/secure-connection.js';
import type { Exchange } from '../evaluate/exchange.js';
import type { Program } from '../evaluate/program.js';
import { placeOfTls, type ResolvedSslProxy, resolveSslProxies } from '../evaluate/ssl-proxy.js';
import type { Host } from '../ruleset/ruleset.js';
import type { SslProxy } from '../ruleset/ssl-proxy.js';
import { type MachineCertificate, readMachineCertificate } from './machine-certificate.js';
import { StartProblem } from './start-problem.js';
import { readAuthorities, readRevocations } from './tls-files.js';
import { allProtocols, cipherList, refusals, usualSuites, withoutHoles } from './tls-server.js';
import { upstreamProblem } from './upstream-judgement.js';

/** TLS to upstreams, for each server and Proxy section that has switched it on. */
export class UpstreamTls {
  readonly #known = new Map<SslProxy | Host, UpstreamSecurity>();
  readonly warnings: readonly string[];

  /** Reads what all of them need; throws StartProblem. */
  constructor(program: Program) {
    const warnings: string[] = [];
    const places = program.has('mod_ssl')
      ? resolveSslProxies(program.servers.all.map(({ host }) => host))
      : [];
    for (const place of places.filter(({ settings }) => settings.engine)) {
      this.#known.set(
        place.place,
        securityOf(place.settings, nameOf(place, program), this.#known.size, warnings),
      );
    }
    this.warnings = [...new Set(warnings)];
  }

  /** What a request needs to go to `host` by TLS; `undefined` where SSLProxyEngine is not on. */
  for(exchange: Exchange, host: string): SecureEnd | undefined {
    const security = this.#known.get(placeOfTls(exchange));
    if (!security) return undefined;
    if (!exchange.settings.mod_proxy?.preserveHost) return { security, name: host.toLowerCase(), told: true };
    // A client that names no host does not switch the check of names off.
    const named = exchange.host?.name;
    return { security, name: (named ?? host).toLowerCase(), told: named !== undefined };
  }
}

function securityOf(settings: SslProxy, from: string, id: number, warnings: string[]): UpstreamSecurity {
  const machine = readMachineCertificate(settings, from);
  const authorities = readAuthorities(settings);
  warnings.push(...machine.warnings);
  if (settings.verify === 'require' && authorities.length === 0)
    warnings.push(
      `AH01897: Init: Oops, no authorities are known that could verify upstreams of ${from} [Hint: SSLProxyCACertificateFile]`,
    );
  return {
    id,
    context: contextOf(settings, [...authorities, ...machine.authorities], machine, from),
    problem: (socket, name) => upstreamProblem(settings, socket, name),
  };
}

/** The place in messages. */
function nameOf({ section, place }: ResolvedSslProxy, { ruleset }: Program): string {
  if (section) return `${section.title} (${ruleset.files[section.from.file] ?? ''}:${section.from.line})`;
  const { serverName, port } = (place as Host).core;
  return `the server ${serverName?.name ?? 'localhost'}:${port ?? 443}`;
}

function contextOf(
  settings: SslProxy,
  authorities: readonly string[],
  { chain, key }: MachineCertificate,
  from: string,
): SecureContext {
  const { protocols: wanted = allProtocols, cipherSuite, cipherSuites } = settings;
  if (wanted.length === 0)
    throw new StartProblem([`AH02231: No SSL protocols available [hint: SSLProxyProtocol] for ${from}`]);
  const protocols = withoutHoles(wanted);
  const revocations = readRevocations(settings, from, 'SSLProxy');
  try {
    return createSecureContext({
      ca: [...authorities],
      ...(revocations.length > 0 && { crl: [...revocations] }),
      ...(chain !== undefined && { cert: chain, key }),
      minVersion: protocols[0],
      maxVersion: protocols.at(-1)!,
      secureOptions:
        allProtocols
          .filter((each) => !protocols.includes(each))
          .reduce((sum, each) => sum | refusals[each], 0) | constants.SSL_OP_NO_RENEGOTIATION,
      ciphers: [cipherSuites ?? usualSuites, cipherList(cipherSuite)].join(':'),
    });
  } catch (error) {
    throw new StartProblem([
      `AH01898: Unable to configure permitted SSL ciphers for upstreams of ${from}`,
      (error as Error).message,
    ]);
  }
}

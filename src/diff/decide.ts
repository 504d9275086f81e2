import { encodeBase64 } from '../evaluate/base64.js';
import type { Outcome } from '../evaluate/decision.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Exchange, Recorder } from '../evaluate/exchange.js';
import type { RequestFacts } from '../evaluate/facts.js';
import { escapePath } from '../evaluate/path.js';
import type { Program } from '../evaluate/program.js';
import { type CertificateFacts, supposedTls, type TlsFacts } from '../evaluate/tls-facts.js';
import type { Circumstances, Credential, Entry } from './circumstances.js';
import type { SupposedWorld } from './supposed-world.js';

/** A request that is tried on both configurations. */
export interface Asked {
  readonly entry: Entry;
  /** The path as a client writes it. */
  readonly path: string;
  readonly circumstances: Circumstances;
}

/** What one configuration says to a request, and all the requests inside the server that it took. */
export interface Seen {
  readonly outcome: Outcome;
  readonly exchanges: readonly Exchange[];
  readonly proofs: readonly string[];
}

/** Decides a request as the server would, in a supposed world. */
export function decide(program: Program, asked: Asked, world: SupposedWorld, watching?: Recorder): Seen {
  const exchanges: Exchange[] = [];
  const recorder: Recorder = watching ?? {
    wantsSteps: false,
    log() {},
    step() {},
    wants: () => false,
    of(exchange) {
      exchanges.push(exchange);
      return this;
    },
  };
  world.begin(asked.circumstances, asked.path);
  const evaluation = evaluate(program, factsOf(program, asked), recorder);
  let step = evaluation.next(undefined);
  while (!step.done) step = evaluation.next(world.answer(step.value));
  return { outcome: step.value, exchanges, proofs: [...new Set(world.proofs)] };
}

function factsOf(program: Program, { entry, path, circumstances }: Asked): RequestFacts {
  const { method, query, version, address, secure } = circumstances;
  const { address: localAddress, port: localPort } = entry;
  return {
    method,
    target: query === undefined ? path : `${path}?${query}`,
    version,
    fields: requestFields(entry, circumstances),
    connection: {
      remoteAddress: address,
      remotePort: 40_000,
      localAddress,
      localPort,
      ...(secure && { tls: tlsFor(program, entry, circumstances) }),
      id: 1,
      memory: new Map(),
    },
    time: 1_700_000_000_000,
  };
}

/** Names and values in turn, Host and credentials among them. */
export function requestFields({ host }: Entry, { fields, credential }: Circumstances): readonly string[] {
  const own = Object.entries(fields).flat();
  const named = Object.keys(fields).some((name) => name.toLowerCase() === 'host');
  return [...(named ? [] : ['Host', host]), ...own, ...credentialFields(credential, fields)];
}

function credentialFields(
  credential: Credential,
  fields: Readonly<Record<string, string>>,
): readonly string[] {
  switch (credential.kind) {
    case 'nobody':
      return [];
    case 'bad ticket':
      return ['Authorization', 'Negotiate AAAA'];
    case 'ticket':
      return ['Authorization', 'Negotiate c3VwcG9zZWQ='];
    case 'session':
      return fields.cookie === undefined ? ['Cookie', `${credential.cookie}=MagBearerToken=supposed`] : [];
    default: {
      const pair = `${credential.user}:${credential.kind === 'password' ? 'supposed' : 'wrong'}`;
      const bytes = Uint8Array.from(pair, (character) => character.charCodeAt(0));
      return ['Authorization', `Basic ${encodeBase64(bytes)}`];
    }
  }
}

function tlsFor({ servers }: Program, entry: Entry, { certificate }: Circumstances): TlsFacts {
  const name = /^[\d.]*$|^\[/.test(entry.host) ? undefined : entry.host.replace(/:\d*$/, '').toLowerCase();
  const supposed = supposedTls(servers.named(entry.address, entry.port, name).host, name);
  if (!certificate) return supposed;
  const shown: CertificateFacts = { ...supposed.serverCertificate, serial: '01' };
  return { ...supposed, client: { certificate: shown, chain: [], depth: 1, problem: undefined } };
}

/** A path as a client has to write it. */
export const targetOf = (path: string): string => escapePath(path);

import type { RequestFacts } from '../evaluate/facts.js';
import type { Program } from '../evaluate/program.js';
import { supposedTls } from '../evaluate/tls-facts.js';
import type { Host, Ruleset, VirtualHost } from '../ruleset/ruleset.js';
import { type Login, ordinaryAddress, type ProofRequest } from './proof.js';
import { type Supposed, suppose } from './supposed.js';
import type { SupposedFiles, SupposedMachine } from './supposed-machine.js';

/** What is asked of a server: a path, and what differs from a plain GET without credentials. */
export interface Question {
  readonly target: string;
  readonly method?: string;
  readonly fields?: readonly string[];
  readonly login?: Login;
  readonly secure?: boolean;
  readonly remoteAddress?: string;
  /** Whether files are there where paths lead, as they are unless it says otherwise. */
  readonly files?: SupposedFiles;
}

/** One server of a configuration as requests find it. */
export interface ServerView {
  readonly program: Program;
  readonly host: Host;
  /** Absent for the main server. */
  readonly virtualHost: VirtualHost | undefined;
  /** What people call it. */
  readonly title: string;
  /** Whether its connections are TLS; `undefined` where the text does not tell, as in a part of a configuration. */
  readonly tls: boolean | undefined;
  /** How a request is asked here. */
  readonly request: (question: Question) => ProofRequest;
  /** What it comes to, where files are there and logins succeed. The same question gives the same object. */
  readonly ask: (question: Question) => Supposed;
}

/** The servers that requests can come to. `isTlsKnown` is false where lines are not understood that may switch TLS on. */
export function serverViews(
  program: Program,
  machine: SupposedMachine,
  isTlsKnown: (server: VirtualHost | undefined) => boolean = () => true,
): readonly ServerView[] {
  const { all, main } = program.servers;
  const views = all.map((each) => viewOf(each, machine, isTlsKnown(each.virtualHost)));
  // Where virtual hosts have all the requests, the main server only hands its settings on to them.
  return views.filter((view) => view.program !== main || all.length === 1 || isReached(view));
}

/** The main server, whether requests come to it or virtual hosts have them all. */
export const mainServerView = (program: Program, machine: SupposedMachine): ServerView =>
  viewOf(program.servers.main, machine, true);

function isReached({ program, request }: ServerView): boolean {
  const { localAddress } = request({ target: '/' });
  const { address, port } = localAddress ?? { address: '127.0.0.1', port: 80 };
  return program.servers.atAddress(address, port) === program;
}

function viewOf(program: Program, machine: SupposedMachine, isTlsKnown: boolean): ServerView {
  const { host, virtualHost, ruleset } = program;
  const engine = host.mod_ssl.engine === true;
  const port = portOf(host, virtualHost, engine);
  const name = host.core.serverName?.name;
  const known = new RecentAnswers();
  const secureHere = engine;
  const request = ({
    target,
    method = 'GET',
    fields = [],
    login,
    secure = secureHere,
    remoteAddress = ordinaryAddress,
    files,
  }: Question): ProofRequest => ({
    method,
    target,
    fields: name === undefined || !virtualHost ? fields : ['Host', name, ...fields],
    ...(login && { login }),
    remoteAddress,
    ...(virtualHost && { localAddress: { address: addressOf(virtualHost, program), port } }),
    secure,
    ...(files === 'missing' && { files }),
  });
  return {
    program,
    host,
    virtualHost,
    title: virtualHost?.title ?? 'the main server',
    tls: engine ? true : isTlsKnown && tellsTls(ruleset, virtualHost) ? false : undefined,
    request,
    ask(question) {
      const key = keyOf(question);
      const before = known.get(key);
      if (before) return before;
      const made = supposeRequest(program, machine, request(question));
      known.set(key, made);
      return made;
    },
  };
}

const keyOf = ({
  target,
  method = '',
  fields,
  login,
  secure,
  remoteAddress = '',
  files = 'there',
}: Question): string =>
  `${target}\n${method}\n${fields?.join('\t') ?? ''}\n${login ? `${login.scheme} ${login.user}` : ''}\n${secure ?? ''}\n${remoteAddress}\n${files}`;

/**
 * So many answers are kept at least: rules ask the same of a place, one after the other. More would only live long enough to be
 * taken for lasting by the garbage collector: 500 took twice the memory for 10,000 places, and more time.
 */
const mostKept = 40;

/** The answers to the last questions: each holds all that was found on the way to it. */
class RecentAnswers {
  #new = new Map<string, Supposed>();
  #old = new Map<string, Supposed>();

  get(key: string): Supposed | undefined {
    const recent = this.#new.get(key);
    if (recent) return recent;
    const before = this.#old.get(key);
    if (before) this.set(key, before);
    return before;
  }

  set(key: string, answer: Supposed): void {
    if (this.#new.size >= mostKept) {
      this.#old = this.#new;
      this.#new = new Map();
    }
    this.#new.set(key, answer);
  }
}

/** Decides a request of a server, or of the one among its like that the request comes to. */
export function supposeRequest(program: Program, machine: SupposedMachine, request: ProofRequest): Supposed {
  const { login, files = 'there' } = request;
  return suppose(program.servers.main, factsOf(program, request), { machine, login, files });
}

function portOf(host: Host, virtualHost: VirtualHost | undefined, engine: boolean): number {
  const usual = engine ? 443 : 80;
  const own = virtualHost?.addresses.find(({ port }) => port !== 0)?.port;
  return own ?? (virtualHost ? usual : (host.core.listen[0]?.port ?? usual));
}

function addressOf({ addresses }: VirtualHost, { surroundings }: Program): string {
  const own = addresses.find(({ host }) => /^[\d.]+$/.test(host) || host.includes(':'));
  if (own) return own.host;
  const named = addresses.find(({ host }) => !/^(?:\*|_default_)$/i.test(host));
  return (named && surroundings.names.addressesOf(named.host)[0]) ?? '127.0.0.1';
}

/** A whole configuration says where it listens; a part of one may stand in a server with TLS. */
function tellsTls({ host, virtualHosts }: Ruleset, virtualHost: VirtualHost | undefined): boolean {
  if (virtualHost) return true;
  return host.core.listen.length > 0 || virtualHosts.length > 0;
}

function factsOf({ host }: Program, request: ProofRequest): RequestFacts {
  const { method, target, login, remoteAddress, localAddress, secure } = request;
  const fields = [...request.fields];
  const has = (name: string): boolean =>
    fields.some((field, at) => at % 2 === 0 && field.toLowerCase() === name);
  if (!has('host')) fields.unshift('Host', host.core.serverName?.name ?? 'localhost');
  if (login && !has('authorization')) fields.push('Authorization', credentialsOf(login));
  const at = localAddress ?? { address: '127.0.0.1', port: secure ? 443 : 80 };
  return {
    method,
    target,
    version: '1.1',
    fields,
    connection: {
      remoteAddress,
      remotePort: 40_000,
      localAddress: at.address,
      localPort: at.port,
      ...(secure && { tls: supposedTls(host) }),
      id: 1,
      memory: new Map(),
    },
    time: supposedTime,
  };
}

/** Decisions that depend on the time are the same in each run. */
const supposedTime = Date.UTC(2026, 0, 7, 12);

function credentialsOf({ user, scheme }: Login): string {
  return `${scheme} ${btoa(scheme === 'Basic' ? `${user}:supposed` : 'supposed')}`;
}

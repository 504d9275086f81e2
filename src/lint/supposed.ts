import { answerFields, answerStatus } from '../evaluate/answer-fields.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Exchange, Recorder } from '../evaluate/exchange.js';
import type { RequestFacts } from '../evaluate/facts.js';
import { ldapCode } from '../evaluate/ldap-request.js';
import type { Answer, ComponentKind, Need } from '../evaluate/need.js';
import type { Program } from '../evaluate/program.js';
import type { Login, Observed } from './proof.js';
import type { SupposedFiles, SupposedMachine } from './supposed-machine.js';

/** What an evaluation in a supposed world came to: all files are there, and logins succeed where a user is supposed. */
export interface Supposed extends Observed {
  /** The client's own request, not those it is led on to. */
  readonly exchange: Exchange;
  /** What was supposed of paths of the file system. */
  readonly paths: ReadonlyMap<string, ComponentKind>;
}

/** What is supposed of the world around a request. */
export interface Supposition {
  readonly machine: SupposedMachine;
  readonly login: Login | undefined;
  readonly files: SupposedFiles;
}

/** Decides a request without looking at the machine: at once, and alike everywhere. */
export function suppose(program: Program, facts: RequestFacts, supposition: Supposition): Supposed {
  supposition.machine.begin(supposition.files);
  const recorder = new ExchangeRecorder(supposition);
  const evaluation = evaluate(program, facts, recorder);
  let step = evaluation.next(undefined);
  while (!step.done) step = evaluation.next(answerTo(step.value, supposition.login, recorder));
  const { decision, plan, exchange } = step.value;
  const first = recorder.exchanges[0] ?? exchange;
  return {
    decision,
    status: answerStatus(exchange, plan),
    run: plan.run,
    fields: answerFields(exchange, plan),
    requestFields: [...exchange.requestFields],
    variables: Object.fromEntries(exchange.env),
    ...(exchange.user !== undefined && { user: exchange.user }),
    codes: recorder.codes,
    exchange: first,
    paths: recorder.paths,
  };
}

/** Knows which files requests are for, so that what is above them can be told to be folders. */
class ExchangeRecorder implements Recorder {
  readonly wantsSteps = false;
  readonly exchanges: Exchange[] = [];
  readonly codes: string[] = [];
  readonly paths = new Map<string, ComponentKind>();
  readonly #supposition: Supposition;

  constructor(supposition: Supposition) {
    this.#supposition = supposition;
  }

  log(_level: string, code: string | undefined): void {
    if (code !== undefined) this.codes.push(code);
  }

  step(): void {}

  of(exchange: Exchange): Recorder {
    this.exchanges.push(exchange);
    return this;
  }

  kindOf(path: string): ComponentKind {
    const below = `${path.replace(/\/+$/, '')}/`;
    const isFolder = this.exchanges.some(
      (exchange) =>
        exchange.filename?.startsWith(below) === true || exchange.program.host.core.documentRoot === path,
    );
    const { machine, files } = this.#supposition;
    const kind = machine.kindOf(path, files, isFolder && (files === 'there' || !this.#isRequested(path)));
    this.paths.set(path, kind);
    return kind;
  }

  /** Where files are missing, so are the folders that only the path of a request names. */
  #isRequested(path: string): boolean {
    return this.exchanges.some(({ program }) => path.startsWith(`${program.host.core.documentRoot}/`));
  }
}

const krb5 = '1.2.840.113554.1.2.2';
const failure = { call: 'lint', major: 0, minor: 0, text: 'nobody is supposed to log in' };
const token = new Uint8Array();

function answerTo(need: Need, login: Login | undefined, recorder: ExchangeRecorder): Answer {
  switch (need.need) {
    case 'file':
    case 'component':
      return recorder.kindOf(need.path);
    case 'folder-files':
      return false;
    case 'accept':
    case 'password':
      return loggedIn(need, login);
    case 'impersonate':
      return { kind: 'no-credential', failure };
    case 'store-credential':
      return { name: need.settings.name, problems: [] };
    case 'seal-session':
      return '';
    case 'permit-credential':
    case 'resolve':
      return [];
    case 'user-entry':
      return { hash: login && need.user !== undefined ? '' : undefined, usual: undefined };
    case 'verify-hash':
      return login ? 'match' : 'mismatch';
    case 'groups-of':
      return { groups: [] };
    case 'rewrite-map':
      return new Map();
    case 'ldap':
      return directoryAnswer(need.request, login);
    default:
      return undefined;
  }
}

function loggedIn(need: Extract<Need, { need: 'accept' | 'password' }>, login: Login | undefined): Answer {
  if (!login)
    return need.need === 'accept'
      ? { kind: 'failure', token, failure }
      : { kind: 'failure', unknownUser: false, failure };
  const name = need.need === 'accept' ? login.user : need.user;
  const localName = { name: name.split('@', 1)[0]! };
  const outcome = { kind: 'complete' as const, name, localName, mechanism: krb5, lifetime: 36_000 };
  return need.need === 'accept' ? { ...outcome, token, delegated: false } : outcome;
}

/** What a directory says: who is supposed to log in is in it, and in no group. */
export function directoryAnswer(
  { ask }: Extract<Need, { need: 'ldap' }>['request'],
  login: Login | undefined,
): Answer {
  if (ask === 'user' && login)
    return { code: ldapCode.success, reason: 'supposed', dn: 'cn=supposed', values: [] };
  return { code: ask === 'user' ? ldapCode.noSuchObject : ldapCode.compareFalse, reason: 'supposed' };
}

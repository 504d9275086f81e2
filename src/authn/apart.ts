import type { AcceptOutcome, AcceptorSettings } from '../gssapi/acceptor.js';
import { encodeAnswer, type LoginAnswer } from '../gssapi/helper-protocol.js';
import { deprecatedKrb5Oids, mechanismOids } from '../gssapi/mechanisms.js';
import { generalFailure, ownFailure } from '../gssapi/status.js';
import { type Helper, helperFileOf, type StartHelper, startHelper } from './helper-process.js';

/** Bounds of the logins that helper processes accept. Times are milliseconds. */
export interface ApartOptions {
  /** How many helpers run at most; 2. */
  readonly helpers?: number;
  /** How many tokens may wait; 64. */
  readonly queue?: number;
  /** How long one token may take before its helper is killed; 10,000. */
  readonly timeLimit?: number;
  /** How long no other helper is started after one has ended by itself; 1,000. */
  readonly restartPause?: number;
  /** How helpers are started; from their compiled file with our own rights if absent. */
  readonly start?: StartHelper;
  readonly helperFile?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** A login of one connection, which may take several tokens. */
export interface ApartLogin {
  readonly id: number;
  /** The helper that has its half. */
  helper: ApartHelper | undefined;
  /** Its connection has ended. */
  over: boolean;
}

interface ApartHelper {
  readonly process: Helper<LoginAnswer>;
  /** Ends when all that was asked of it has been answered. */
  busy: Promise<unknown>;
  waiting: number;
  ended: number[];
}

const inProcess: ReadonlySet<string> = new Set([
  mechanismOids.krb5,
  mechanismOids.spnego,
  ...deprecatedKrb5Oids,
]);

/**
 * Whether a mechanism is named that must not run in the server's own process: all but Kerberos and SPNEGO. gss-ntlmssp takes strangers'
 * tokens apart in C and has crashed doing so, IAKERB asks the KDC for as long as that takes, and of others nothing is known. In a
 * helper a crash or a standstill costs no more than the logins that were half done there.
 */
export function runsApart({ mechanisms }: AcceptorSettings): boolean {
  return mechanisms.some((mechanism) => !inProcess.has(mechanism));
}

/** The length of a DER value, as far as tokens have such. */
const length = '(?:[\\x00-\\x7f]|\\x81.|\\x82..)';
const krb5 = '\\x06\\x09\\x2a\\x86\\x48(?:\\x86|\\x82)\\xf7\\x12\\x01\\x02\\x02';
const spnego = '\\x06\\x06\\x2b\\x06\\x01\\x05\\x05\\x02';
/** The first token of a Kerberos login (RFC 2743 §3.1), by itself, bare with three tokens, or as what SPNEGO likes best (RFC 4178 §4.2.1). */
const kerberosStart = new RegExp(
  `^(?:\\x6e${length}\\x30|\\x60${length}(?:${krb5}|${spnego}\\xa0${length}\\x30${length}\\xa0${length}\\x30${length}${krb5}))`,
  's',
);

const here = new WeakMap<AcceptorSettings, AcceptorSettings>();

/**
 * What accepts a token in this process where other mechanisms run apart; `undefined` where they may be meant. Whoever breaks their
 * helpers, or keeps them busy, must not keep those out who have tickets.
 */
export function kerberosHere(settings: AcceptorSettings, token: Uint8Array): AcceptorSettings | undefined {
  const head = Buffer.from(token.buffer, token.byteOffset, Math.min(64, token.byteLength));
  return kerberosStart.test(head.toString('latin1')) ? runsHere(settings) : undefined;
}

/** The settings with the mechanisms alone that run in this process; `undefined` where Kerberos is not among them. */
export function runsHere(settings: AcceptorSettings): AcceptorSettings | undefined {
  if (!settings.mechanisms.includes(mechanismOids.krb5)) return undefined;
  const known = here.get(settings);
  if (known) return known;
  const made = { ...settings, mechanisms: settings.mechanisms.filter((each) => inProcess.has(each)) };
  here.set(settings, made);
  return made;
}

const failure = (text: string): AcceptOutcome => ({
  kind: 'failure',
  token: new Uint8Array(0),
  failure: ownFailure('gss_accept_sec_context', generalFailure, text),
});

/** Accepts logins in helper processes, which are started when they are needed. */
export class ApartAcceptors {
  readonly #helpers: ApartHelper[] = [];
  readonly #options: ApartOptions;
  #logins = 0;
  #waiting = 0;
  #notBefore = 0;

  constructor(options: ApartOptions = {}) {
    this.#options = options;
  }

  /** A place for one login of several tokens; `end` it with its connection. */
  begin(): ApartLogin {
    return { id: ++this.#logins, helper: undefined, over: false };
  }

  end(login: ApartLogin): void {
    login.over = true;
    login.helper?.ended.push(login.id);
    login.helper = undefined;
  }

  /** One token in, one outcome out; never rejects. Without `login` no other token may follow. */
  async accept(settings: AcceptorSettings, token: Uint8Array, login?: ApartLogin): Promise<AcceptOutcome> {
    if (this.#waiting >= (this.#options.queue ?? 64)) return failure('too many logins wait');
    const helper = login?.helper ?? this.#pick();
    if (!helper) return failure('the mechanism has ended its process a moment ago');
    this.#waiting += 1;
    helper.waiting += 1;
    const turn = helper.busy.then(() => this.#ask(helper, settings, token, login));
    helper.busy = turn;
    const outcome = await turn;
    this.#waiting -= 1;
    helper.waiting -= 1;
    if (login) login.helper = outcome.kind === 'continue' ? helper : undefined;
    // The client may have gone while the helper was at its token.
    if (login?.over) this.end(login);
    return outcome;
  }

  /** Ends the helpers; resolves when they are gone. */
  async close(): Promise<void> {
    const helpers = this.#helpers.splice(0);
    for (const { process } of helpers) process.kill();
    await Promise.all(helpers.map(({ process }) => process.gone));
  }

  /** Process ids of the helpers that run. */
  running(): readonly number[] {
    return this.#helpers.flatMap(({ process }) => process.pid ?? []);
  }

  #pick(): ApartHelper | undefined {
    const [least] = [...this.#helpers].sort((left, right) => left.waiting - right.waiting);
    if (least && (least.waiting === 0 || this.#helpers.length >= (this.#options.helpers ?? 2))) return least;
    if (Date.now() < this.#notBefore) return least;
    const { start, helperFile = helperFileOf('login'), environment = process.env } = this.#options;
    const started: ApartHelper = {
      process: start ? start<LoginAnswer>('login') : startHelper<LoginAnswer>(helperFile, environment),
      busy: Promise.resolve(),
      waiting: 0,
      ended: [],
    };
    this.#helpers.push(started);
    void started.process.gone.then(() => {
      const place = this.#helpers.indexOf(started);
      if (place < 0) return;
      // Whoever crashes one after the other must not keep the machine busy with starting them.
      this.#helpers.splice(place, 1);
      this.#notBefore = Date.now() + (this.#options.restartPause ?? 1000);
    });
    return started;
  }

  async #ask(
    helper: ApartHelper,
    settings: AcceptorSettings,
    token: Uint8Array,
    login: ApartLogin | undefined,
  ): Promise<AcceptOutcome> {
    const ended = helper.ended.splice(0);
    const base64 = Buffer.from(token).toString('base64');
    const request = { login: login?.id ?? 0, settings, token: base64, goesOn: login !== undefined, ended };
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      const place = this.#helpers.indexOf(helper);
      if (place >= 0) this.#helpers.splice(place, 1);
      helper.process.kill();
    }, this.#options.timeLimit ?? 10_000);
    const answer = await helper.process.ask(encodeAnswer(request));
    clearTimeout(limit);
    if (!answer) return failure(late ? 'the mechanism took too long' : 'the mechanism has ended its process');
    const { outcome } = answer;
    return 'token' in outcome ? { ...outcome, token: Buffer.from(answer.token, 'base64') } : outcome;
  }
}

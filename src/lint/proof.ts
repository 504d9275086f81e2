import type { Decision, Plan } from '../evaluate/decision.js';
import { toldValue } from '../source/secret-text.js';

/** Whose right credentials a request is supposed to have. */
export interface Login {
  readonly user: string;
  readonly scheme: 'Negotiate' | 'Basic';
}

/** A request as `kerbgate explain` takes it. */
export interface ProofRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values in turn; Host is among them where servers are told apart by it. */
  readonly fields: readonly string[];
  readonly login?: Login;
  readonly remoteAddress: string;
  readonly localAddress?: { readonly address: string; readonly port: number };
  readonly secure: boolean;
  /** It is one for a file that is not there. */
  readonly files?: 'missing';
}

/** What a request must come to, for a finding to be true. */
export type Consequence =
  /** The request gets to its content, and nobody has logged in. */
  | { readonly kind: 'open' }
  /** It gets to its content with right credentials, and yet nobody is logged in there. */
  | { readonly kind: 'user-lost' }
  /** It gets to its content as this user. */
  | { readonly kind: 'granted'; readonly user: string }
  | { readonly kind: 'status'; readonly status: number }
  /** 401 that asks for nothing, so that no client can answer it. */
  | { readonly kind: 'no-challenge' }
  /** 401 that asks for a password over a connection that everybody can read. */
  | { readonly kind: 'password-in-clear' }
  /** 401 with the server's own page, not the one that is configured. */
  | { readonly kind: 'built-in-page' }
  /** A challenge that contains a text. */
  | { readonly kind: 'challenge'; readonly contains: string }
  /** The application gets this request field. */
  | { readonly kind: 'request-field'; readonly name: string; readonly value: string }
  /** The answer lacks this field. */
  | { readonly kind: 'field-missing'; readonly name: string }
  /** The answer has this field, with a text in it. */
  | { readonly kind: 'field'; readonly name: string; readonly contains: string }
  /** The application gets this variable. */
  | { readonly kind: 'variable'; readonly name: string; readonly value: string };

/** A request and what it shows. */
export interface Proof {
  readonly request: ProofRequest;
  readonly consequence: Consequence;
}

/** What is seen of a decided request. */
export interface Observed {
  readonly decision: Decision;
  readonly status: number;
  readonly run: Plan['run'];
  readonly fields: readonly (readonly [string, string])[];
  /** What an application behind it gets. */
  readonly requestFields: readonly (readonly [string, string])[];
  readonly variables: Readonly<Record<string, string>>;
  readonly user?: string;
  /** Numbers of httpd's messages in the log. */
  readonly codes: readonly string[];
}

/** Whether a request gets past access control and login. */
export function isGranted({ decision }: Observed): boolean {
  if (decision.kind === 'fail') return decision.status === 404 || decision.status === 405;
  return decision.kind === 'accept' || decision.kind === 'redirect';
}

/** The values of challenges of a 401. */
export function challengesOf({ decision }: Observed): readonly string[] {
  return decision.kind === 'challenge' ? decision.challenges : [];
}

/** Whether a request came to what is claimed. */
export function showsConsequence(observed: Observed, consequence: Consequence, secure: boolean): boolean {
  const challenges = challengesOf(observed);
  const challenged = observed.decision.kind === 'challenge';
  switch (consequence.kind) {
    case 'open':
      return isGranted(observed) && observed.user === undefined;
    case 'user-lost':
      return isGranted(observed) && observed.user === undefined;
    case 'granted':
      return isGranted(observed) && observed.user === consequence.user;
    case 'status':
      return observed.status === consequence.status;
    case 'no-challenge':
      return challenged && challenges.length === 0;
    case 'password-in-clear':
      return !secure && challenges.some((challenge) => /^basic\b/i.test(challenge));
    case 'built-in-page':
      return challenged && observed.run === 'page';
    case 'challenge':
      return challenges.some((challenge) => challenge.includes(consequence.contains));
    case 'request-field':
      return hasField(observed.requestFields, consequence.name, (value) => value === consequence.value);
    case 'field-missing':
      return !hasField(observed.fields, consequence.name, () => true);
    case 'field':
      return hasField(observed.fields, consequence.name, (value) => value.includes(consequence.contains));
    case 'variable':
      return observed.variables[consequence.name] === consequence.value;
  }
}

function hasField(fields: Observed['fields'], name: string, holds: (value: string) => boolean): boolean {
  return fields.some(([each, value]) => each.toLowerCase() === name.toLowerCase() && holds(value));
}

/** The consequence in words. */
export function consequenceText(consequence: Consequence): string {
  switch (consequence.kind) {
    case 'open':
      return 'is answered without any login';
    case 'user-lost':
      return 'is answered to nobody, although somebody has logged in';
    case 'granted':
      return `is answered to ${consequence.user}`;
    case 'status':
      return `is answered with ${consequence.status}`;
    case 'no-challenge':
      return 'is answered with 401 without a challenge';
    case 'password-in-clear':
      return 'is answered in the clear with a challenge for a password';
    case 'built-in-page':
      return "is answered with 401 and the server's own page";
    case 'challenge':
      return `is answered with the challenge ${consequence.contains}`;
    case 'request-field':
      return `reaches the application with "${consequence.name}: ${consequence.value}"`;
    case 'field-missing':
      return `is answered without the field ${consequence.name}`;
    case 'field':
      return `is answered with "${consequence.name}: …${consequence.contains}…"`;
    case 'variable':
      return `reaches the application with ${consequence.name}=${consequence.value}`;
  }
}

/** The command that shows how a request is decided; `file` are the words that name the configuration. */
export function explainCommandOf({ request }: Proof, file: readonly string[]): string {
  const { method, target, fields, login, remoteAddress, localAddress, secure, files = 'there' } = request;
  const pairs = fields.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${toldValue(name, fields[at + 1]!)}`] : [],
  );
  return [
    `kerbgate explain --suppose-files ${files} ${[...file, `${method} ${target}`].map(quoted).join(' ')}`,
    ...pairs.map((pair) => `-H ${quoted(pair)}`),
    ...(login
      ? [`--user ${quoted(login.user)}`, ...(login.scheme === 'Basic' ? ['--auth-type Basic'] : [])]
      : []),
    ...(secure ? ['--tls'] : []),
    ...(localAddress ? [`--server-address ${withPort(localAddress)}`] : []),
    ...(remoteAddress === '127.0.0.1' ? [] : [`--client-address ${remoteAddress}`]),
  ].join(' ');
}

const withPort = ({ address, port }: NonNullable<ProofRequest['localAddress']>): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Where requests are supposed to come from: an address of a range for measurements, which no rule should favour. */
export const ordinaryAddress = '198.18.211.77';

const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

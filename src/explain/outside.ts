import { ldapCode, ldapCodeText, ldapRequestText } from '../evaluate/ldap-request.js';
import type { Answer, AnswerTo, Need } from '../evaluate/need.js';
import type { AcceptOutcome, AcceptorSettings } from '../gssapi/acceptor.js';
import { adviceAhead } from '../gssapi/advice.js';
import type { AskedStep, Question, SupposedLogin } from './explanation.js';

/** A look at the outside world as it is. */
export type Look = Extract<
  Need,
  {
    need:
      | 'file'
      | 'component'
      | 'folder-files'
      | 'folder-settings'
      | 'resolve'
      | 'read'
      | 'groups-of'
      | 'rewrite-map'
      | 'ldap';
  }
>;

/** Performs a look, as the server does. */
export type Outside = <N extends Look>(look: N) => Promise<AnswerTo<N>>;

/** An answer to a need, and how it is told. */
export interface Told {
  readonly answer: Answer;
  readonly step: AskedStep;
}

/** Answers a need: files as they are, credentials as the question supposes them. No ticket or password is ever checked. */
export async function answerFor(need: Need, question: Question, outside: Outside): Promise<Told> {
  switch (need.need) {
    case 'file': {
      const kind = await outside(need);
      return told(need, kind, need.path, kind === 'none' ? 'nothing is there' : kind);
    }
    case 'component': {
      const kind = await outside(need);
      const words = kind === 'link-refused' ? 'a symbolic link that is not followed' : kind;
      return told(need, kind, need.path, kind === 'none' ? 'nothing is there' : words);
    }
    case 'folder-files': {
      const there = await outside(need);
      return told(
        need,
        there,
        `${need.names.join(' or ')} on the way to ${need.path}`,
        there ? 'found' : 'nothing is there',
      );
    }
    case 'folder-settings': {
      const settings = await outside(need);
      const words = settings?.section
        ? 'read'
        : settings
          ? `refused with ${settings.status}`
          : 'nothing is there';
      return told(need, settings, need.names.map((name) => need.folder + name).join(' or '), words);
    }
    case 'accept':
    case 'password':
      return login(need, question);
    case 'impersonate':
      return impersonation(need, question);
    case 'store-credential':
      return told(
        need,
        { name: need.settings.name, problems: [] },
        'a file for the credential',
        'supposed written',
      );
    case 'permit-credential':
      return told(need, [], `owner and mode of ${need.path}`, 'supposed set');
    case 'open-session':
      return told(
        need,
        undefined,
        'the session cookie',
        'explain does not open sessions: it counts as not genuine',
      );
    case 'seal-session':
      return told(need, '', 'a new session', 'sealed');
    case 'resolve': {
      const names = await outside(need);
      return told(need, names, `the ${need.direction} of ${need.of}`, names.join(' ') || 'none');
    }
    case 'rewrite-map': {
      const table = await outside(need);
      const words = table === undefined ? 'not readable' : `${table.size} keys`;
      return told(need, table, `the RewriteMap ${need.path}`, words);
    }
    case 'read': {
      const text = await outside(need);
      return told(
        need,
        text,
        `the text of ${need.path}`,
        text === undefined ? 'not readable' : `${text.length} bytes`,
      );
    }
    case 'user-entry':
      return supposedEntry(need, question);
    case 'verify-hash':
      return told(
        need,
        question.login ? 'match' : 'mismatch',
        'the password against its hash',
        question.login ? 'supposed right' : `supposed wrong (${unknown})`,
      );
    case 'groups-of': {
      const found = await outside(need);
      const words = 'groups' in found ? found.groups.join(' ') || 'none' : found.unreadable;
      return told(need, found, `the groups of ${need.user} in ${need.path}`, words);
    }
    case 'ldap':
      return directory(need, question, outside);
  }
}

function told({ need }: Need, answer: Answer, what: string, words: string): Told {
  return { answer, step: { step: 'asked', need, what, answer: words } };
}

const krb5 = '1.2.840.113554.1.2.2';
const unknown = 'explain checks no credentials: name a user with --user';

/** The directory is asked as it is, but without any password of a user. */
async function directory(
  need: Extract<Need, { need: 'ldap' }>,
  { login: supposed }: Question,
  outside: Outside,
): Promise<Told> {
  const { access, request } = need;
  const what = `${access.source.url}: ${ldapRequestText(request)}`;
  const login = request.ask === 'user' && request.password !== undefined;
  if (login && !supposed)
    return told(
      need,
      { code: ldapCode.invalidCredentials, reason: unknown },
      what,
      `supposed wrong (${unknown})`,
    );
  const plain = login ? ({ ask: 'user', filter: request.filter } as const) : request;
  const answer = await outside({ ...need, request: plain });
  return told(need, answer, what, `${answer.dn ?? ldapCodeText(answer.code)} (${answer.reason})`);
}

/** Whose login is supposed has an entry; nobody's hash is looked at. */
function supposedEntry(need: Extract<Need, { need: 'user-entry' }>, { login: supposed }: Question): Told {
  const what = `the entry of ${need.user ?? 'any user'} in ${need.path}`;
  const hash = supposed && need.user !== undefined ? '' : undefined;
  return told(
    need,
    { hash, usual: undefined },
    what,
    supposed ? 'supposed there' : `supposed missing (${unknown})`,
  );
}

function login(need: Extract<Need, { need: 'accept' | 'password' }>, { login: supposed }: Question): Told {
  const acceptor = need.need === 'accept' ? need.acceptor : need.settings.acceptor;
  const subject = need.need === 'accept' ? 'a Negotiate token' : `the password of ${need.user}`;
  const what = `${subject}, with ${acceptorText(acceptor)}`;
  const token = new Uint8Array();
  if (!supposed) {
    const advice = need.need === 'accept' ? adviceAhead(acceptor, need.token) : undefined;
    const text = advice ?? unknown;
    const failure = { call: 'explain', major: 0, minor: 0, text, ...(advice ? { advice } : {}) };
    const answer: Answer =
      need.need === 'accept'
        ? { kind: 'failure', token, failure }
        : { kind: 'failure', unknownUser: false, failure };
    return told(need, answer, what, advice ? `wrong: ${advice}` : `supposed wrong (${unknown})`);
  }
  const name = need.need === 'accept' ? knownAs(supposed) : principalOf(need.user, supposed);
  if (supposed.realm !== undefined && name !== knownAs(supposed)) {
    const text = `the KDC knows ${supposed.user} as ${knownAs(supposed)}, not as ${name}`;
    const failure = { call: 'explain', major: 0, minor: 0, text };
    return told(need, { kind: 'failure', unknownUser: false, failure }, what, `supposed wrong: ${text}`);
  }
  const localName = localNameOf(name, supposed);
  const outcome = { kind: 'complete' as const, name, localName, mechanism: krb5, lifetime: 36_000 };
  const answer: Answer = need.need === 'accept' ? { ...outcome, token, delegated: false } : outcome;
  return told(need, answer, what, `supposed right, the user is ${name}`);
}

/** A name that a module asks for, which it may have completed itself. Where a default realm is supposed, that completes others. */
function principalOf(user: string, { user: named, principal, realm }: SupposedLogin): string {
  if (realm !== undefined) return user.includes('@') ? user : `${user}@${realm}`;
  return user === named && principal !== undefined ? principal : user;
}

/** As Kerberos knows the user. */
const knownAs = (supposed: SupposedLogin): string =>
  supposed.principal ?? principalOf(supposed.user, supposed);

type LocalName = NonNullable<Extract<AcceptOutcome, { kind: 'complete' }>['localName']>;

/** Where a default realm is supposed, users of others have no local name. */
const localNameOf = (name: string, { realm }: SupposedLogin): LocalName =>
  realm === undefined || !name.includes('@') || name.endsWith(`@${realm}`)
    ? { name: name.slice(0, name.includes('@') ? name.lastIndexOf('@') : undefined) }
    : { failure: { call: 'gss_localname', major: 16 << 16, minor: 0, text: 'supposed without one' } };

function impersonation(need: Extract<Need, { need: 'impersonate' }>, { login: supposed }: Question): Told {
  const what = `a ticket for ${need.user} on the service's own word, with ${acceptorText(need.acceptor)}`;
  const failure = { call: 'explain', major: 0, minor: 0, text: unknown };
  if (!supposed) return told(need, { kind: 'no-credential', failure }, what, `supposed refused (${unknown})`);
  const token = new Uint8Array();
  const name = principalOf(need.user, supposed);
  const localName = localNameOf(name, supposed);
  const login = { name, localName, token, mechanism: krb5, lifetime: 36_000, delegated: true };
  return told(need, { kind: 'complete', ...login }, what, `supposed given, the user is ${name}`);
}

function acceptorText({ store, name, principal }: AcceptorSettings): string {
  const keytab = store.keytab === undefined ? 'the default keytab' : `the keytab ${store.keytab}`;
  const service = principal ?? name;
  return service === undefined ? `any key of ${keytab}` : `the key of ${service} in ${keytab}`;
}

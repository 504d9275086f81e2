import type { ExportedCredential } from '../gssapi/acceptor.js';
import type { AuthGssapiSettings } from '../ruleset/mod_auth_gssapi.js';
import type { Exchange } from './exchange.js';
import { tell } from './gssapi-attempt.js';
import { isAuthType } from './mod_authn_core.js';
import { ask, type Evaluation } from './need.js';
import type { SessionFacts } from './session-facts.js';

/** The name of a principal's credential file: a path can be no part of it. */
export const ccacheName = (principal: string): string => principal.replaceAll('~', '~~').replaceAll('/', '~');

/** What came of the credential that a login handed over. */
export type Kept = { readonly file?: string } | 'refused';

/**
 * Stores the credential that came with a login where the place keeps them. As in the module, a login goes on without a file unless not even
 * its name could be made.
 */
export function* keepDelegated(
  exchange: Exchange,
  settings: AuthGssapiSettings,
  principal: string,
  credential: ExportedCredential | undefined,
): Evaluation<Kept> {
  const { delegCcacheDir: folder } = settings;
  if (folder === undefined || !credential) return {};
  const name = ccacheName(principal);
  if ('failure' in credential) {
    tell(exchange, 'error', `failed to store delegated creds: [${credential.failure.text}]`);
    return settings.delegCcacheUnique ? 'refused' : { file: name };
  }
  const stored = yield* ask({
    need: 'store-credential',
    bytes: credential.bytes,
    settings: { folder, name, ...permissions(settings), ...(settings.delegCcacheUnique && unique) },
    ...(settings.delegCcacheUnique &&
      (!settings.useSessions || exchange.throughProxy) &&
      endOf(exchange, settings)),
  });
  for (const problem of stored.problems) tell(exchange, 'error', problem);
  if (stored.name === undefined) return 'refused';
  if (stored.problems.length > 0) yield* lookFor(exchange, `${folder}/${stored.name}`);
  return { file: stored.name };
}

const unique = { unique: 'dash' } as const;

/** What a file that is for one login alone ends with. A connection has one login: another's file goes when the next one comes. */
const endOf = (
  exchange: Exchange,
  { connectionBound }: AuthGssapiSettings,
): { readonly until: object; readonly alone?: true } =>
  connectionBound && isAuthType(exchange, 'gssapi')
    ? { until: exchange.connection, alone: true }
    : { until: exchange.facts };

function permissions({ delegCcacheMode, delegCcacheOwner, delegCcacheGroup }: AuthGssapiSettings): {
  readonly mode?: number;
  readonly owner?: number;
  readonly group?: number;
} {
  return {
    ...(delegCcacheMode === undefined ? {} : { mode: delegCcacheMode }),
    ...(delegCcacheOwner === undefined ? {} : { owner: delegCcacheOwner }),
    ...(delegCcacheGroup === undefined ? {} : { group: delegCcacheGroup }),
  };
}

/** The file that a session speaks of, if it may be named here. */
export function* delegatedFile(
  exchange: Exchange,
  settings: AuthGssapiSettings,
  session: SessionFacts,
): Evaluation<string | undefined> {
  const { ccacheName: file } = session;
  const { delegCcacheDir: folder } = settings;
  if (folder === undefined || !session.delegated) return undefined;
  if (/[/\0]/.test(file)) {
    tell(exchange, 'error', 'the session names a credential file outside of GssapiDelegCcacheDir');
    return undefined;
  }
  const path = `${folder}/${file}`;
  const there = yield* lookFor(exchange, path);
  const wanted = permissions(settings);
  // The login may have been made where others hold.
  if (there && Object.keys(wanted).length > 0)
    for (const problem of yield* ask({ need: 'permit-credential', path, permissions: wanted }))
      tell(exchange, 'warn', problem);
  return file;
}

function* lookFor(exchange: Exchange, path: string): Evaluation<boolean> {
  const kind = yield* ask({ need: 'file', path });
  const there = kind !== 'none' && kind !== 'denied';
  if (!there) tell(exchange, 'warn', `KRB5CCNAME file (${path}) lookup failed!`);
  return there;
}

/** The variable that tells the application where the credential is. */
export function ccacheVariable(
  { delegCcacheDir, delegCcacheEnvVar = 'KRB5CCNAME' }: AuthGssapiSettings,
  file: string | undefined,
): readonly (readonly [variable: string, value: string])[] {
  return file === undefined ? [] : [[delegCcacheEnvVar, `FILE:${delegCcacheDir}/${file}`]];
}

const warned = new WeakSet<AuthGssapiSettings>();

/** Whether the place acts in users' names; tells once what a configuration of that lacks. */
export function actsForUsers(exchange: Exchange, settings: AuthGssapiSettings): boolean {
  if (!settings.useS4u2Proxy) return false;
  // Each place by itself, though places with equal settings have one object for them.
  const { mod_auth_gssapi: own = settings } = exchange.settings;
  if (!warned.has(own)) {
    warned.add(own);
    for (const key of ['keytab', 'client_keytab', 'ccache'] as const)
      if (settings.credentialStore?.[key] === undefined)
        tell(exchange, 'info', `Warning: GssapiUseS4U2Proxy is set but GssapiCredStore = ${key} is missing!`);
  }
  if (settings.delegCcacheDir !== undefined) return true;
  tell(
    exchange,
    'error',
    'S4U2 Proxy requested but GssapiDelegCcacheDir is not set. Constrained delegation disabled!',
  );
  return false;
}

import type { AcceptOutcome, AcceptorSettings, StoreOutcome, StoreSettings } from '../gssapi/acceptor.js';
import { encodeRequest, type HelperTask } from '../gssapi/helper-protocol.js';
import { removeCredential } from '../gssapi/store.js';
import { HelperPool, type PoolOptions } from './helper-pool.js';

/** What is done with users' credentials; it may block on the KDC or on files, so helper processes do it. Nothing rejects. */
export interface CredentialKeeper {
  /** Accepts a token with a credential that the service has to get tickets of its own for. */
  accept(settings: AcceptorSettings, token: Uint8Array): Promise<AcceptOutcome>;
  /** Logs a user in on the service's word alone; `user` is a byte string. */
  impersonate(user: string, settings: AcceptorSettings): Promise<AcceptOutcome>;
  /** Writes an exported credential into a file, which is removed when `until` ends. */
  store(credential: Uint8Array, settings: StoreSettings, until?: object): Promise<StoreOutcome>;
  /** Removes the files of a request or connection that has ended. */
  release(ended: object): void;
  /** Ends the helpers; resolves when they are gone. */
  close(): Promise<void>;
}

const noCredential = 7 << 16;

const refused = (text: string): AcceptOutcome => ({
  kind: 'no-credential',
  failure: { call: 'gss_acquire_cred_from', major: noCredential, minor: 0, text },
});

/**
 * Helpers are kept apart from those of passwords, where a ticket of the service's own must never be at hand, and those that write
 * files from those that wait for a KDC.
 */
export function createCredentialKeeper(options: PoolOptions = {}): CredentialKeeper {
  const asking = new HelperPool('ticket', options);
  const writing = new HelperPool('file', { ...options, helpers: 1 });
  const login = (task: HelperTask, secret: Uint8Array): Promise<AcceptOutcome> =>
    asking.run({
      request: () => requestOf(task, secret),
      unavailable: refused,
      unfit: refused('the user is no byte string'),
    });
  const held = new Map<object, string[]>();
  const hold = (until: object, path: string): void =>
    void held.set(until, [...(held.get(until) ?? []), path]);
  return {
    accept: (settings, token) => login({ task: 'accept', settings: withOwnTickets(settings) }, token),
    impersonate: (user, settings) =>
      login({ task: 'impersonate', user, settings: withOwnTickets(settings) }, new Uint8Array(0)),
    store: async (credential, settings, until) => {
      const stored = await writing.run<StoreOutcome>({
        request: () => requestOf({ task: 'store', settings }, credential),
        unavailable: (why) => ({ problems: [`failed to store delegated creds: [${why}]`] }),
        unfit: { problems: [] },
      });
      if (stored.name !== undefined && until) hold(until, `${settings.folder}/${stored.name}`);
      return stored;
    },
    release: (ended) => {
      for (const path of held.get(ended) ?? []) removeCredential(path);
      held.delete(ended);
    },
    close: async () => {
      await Promise.all([asking.close(), writing.close()]);
      for (const path of [...held.values()].flat()) removeCredential(path);
      held.clear();
    },
  };
}

const requestOf = (task: HelperTask, secret: Uint8Array): Buffer | undefined =>
  'user' in task && !/^[\x01-\xff]+$/.test(task.user)
    ? undefined
    : encodeRequest({ task, secret: Buffer.from(secret) });

/** Helpers have no tickets and keys unless told, so what the server's own surroundings name is handed on. */
function withOwnTickets(settings: AcceptorSettings): AcceptorSettings {
  const { KRB5CCNAME: cache = `FILE:/tmp/krb5cc_${process.getuid?.()}`, KRB5_CLIENT_KTNAME: keytab } =
    process.env;
  const own = { ccache: cache, ...(keytab === undefined ? {} : { client_keytab: keytab }) };
  return { ...settings, store: { ...own, ...settings.store } };
}

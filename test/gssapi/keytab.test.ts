import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accept } from '../../src/gssapi/accept.js';
import type { AcceptOutcome } from '../../src/gssapi/acceptor.js';
import { releaseAcceptorCredentials } from '../../src/gssapi/acceptor-credentials.js';
import { createInitiator } from '../../src/gssapi/initiator.js';
import { defaultKeytabName, fileStamp, keytabFile } from '../../src/gssapi/keytab.js';
import { nameTypes } from '../../src/gssapi/oids.js';
import { type Realm, startRealm } from '../kit/realm.js';
import { setEnvironment } from './environment.js';

let realm: Realm;

beforeAll(async () => {
  realm = await startRealm();
  setEnvironment(realm.serverEnvironment('keytab'));
});

afterAll(async () => {
  releaseAcceptorCredentials();
  await realm.stop();
});

/** A token under the key the service has now: a new cache holds no older ticket. */
function freshToken(): Uint8Array {
  const client = createInitiator(
    { text: 'HTTP@localhost', type: nameTypes.hostBasedService },
    { ccache: realm.kinit('alice') },
  );
  const made = client.step();
  client.release();
  if (made.kind === 'failure') throw new Error(made.failure.text);
  return made.token;
}

function acceptWith(
  keytab: string | undefined,
  token: Uint8Array,
  name?: string,
  look?: object,
): AcceptOutcome {
  const store: Record<string, string> = keytab === undefined ? {} : { keytab };
  const settings = { store, mechanisms: [], wants: { localName: false, delegated: false } };
  return accept(name === undefined ? settings : { ...settings, name }, token, undefined, look);
}

describe('a keytab that changes under a cached credential', () => {
  test.each([
    ['any key', undefined],
    ['one name', 'HTTP@localhost'],
  ])('new keys count at once, old tickets stay good (%s)', (_, name) => {
    const before = [freshToken(), freshToken()];
    expect(acceptWith(realm.keytab, before[0]!, name).kind).toBe('complete');
    realm.writeKeytab('http.keytab', 'HTTP/localhost');
    const after = freshToken();
    expect(acceptWith(realm.keytab, after, name).kind).toBe('complete');
    expect(acceptWith(realm.keytab, before[1]!, name).kind).toBe('complete');
  });

  test('replaced by one without our key: no longer accepted', () => {
    const keytab = join(realm.folder, 'replaced.keytab');
    copyFileSync(realm.keytab, keytab);
    expect(acceptWith(keytab, freshToken(), 'HTTP@localhost').kind).toBe('complete');
    renameSync(realm.writeKeytab('other.keytab', 'HTTP/elsewhere'), keytab);
    expect(acceptWith(keytab, freshToken(), 'HTTP@localhost').kind).toBe('no-credential');
    expect(acceptWith(keytab, freshToken()).kind).toBe('failure');
  });

  test('that appears later, goes and comes back', () => {
    const keytab = join(realm.folder, 'later.keytab');
    const kinds: string[] = [];
    const attempt = (): void => void kinds.push(acceptWith(keytab, freshToken()).kind);
    attempt();
    copyFileSync(realm.keytab, keytab);
    attempt();
    rmSync(keytab);
    attempt();
    copyFileSync(realm.keytab, keytab);
    attempt();
    writeFileSync(keytab, 'no keytab');
    attempt();
    writeFileSync(keytab, '');
    attempt();
    expect(kinds).toEqual([
      'no-credential',
      'complete',
      'no-credential',
      'complete',
      'no-credential',
      'no-credential',
    ]);
  });

  test('is looked at once for logins that came together, and again for the next ones', () => {
    const keytab = join(realm.folder, 'looked-at.keytab');
    const kinds: string[] = [];
    const attempt = (look: object): void =>
      void kinds.push(acceptWith(keytab, freshToken(), undefined, look).kind);
    const [one, other] = [{}, {}];
    copyFileSync(realm.keytab, keytab);
    attempt(one);
    rmSync(keytab);
    // The library itself reads the file at each token: nobody is let in by a key that is gone.
    attempt(one);
    attempt(other);
    copyFileSync(realm.keytab, keytab);
    attempt(other);
    attempt(other);
    expect(kinds).toEqual(['complete', 'failure', 'no-credential', 'complete', 'complete']);
  });

  test("that is the process's default is watched as well", () => {
    const keytab = join(realm.folder, 'default.keytab');
    setEnvironment({ KRB5_KTNAME: `FILE:${keytab}` });
    expect(acceptWith(undefined, freshToken()).kind).toBe('no-credential');
    copyFileSync(realm.keytab, keytab);
    expect(acceptWith(undefined, freshToken()).kind).toBe('complete');
    rmSync(keytab);
    expect(acceptWith(undefined, freshToken()).kind).toBe('no-credential');
  });
});

/** Permissions mean nothing to root, so another user's process is asked. */
(process.getuid?.() === 0 ? describe : describe.skip)('a keytab another user may not read', () => {
  const compiled = (file: string): URL => new URL(`../../dist/src/${file}`, import.meta.url);
  // Code is loaded as root, since it may lie where nobody else may read.
  const script = (keytab: string): string => `
    import { accept } from '${compiled('gssapi/accept.js')}';
    import { gssapi } from '${compiled('gssapi/library.js')}';
    import { dropPrivileges } from '${compiled('source/privileges.js')}';
    import { chmodSync } from 'node:fs';
    gssapi();
    dropPrivileges({ user: '65534', uid: 65534, gid: 65534 });
    const settings = { store: { keytab: ${JSON.stringify(keytab)} }, mechanisms: [], wants: {} };
    const try_ = (token) => accept(settings, Buffer.from(token, 'base64'));
    const [first, second, third] = process.argv.slice(1);
    const kinds = [try_(first).kind];
    chmodSync(${JSON.stringify(keytab)}, 0o000);
    const refused = try_(second);
    kinds.push(refused.kind, refused.failure?.text);
    chmodSync(${JSON.stringify(keytab)}, 0o600);
    kinds.push(try_(third).kind);
    console.log(JSON.stringify(kinds));`;

  test('is no credential while it may not, and is seen again afterwards', () => {
    const keytab = join(realm.folder, 'private.keytab');
    copyFileSync(realm.keytab, keytab);
    chmodSync(keytab, 0o600);
    chownSync(keytab, 65534, 65534);
    const tokens = [1, 2, 3].map(() => Buffer.from(freshToken()).toString('base64'));
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script(keytab), ...tokens], {
      env: realm.serverEnvironment('other-user'),
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual([
      'complete',
      'no-credential',
      expect.stringMatching(/permission/i),
      'complete',
    ]);
  });
});

describe('keytab names', () => {
  test.each([
    ['/etc/x', '/etc/x'],
    ['FILE:/etc/x', '/etc/x'],
    ['WRFILE:/etc/x', '/etc/x'],
    ['MEMORY:x', undefined],
    ['relative/x', 'relative/x'],
  ])('%s is the file %s', (name, file) => {
    expect(keytabFile(name)).toBe(file);
  });

  test('the default comes from krb5.conf when the environment names none', () => {
    const configuration = join(realm.folder, 'keytab.conf');
    writeFileSync(configuration, '[libdefaults]\n  default_keytab_name = FILE:/srv/from-configuration\n');
    setEnvironment({ KRB5_KTNAME: undefined, KRB5_CONFIG: configuration });
    expect(defaultKeytabName()).toBe('FILE:/srv/from-configuration');
  });

  test('a missing file has a stamp of its own', () => {
    expect(fileStamp('/nonexistent/x')).toBe('ENOENT');
  });
});

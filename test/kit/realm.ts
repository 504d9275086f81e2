import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Running, runProgram, startProcess, untilListening } from './process.js';
import { dropScratch, freePort, makeScratch } from './scratch.js';

/** A Kerberos realm of its own on loopback, with its KDC, users and service keys, all in a scratch folder. */
export interface Realm {
  readonly name: string;
  readonly folder: string;
  readonly port: number;
  /** Holds the key of HTTP/localhost; readable for every local user, so also for www-data. */
  readonly keytab: string;
  /** What a client needs; add KRB5CCNAME from `kinit`. */
  readonly clientEnvironment: Readonly<Record<string, string>>;
  /** What a server needs: no credentials, and a replay cache folder of its own. */
  serverEnvironment(server: string): Record<string, string>;
  /** Logs a user in with the password and returns the name of a fresh credential cache (`FILE:...`). */
  kinit(user: string, password?: string): string;
  /** Adds a principal with a password, or with a random key when there is none. */
  addPrincipal(name: string, password?: string): void;
  /** Writes the keys of principals into a new keytab and returns its path. Their keys change. */
  writeKeytab(fileName: string, ...principals: string[]): string;
  /** Writes a keytab whose key for the principal is not the realm's. */
  writeWrongKeytab(fileName: string, principal: string): string;
  /** Writes a krb5.conf that looks for the KDC on another port, to play one that hangs, and returns its path. */
  configurationFor(port: number): string;
  stop(): Promise<void>;
}

/** The realm's name is EXAMPLE.TEST unless told otherwise. */
export interface RealmOptions {
  readonly name?: string;
}

const tools = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin';

/** Makes the realm EXAMPLE.TEST with alice/alice-pw, bob/bob-pw, carol/carol-pw and HTTP/localhost, and starts its KDC. */
export async function startRealm(options: RealmOptions = {}): Promise<Realm> {
  const name = options.name ?? 'EXAMPLE.TEST';
  const folder = makeScratch('realm');
  try {
    const port = await freePort();
    writeConfiguration(folder, name, port);
    const environment = baseEnvironment(folder);
    const keytab = fillDatabase(folder, name, environment);
    const kdc = startProcess('/usr/sbin/krb5kdc', ['-n', '-r', name], environment);
    await untilListening(kdc, port).catch(async (error: unknown) => {
      await kdc.stop();
      throw error;
    });
    return handle(folder, name, port, keytab, environment, kdc);
  } catch (error) {
    dropScratch(folder);
    throw error;
  }
}

function baseEnvironment(folder: string): Record<string, string> {
  return {
    PATH: tools,
    LC_ALL: 'C.UTF-8',
    KRB5_CONFIG: join(folder, 'krb5.conf'),
    KRB5_KDC_PROFILE: join(folder, 'kdc.conf'),
    KRB5_KTNAME: join(folder, 'no-default.keytab'),
    KRB5CCNAME: `FILE:${join(folder, 'no-default.ccache')}`,
    KRB5RCACHEDIR: replayFolder(folder, 'rcache'),
  };
}

function replayFolder(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o1777);
  return path;
}

/** Everything that would ask DNS is off; KDC traffic goes over TCP, so that one free port is enough. */
function writeConfiguration(folder: string, name: string, port: number): void {
  writeClientConfiguration(join(folder, 'krb5.conf'), name, port);
  writeFileSync(
    join(folder, 'kdc.conf'),
    `[libdefaults]
  spake_preauth_groups = edwards25519
[kdcdefaults]
  kdc_listen = ""
  kdc_tcp_listen = 127.0.0.1:${port}
[realms]
  ${name} = {
    database_name = ${join(folder, 'principal')}
    key_stash_file = ${join(folder, 'stash')}
    acl_file = ${join(folder, 'kadm5.acl')}
    max_life = 10h
    max_renewable_life = 1d
    spake_preauth_indicator = strong
  }
[logging]
  kdc = FILE:${join(folder, 'kdc.log')}
  admin_server = FILE:${join(folder, 'kadmin.log')}
`,
  );
  writeFileSync(join(folder, 'kadm5.acl'), '');
}

function writeClientConfiguration(path: string, name: string, port: number): void {
  writeFileSync(
    path,
    `[libdefaults]
  default_realm = ${name}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  qualify_shortname = ""
  udp_preference_limit = 1
  forwardable = true
[realms]
  ${name} = {
    kdc = 127.0.0.1:${port}
    auth_to_local = DEFAULT
  }
[domain_realm]
  localhost = ${name}
  127.0.0.1 = ${name}
`,
  );
}

function fillDatabase(folder: string, name: string, environment: Record<string, string>): string {
  runProgram('/usr/sbin/kdb5_util', ['create', '-s', '-W', '-r', name, '-P', 'master'], environment);
  const keytab = join(folder, 'http.keytab');
  administer(name, environment, [
    'addprinc -pw alice-pw alice',
    'addprinc -pw bob-pw bob',
    // Whoever proves the password by SPAKE first has the authentication indicator `strong` in the ticket.
    'addprinc -pw carol-pw +requires_preauth carol',
    'addprinc -randkey HTTP/localhost',
    'addprinc -randkey HTTP/elsewhere',
    `ktadd -k ${keytab} HTTP/localhost`,
  ]);
  chmodSync(keytab, 0o644);
  return keytab;
}

/** kadmin.local ends with 0 whatever happens, so failures are found in what it says. */
function administer(name: string, environment: Record<string, string>, commands: readonly string[]): void {
  const said = runProgram(
    '/usr/sbin/kadmin.local',
    ['-r', name],
    environment,
    `${commands.join('\n')}\nquit\n`,
  );
  if (/ while |usage:|unknown request/i.test(said)) throw new Error(`kadmin.local: ${said}`);
}

function handle(
  folder: string,
  name: string,
  port: number,
  keytab: string,
  environment: Record<string, string>,
  kdc: Running,
): Realm {
  let caches = 0;
  return {
    name,
    folder,
    port,
    keytab,
    clientEnvironment: environment,
    serverEnvironment: (server) => ({
      ...environment,
      KRB5RCACHEDIR: replayFolder(folder, `rcache-${server}`),
    }),
    kinit: (user, password = `${user}-pw`) => {
      const cache = `FILE:${join(folder, `ccache-${caches++}`)}`;
      runProgram('kinit', ['-f', '-c', cache, user], environment, `${password}\n`);
      return cache;
    },
    addPrincipal: (principal, password) =>
      administer(name, environment, [
        `addprinc ${password === undefined ? '-randkey' : `-pw ${password}`} ${principal}`,
      ]),
    writeKeytab: (fileName, ...principals) => {
      const path = join(folder, fileName);
      administer(name, environment, [`ktadd -k ${path} ${principals.join(' ')}`]);
      if (existsSync(path)) chmodSync(path, 0o644);
      return path;
    },
    writeWrongKeytab: (fileName, principal) => {
      const path = join(folder, fileName);
      const entry = `addent -password -p ${principal}@${name} -k 2 -e aes256-cts-hmac-sha1-96`;
      runProgram('ktutil', [], environment, `${entry}\nnot the key\nwrite_kt ${path}\nquit\n`);
      chmodSync(path, 0o644);
      return path;
    },
    configurationFor: (other) => {
      const path = join(folder, `krb5-${other}.conf`);
      writeClientConfiguration(path, name, other);
      return path;
    },
    stop: async () => {
      await kdc.stop();
      dropScratch(folder);
    },
  };
}

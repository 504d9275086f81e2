import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type KdcDirectory, startKdcDirectory } from './kdc-directory.js';
import { type Running, runProgram, startProcess, untilListening } from './process.js';
import { makeRealmCertificates } from './realm-certificates.js';
import {
  type RealmConfiguration,
  writeClientConfiguration,
  writeRealmConfiguration,
} from './realm-configuration.js';
import { dropScratch, freePort, giveBack, makeScratch } from './scratch.js';

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
  /** Logs a user in with a certificate (PKINIT), in a realm that has certificates. */
  kinitWithCertificate(user: string): string;
  /** Adds a principal with a password, or with a random key when there is none. */
  addPrincipal(name: string, password?: string): void;
  /** Sets flags of a principal, such as `+ok_to_auth_as_delegate`. */
  changePrincipal(name: string, flags: string): void;
  /** Lets a service act for users with other services (S4U2Proxy), in a realm with a directory. */
  allowDelegation(service: string, ...targets: string[]): void;
  /** Writes the keys of principals into a keytab, behind what it has, and returns its path. Their keys change. */
  writeKeytab(fileName: string, ...principals: string[]): string;
  /** Writes a keytab whose key for the principal is not the realm's. */
  writeWrongKeytab(fileName: string, principal: string): string;
  /** Writes a krb5.conf that looks for the KDC on another port, to play one that hangs, and returns its path. */
  configurationFor(port: number): string;
  stop(): Promise<void>;
}

/** What a realm has beyond the plain one. Each costs time at its start. */
export interface RealmOptions {
  /** EXAMPLE.TEST if absent. */
  readonly name?: string;
  /** The KDC keeps its principals in an LDAP directory, which can hold rules of delegation. */
  readonly directory?: boolean;
  /** Users of `+requires_preauth` may log in with certificates, too; their tickets have the authentication indicator `pkinit`. */
  readonly certificates?: boolean;
  /** Realms that trust this one and are trusted. */
  readonly trusted?: readonly Realm[];
  /** Rules of auth_to_local before DEFAULT. */
  readonly localNames?: readonly string[];
}

/** A realm's parts, once it runs. */
interface Parts {
  readonly configuration: RealmConfiguration;
  readonly environment: Record<string, string>;
  readonly kdc: Running;
}

const tools = '/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin';

/** Makes the realm EXAMPLE.TEST with alice/alice-pw, bob/bob-pw, carol/carol-pw and HTTP/localhost, and starts its KDC. */
export async function startRealm(options: RealmOptions = {}): Promise<Realm> {
  const folder = makeScratch('realm');
  let directory: KdcDirectory | undefined;
  try {
    directory = options.directory ? await startKdcDirectory(folder) : undefined;
    const configuration = await configure(folder, directory, options);
    const { name, port } = configuration;
    writeRealmConfiguration(configuration);
    const environment = baseEnvironment(folder);
    fillDatabase(configuration, environment);
    const kdc = startProcess('/usr/sbin/krb5kdc', ['-n', '-r', name], environment);
    await untilListening(kdc, port).catch(async (error: unknown) => {
      await kdc.stop();
      throw error;
    });
    return handle({ configuration, environment, kdc });
  } catch (error) {
    await directory?.stop();
    dropScratch(folder);
    throw error;
  }
}

async function configure(
  folder: string,
  directory: KdcDirectory | undefined,
  options: RealmOptions,
): Promise<RealmConfiguration> {
  const name = options.name ?? 'EXAMPLE.TEST';
  return {
    folder,
    name,
    port: await freePort(),
    localNames: options.localNames ?? [],
    trusted: options.trusted ?? [],
    certificates: options.certificates ? makeRealmCertificates(folder, name) : undefined,
    directory,
  };
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

const keytabOf = (folder: string): string => join(folder, 'http.keytab');

function fillDatabase(configuration: RealmConfiguration, environment: Record<string, string>): void {
  const { folder, name, directory, trusted } = configuration;
  createDatabase(name, directory, environment);
  const keytab = keytabOf(folder);
  administer(name, environment, [
    'addprinc -pw alice-pw alice',
    'addprinc -pw bob-pw bob',
    // Whoever proves the password by SPAKE first has the authentication indicator `strong` in the ticket.
    'addprinc -pw carol-pw +requires_preauth carol',
    'addprinc -randkey HTTP/localhost',
    'addprinc -randkey HTTP/elsewhere',
    `ktadd -k ${keytab} HTTP/localhost`,
    ...trusted.flatMap((other) => trustKeys(name, other.name)),
  ]);
  for (const other of trusted) administer(other.name, other.clientEnvironment, trustKeys(name, other.name));
  chmodSync(keytab, 0o644);
}

/** Both realms have the same key for each direction. */
const trustKeys = (one: string, other: string): readonly string[] => [
  `addprinc -pw trust krbtgt/${one}@${other}`,
  `addprinc -pw trust krbtgt/${other}@${one}`,
];

function createDatabase(
  name: string,
  directory: KdcDirectory | undefined,
  environment: Record<string, string>,
): void {
  const words = ['create', '-s', '-r', name, '-P', 'master'];
  if (!directory) {
    runProgram('/usr/sbin/kdb5_util', ['create', '-s', '-W', '-r', name, '-P', 'master'], environment);
    return;
  }
  directory.stashPassword(environment);
  runProgram('/usr/sbin/kdb5_ldap_util', [...directory.administrator, ...words], environment);
}

/** kadmin.local ends with 0 whatever happens, so failures are found in what it says. */
function administer(
  name: string,
  environment: Readonly<Record<string, string>>,
  commands: readonly string[],
): void {
  const said = runProgram(
    '/usr/sbin/kadmin.local',
    ['-r', name],
    environment,
    `${commands.join('\n')}\nquit\n`,
  );
  if (/ while |usage:|unknown request/i.test(said)) throw new Error(`kadmin.local: ${said}`);
}

function handle({ configuration, environment, kdc }: Parts): Realm {
  const { folder, name, port, directory, certificates } = configuration;
  let caches = 0;
  const login = (user: string, words: readonly string[], input: string): string => {
    const cache = `FILE:${join(folder, `ccache-${caches++}`)}`;
    runProgram('kinit', ['-f', '-c', cache, ...words, user], environment, input);
    return cache;
  };
  return {
    name,
    folder,
    port,
    keytab: keytabOf(folder),
    clientEnvironment: environment,
    serverEnvironment: (server) => ({
      ...environment,
      KRB5RCACHEDIR: replayFolder(folder, `rcache-${server}`),
    }),
    kinit: (user, password = `${user.replace(/@.*/, '')}-pw`) => login(user, [], `${password}\n`),
    kinitWithCertificate: (user) => {
      if (!certificates) throw new Error(`the realm ${name} has no certificates`);
      return login(user, ['-X', `X509_user_identity=${certificates.user(user)}`], '');
    },
    addPrincipal: (principal, password) =>
      administer(name, environment, [
        `addprinc ${password === undefined ? '-randkey' : `-pw ${password}`} ${principal}`,
      ]),
    changePrincipal: (principal, flags) => administer(name, environment, [`modprinc ${flags} ${principal}`]),
    allowDelegation: (service, ...targets) => {
      if (!directory) throw new Error(`the KDC of ${name} has no directory`);
      directory.allowDelegation(name, service, targets);
    },
    ...keytabs(configuration, environment),
    configurationFor: (other) => {
      const path = join(folder, `krb5-${other}.conf`);
      writeClientConfiguration(path, configuration, other);
      return path;
    },
    stop: async () => {
      await kdc.stop();
      await directory?.stop();
      giveBack(port);
      dropScratch(folder);
    },
  };
}

function keytabs(
  { folder, name }: RealmConfiguration,
  environment: Record<string, string>,
): Pick<Realm, 'writeKeytab' | 'writeWrongKeytab'> {
  return {
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
  };
}

import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Certificates, makeCertificates } from './certificates.js';
import { type Directory, startDirectory } from './directory.js';
import { type FullRealm, startFullRealm } from './full-realm.js';
import { type NtlmClient, startNtlmClient, writeNtlmUsers } from './ntlm-client.js';
import { projectFolder } from './project.js';
import { type Realm, startRealm } from './realm.js';
import { dropScratch, makeScratch } from './scratch.js';
import { startTokens, type Tokens } from './tokens.js';
import { startUpstream, type Upstream } from './upstream.js';
import { makeUpstreamCertificates } from './upstream-certificates.js';
import { startTlsUpstreams, type TlsUpstreams } from './upstream-tls.js';

/** What the servers under test serve and ask: pages and CGI programs, a realm, and an application behind them. */
export interface Site {
  readonly folder: string;
  readonly realm: Realm;
  readonly tokens: Tokens;
  readonly upstream: Upstream;
  /** Names and passwords for NTLM. */
  readonly ntlmUsers: string;
  /** The client that has them, started when it is first asked for. */
  ntlm(): NtlmClient;
  /** The LDAP directory, started when it is first asked for. */
  directory(): Promise<Directory>;
  /** The same site with the realm of full-realm.ts, which is started when it is first asked for. */
  full(): Promise<Site>;
  /** Certificates of servers and clients, made when they are first asked for. */
  certificates(): Certificates;
  /** Applications behind TLS, started when they are first asked for. */
  tlsUpstreams(): Promise<TlsUpstreams>;
  /** Values of the placeholders in configurations, such as `{KEYTAB}`. */
  readonly placeholders: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** 32 bytes for GssapiSessionKey, the same for both servers so that each reads the other's cookies. */
const sessionKey = Buffer.from(Array.from({ length: 32 }, (_, index) => index)).toString('base64');

/** Copies fixtures/conformance/site into a scratch folder and starts everything but the servers. */
export async function startSite(): Promise<Site> {
  const folder = makeScratch('site');
  copyPages(folder);
  const realm = await startRealm();
  const tokens = startTokens(realm);
  const upstream = await startUpstream();
  let directory: Promise<Directory> | undefined;
  let certificates: Certificates | undefined;
  const ntlmUsers = writeNtlmUsers(folder);
  let ntlm: NtlmClient | undefined;
  let tlsUpstreams: Promise<TlsUpstreams> | undefined;
  const takeCertificates = (): Certificates => {
    certificates ??= makeCertificates(join(folder, 'tls'));
    return certificates;
  };
  let full: Promise<Full> | undefined;
  const site: Site = {
    folder,
    realm,
    tokens,
    upstream,
    ntlmUsers,
    ntlm: () => {
      ntlm ??= startNtlmClient(ntlmUsers);
      return ntlm;
    },
    directory: () => {
      directory ??= startDirectory();
      return directory;
    },
    full: async () => {
      full ??= startFull();
      const { realm: other, tokens: own, placeholders } = await full;
      return { ...site, realm: other, tokens: own, placeholders: { ...site.placeholders, ...placeholders } };
    },
    certificates: takeCertificates,
    tlsUpstreams: () => {
      tlsUpstreams ??= startBehindTls(takeCertificates());
      return tlsUpstreams;
    },
    placeholders: {
      ...folders(folder),
      ...keytabs(realm),
      UPSTREAM: String(upstream.port),
      SESSION_KEY: sessionKey,
      // Password files have this one in braces themselves.
      SHA: '{SHA}',
    },
    stop: async () => {
      await tokens.stop();
      await ntlm?.stop();
      await upstream.stop();
      await (await tlsUpstreams?.catch(() => undefined))?.stop();
      await (await directory?.catch(() => undefined))?.stop();
      await (await full?.catch(() => undefined))?.stop();
      await realm.stop();
      dropScratch(folder);
    },
  };
  return site;
}

interface Full extends Pick<Site, 'tokens' | 'placeholders' | 'stop'> {
  readonly realm: FullRealm;
}

async function startFull(): Promise<Full> {
  const realm = await startFullRealm();
  const tokens = startTokens(realm);
  return {
    realm,
    tokens,
    placeholders: {
      ...keytabs(realm),
      PLAIN_KEYTAB: realm.plainKeytab,
      BACKEND_KEYTAB: realm.backendKeytab,
      REALM: realm.folder,
    },
    stop: async () => {
      await tokens.stop();
      await realm.stop();
    },
  };
}

function startBehindTls({ folder }: Certificates): Promise<TlsUpstreams> {
  makeUpstreamCertificates(folder);
  return startTlsUpstreams(folder);
}

function folders(folder: string): Record<string, string> {
  return { ROOT: join(folder, 'htdocs'), CGI: join(folder, 'cgi-bin') };
}

/** Besides the good keytab: one for another service, and one that holds a wrong key for the right one. */
function keytabs(realm: Realm): Record<string, string> {
  return {
    KEYTAB: realm.keytab,
    OTHER_KEYTAB: realm.writeKeytab('elsewhere.keytab', 'HTTP/elsewhere'),
    WRONG_KEYTAB: realm.writeWrongKeytab('wrong.keytab', 'HTTP/localhost'),
    MISSING: join(realm.folder, 'missing'),
  };
}

/** All files get one old date, so that validators do not depend on when the copy was made. */
function copyPages(folder: string): void {
  const source = join(projectFolder, 'fixtures', 'conformance', 'site');
  cpSync(source, folder, { recursive: true });
  mkdirSync(join(folder, 'htdocs', 'bare'), { recursive: true });
  writeFileSync(join(folder, 'htdocs', 'long.txt'), 'All work and no play.\n'.repeat(5000));
  writeFileSync(join(folder, 'htdocs', 'empty.txt'), '');
  writeFileSync(join(folder, 'htdocs', 'line'), 'one line');
  const date = new Date('2024-02-29T12:00:00Z');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() || /cgi-bin$/.test(entry.parentPath) ? 0o755 : 0o644);
    utimesSync(path, date, date);
  }
  chmodSync(join(folder, 'cgi-bin', 'not-executable'), 0o644);
  symlinkSync('plain', join(folder, 'htdocs', 'linked'));
  symlinkSync('nowhere', join(folder, 'htdocs', 'broken'));
}

/** Fills the placeholders of a configuration; an unknown one is a mistake in the fixture. {SHA} is how password files mark a hash, {HOSTNAME} a word of GssapiAcceptorName. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/(?<![%$])\{([A-Z][A-Z_]+)\}/g, (whole, name: string) => {
    const value = name === 'SHA' || name === 'HOSTNAME' ? whole : values[name];
    if (value === undefined) throw new Error(`unknown placeholder {${name}}`);
    return value;
  });
}

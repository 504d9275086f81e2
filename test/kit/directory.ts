import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { runProgram, startProcess, untilListening } from './process.js';
import { projectFolder } from './project.js';
import { dropScratch, freePort, giveBack, makeScratch } from './scratch.js';

/** A real slapd on loopback with people and groups, and servers beside it that fail as directories do. */
export interface Directory {
  /** LDAP and StartTLS. */
  readonly port: number;
  /** LDAP within TLS. */
  readonly securePort: number;
  /** The certificate of who signed the server's. */
  readonly authority: string;
  /** Values of the placeholders in configurations: `{LDAP_PORT}` and what else begins with LDAP. */
  readonly placeholders: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8' };

const databases = { example: 'dc=example,dc=test', away: 'dc=away,dc=test', sealed: 'dc=sealed,dc=test' };

/** Fills the databases from fixtures/directory and starts everything. */
export async function startDirectory(): Promise<Directory> {
  const folder = makeScratch('directory');
  const [port, securePort, down] = [await freePort(), await freePort(), await freePort()];
  const failing = [await startFailing(() => undefined), await startFailing((socket) => socket.destroy())];
  try {
    makeCertificates(folder);
    fillDatabases(folder, { FOLDER: folder, PORT: String(port), DOWN: String(down) });
    const urls = `ldap://127.0.0.1:${port}/ ldaps://127.0.0.1:${securePort}/`;
    const slapd = startProcess(
      '/usr/sbin/slapd',
      ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', urls],
      environment,
    );
    await untilListening(slapd, port).catch(async (error: unknown) => {
      await slapd.stop();
      throw error;
    });
    const authority = join(folder, 'ca.pem');
    return {
      port,
      securePort,
      authority,
      placeholders: {
        LDAP_PORT: String(port),
        LDAP_SECURE_PORT: String(securePort),
        LDAP_DOWN: String(down),
        LDAP_HANGING: String(failing[0]?.port),
        LDAP_DROPPING: String(failing[1]?.port),
        LDAP_AUTHORITY: authority,
        LDAP_OTHER_AUTHORITY: join(folder, 'other.pem'),
      },
      stop: async () => {
        await Promise.all([slapd.stop(), ...failing.map((server) => server.stop())]);
        for (const used of [port, securePort, down]) giveBack(used);
        dropScratch(folder);
      },
    };
  } catch (error) {
    await Promise.all(failing.map((server) => server.stop()));
    dropScratch(folder);
    throw error;
  }
}

function fillDatabases(folder: string, values: Readonly<Record<string, string>>): void {
  const configuration = join(folder, 'slapd.conf');
  writeFileSync(configuration, filled('slapd.conf', values));
  for (const name of Object.keys(databases)) mkdirSync(join(folder, name));
  for (const [name, suffix] of Object.entries(databases)) {
    const arguments_ = ['-q', '-f', configuration, '-b', suffix];
    runProgram('/usr/sbin/slapadd', arguments_, environment, filled(`${name}.ldif`, values));
  }
}

function filled(name: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(projectFolder, 'fixtures', 'directory', name), 'utf8');
  return text.replace(/\{([A-Z]+)\}/g, (whole, key: string) => values[key] ?? whole);
}

/** An authority, a certificate of it for this machine's own names, and an authority that signed nothing. */
function makeCertificates(folder: string): void {
  const openssl = (...words: string[]): string => runProgram('/usr/bin/openssl', words, environment);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  for (const name of ['ca', 'other']) {
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
    openssl('req', '-x509', ...key, '-subj', `/CN=Authority ${name}`, ...files);
  }
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const signer = ['-CA', join(folder, 'ca.pem'), '-CAkey', join(folder, 'ca.key')];
  const files = ['-keyout', join(folder, 'server.key'), '-out', join(folder, 'server.pem')];
  openssl('req', '-x509', ...key, '-subj', '/CN=localhost', '-addext', names, ...signer, ...files);
}

interface Failing {
  readonly port: number;
  stop(): Promise<void>;
}

/** A server that takes connections and does something else than answering. */
async function startFailing(treat: (socket: Socket) => unknown): Promise<Failing> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    socket.resume();
    treat(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

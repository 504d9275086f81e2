import type { Server } from 'node:http';
import { createAcceptors } from '../authn/acceptor.js';
import { createCredentialKeeper } from '../authn/credential-keeper.js';
import { createHashChecker } from '../authn/hash-checker.js';
import type { StartHelper } from '../authn/helper-process.js';
import { createPasswordChecker } from '../authn/password.js';
import { UserFiles } from '../authn/user-files.js';
import { FileLooks } from '../content/file-looks.js';
import type { HostNames } from '../evaluate/host-addresses.js';
import { loadProgram } from '../evaluate/program.js';
import { LdapDirectories } from '../ldap/directories.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Identity } from '../source/privileges.js';
import { openAccessLogs } from './access-log.js';
import { createAuthRequestServer } from './auth-request-server.js';
import type { ErrorLog } from './error-log.js';
import { FolderFiles } from './folder-files.js';
import type { Gateway } from './gateway.js';
import { createHandlers } from './handlers.js';
import { lookUpHosts } from './host-names.js';
import { createHttpServer } from './http-server.js';
import { listenOn, resolveAddresses, socketsOf } from './listening.js';
import { loginWarnings, prepareMachine } from './machine-check.js';
import { type MachineNeeds, machineNeeds } from './machine-needs.js';
import { giveUpRights } from './privileges.js';
import { SessionVault } from './session-vault.js';
import { surroundingsOf } from './surroundings.js';
import { TlsFront } from './tls-front.js';
import { UpstreamTls } from './upstream-tls.js';
import { serverBanner } from './version.js';

/** What one process serves. */
export interface ServingOrders {
  readonly ruleset: Ruleset;
  /** 32 bytes, the same in all workers of a server. */
  readonly sessionKey: Uint8Array;
  /** Who to become; absent: stay. */
  readonly identity?: Identity;
  /** How helper processes are started that become the identity; absent: as who we are. */
  readonly startHelper?: StartHelper;
  /** Whether another process binds the sockets for us, so that rights can go before they are open. */
  readonly bindsElsewhere: boolean;
  readonly log: ErrorLog;
}

/** A process that answers requests. */
export interface Serving {
  /** What will make logins fail. */
  readonly warnings: readonly string[];
  /** Stops accepting, lets requests finish and resolves when all connections are gone. */
  drain(): Promise<void>;
  /** Breaks all connections off; what they had running ends with them. */
  close(): Promise<void>;
}

/** Makes everything ready to answer requests, and only then listens. Throws StartProblem. */
export async function startServing(orders: ServingOrders): Promise<Serving> {
  const { ruleset, identity, bindsElsewhere, log } = orders;
  const { core } = ruleset.host;
  log.openHosts(core, ruleset.virtualHosts);
  const addresses = await resolveAddresses(socketsOf(core));
  const needs = machineNeeds(ruleset);
  const gateway = makeGateway(orders, await lookUpHosts(ruleset));
  prepareMachine(needs, gateway.services.sessions);
  await loadCode(needs, gateway, identity !== undefined);
  // The server in front has the certificates.
  const tls = core.authRequests ? undefined : new TlsFront(gateway.program, orders.sessionKey, log);
  if (identity && bindsElsewhere) giveUpRights(identity);
  const create = core.authRequests ? createAuthRequestServer : createHttpServer;
  const servers = addresses.map(() => create(gateway));
  for (const server of servers) tls?.guard(server);
  try {
    await Promise.all(addresses.map((address, at) => listenOn(servers[at]!, address)));
  } catch (error) {
    for (const server of servers) server.close();
    throw error;
  }
  if (identity && !bindsElsewhere) giveUpRights(identity);
  return running(gateway, servers, [
    ...(tls?.warnings ?? []),
    ...gateway.handlers.upstreamTls.warnings,
    ...loginWarnings(needs),
  ]);
}

/** Loads what is loaded late otherwise: whoever we become may not be able to read it. */
async function loadCode(
  needs: MachineNeeds,
  { services, program }: Gateway,
  becomesOther: boolean,
): Promise<void> {
  // Where nothing is allowed in per-directory files, those that are there are read to be refused.
  const looks = program.servers.all.some((server) => server.looksIntoFolders || server.leavesOverrides);
  if (needs.folderFiles || (becomesOther && looks)) await services.folders.prepare();
  if (becomesOther && (needs.userFiles || needs.folderFiles)) await services.hashes.prepare();
}

/** Milliseconds after which a change of a file is seen at the latest. */
const fileMoment = 100;

function makeGateway(orders: ServingOrders, names: HostNames): Gateway {
  const { ruleset, sessionKey, log } = orders;
  const helpers = orders.startHelper && { start: orders.startHelper };
  const files = new FileLooks(fileMoment);
  const program = loadProgram(ruleset, surroundingsOf(ruleset, names));
  return {
    program,
    services: {
      acceptors: createAcceptors(helpers),
      passwords: createPasswordChecker({
        ...helpers,
        tell: (message) => log.write('error', undefined, undefined, message),
      }),
      credentials: createCredentialKeeper(helpers),
      sessions: new SessionVault(sessionKey),
      files,
      userFiles: new UserFiles(),
      hashes: createHashChecker(),
      folders: new FolderFiles(ruleset),
      directories: new LdapDirectories(),
    },
    handlers: createHandlers(files, new UpstreamTls(program)),
    log,
    accessLogs: openAccessLogs(ruleset, log),
    environment: { software: serverBanner(ruleset.host.core.serverTokens), process: process.env },
  };
}

/** How often connections that have become idle are looked for while draining; milliseconds. */
const idleCheck = 50;

async function closeChecks({ services }: Gateway): Promise<void> {
  services.directories.close();
  const { acceptors, credentials, hashes, passwords } = services;
  await Promise.all([passwords, credentials, hashes, acceptors].map((each) => each.close()));
}

function running(gateway: Gateway, servers: readonly Server[], warnings: readonly string[]): Serving {
  const closed = servers.map(
    (server) => new Promise<void>((resolve) => server.once('close', () => resolve())),
  );
  const stopListening = (): void => {
    for (const server of servers) if (server.listening) server.close();
  };
  return {
    warnings,
    async drain() {
      stopListening();
      for (const server of servers)
        server.prependListener('request', (_request, response) => {
          response.shouldKeepAlive = false;
        });
      // A connection whose response has just ended is idle, though its client was told that it may go on.
      const timer = setInterval(() => {
        for (const server of servers) server.closeIdleConnections();
      }, idleCheck);
      await Promise.all(closed);
      clearInterval(timer);
      await closeChecks(gateway);
      await gateway.accessLogs.close();
    },
    async close() {
      stopListening();
      for (const server of servers) server.closeAllConnections();
      await closeChecks(gateway);
      // What was broken off is logged when its answer is closed.
      await new Promise((resolve) => setImmediate(resolve));
      await gateway.accessLogs.close();
    },
  };
}

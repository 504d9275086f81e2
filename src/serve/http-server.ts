import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { reasonPhrase } from '../evaluate/status.js';
import { beginnerOf, connectRequest, forwards } from './connect.js';
import { connectionOf, mostRequests } from './connection.js';
import { CountingResponse } from './counting-response.js';
import { answer, type Gateway, refuseAtOnce } from './gateway.js';
import { IdleWatch } from './idle.js';
import { builtInPage } from './page.js';
import { logUnread } from './transaction.js';
import { Turns } from './turns.js';
import { unreadLine } from './unread-line.js';
import { upgradableRequests } from './upgradable.js';
import { upgrade } from './upgrade.js';
import { WholeResponse } from './whole-response.js';

/** Room for all header fields together, beyond one field of the largest size: node:http answers more with 431. */
const headerRoom = 128 * 1024;

/** A node:http server that answers with the gateway; the caller lets it listen. */
export function createHttpServer(gateway: Gateway): Server {
  const { core } = gateway.program.host;
  const isProxy = forwards(gateway);
  const turns = new Turns();
  const watch = new IdleWatch({ busy: core.timeout * 1000, idle: core.keepAliveTimeout });
  const server = createServer({
    ServerResponse: gateway.accessLogs.any ? CountingResponse : WholeResponse,
    IncomingMessage: upgradableRequests((socket) => turns.isFree(socket), isProxy),
    maxHeaderSize: core.limitRequestLine + core.limitRequestFieldSize + headerRoom,
    keepAliveTimeout: 0,
    headersTimeout: core.timeout * 1000,
    requestTimeout: 0,
    requireHostHeader: false,
    joinDuplicateHeaders: true,
    noDelay: true,
  });
  server.maxHeadersCount = 0;
  server.maxRequestsPerSocket = mostRequests(core);
  watch.attach(server);
  const begin = beginnerOf(server);
  const take = (request: IncomingMessage, response: ServerResponse, start: () => void): void => {
    // After a request that could have ended HTTP, node:http drops what came with it: the connection is not used again.
    if (request.headers.upgrade !== undefined || request.method === 'CONNECT')
      response.shouldKeepAlive = false;
    turns.take(request.socket, response, () => {
      watch.busy(request.socket, response);
      if (request.method === 'CONNECT' && !isProxy) refuseConnect(gateway, request, response);
      else start();
    });
  };
  server.on('request', (request, response) =>
    take(request, response, () => answer(gateway, request, response, false)),
  );
  server.on('checkContinue', (request, response) =>
    take(request, response, () => answer(gateway, request, response, true)),
  );
  server.on('checkExpectation', (request, response) =>
    take(request, response, () => answer(gateway, request, response, false)),
  );
  server.on('upgrade', (request, socket, head) =>
    upgrade(gateway, request, socket as Socket, head, () => watch.leave(socket as Socket)),
  );
  server.on('connect', (request, socket, head) =>
    connectRequest(gateway, request, socket as Socket, head, { watch, begin }),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    const socket = stream as Socket;
    turns.afterWhole(socket, () => refuse(gateway, error, socket, turns.hasBegun(socket)));
  });
  return server;
}

/** CONNECT would make this server a forward proxy, which it is not. */
function refuseConnect(gateway: Gateway, request: IncomingMessage, response: ServerResponse): void {
  refuseAtOnce({ gateway, request, response }, 405, ['Allow', allowedMethods(gateway)]);
}

function allowedMethods(gateway: Gateway): string {
  const trace = gateway.program.host.core.traceEnable === 'Off' ? '' : ',TRACE';
  return `GET,POST,OPTIONS,HEAD${trace}`;
}

/** A request that node:http could not read: a page with the fitting status, then the connection ends. */
function refuse(gateway: Gateway, error: NodeJS.ErrnoException, socket: Socket, hasBegun: boolean): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = statusOf(error.code);
  connectionOf(socket, gateway.log).recorder.log(
    'info',
    undefined,
    `request not understood: ${error.message}`,
  );
  if (hasBegun) {
    socket.destroySoon();
    return;
  }
  const page = builtInPage(status);
  if (gateway.accessLogs.any)
    logUnread(gateway, socket, { line: unreadLine(error), status, bytes: page.body.length });
  socket.end(
    `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nServer: ${gateway.environment.software}\r\nContent-Type: ${page.contentType}\r\n` +
      `Content-Length: ${page.body.length}\r\nConnection: close\r\n\r\n${page.body}`,
    'latin1',
  );
}

function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

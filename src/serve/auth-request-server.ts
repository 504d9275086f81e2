import { createServer, type Server } from 'node:http';
import { answerAuthRequest } from './auth-request.js';
import type { Gateway } from './gateway.js';

/** Room for the fields of the question beside those of the client. */
const questionRoom = 64 * 1024;
/** Longer than servers in front keep their connections, so that none is closed while a question is on its way. */
const keptOpen = 300_000;

/** A node:http server that answers the questions of a server in front; the caller lets it listen. */
export function createAuthRequestServer(gateway: Gateway): Server {
  const { core } = gateway.program.host;
  const server = createServer(
    {
      maxHeaderSize: core.limitRequestLine + 2 * core.limitRequestFieldSize + questionRoom,
      keepAliveTimeout: keptOpen,
      headersTimeout: core.timeout * 1000,
      requireHostHeader: false,
      noDelay: true,
    },
    (request, response) => answerAuthRequest(gateway, request, response),
  );
  server.maxHeadersCount = 0;
  return server;
}

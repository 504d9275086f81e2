import type { IncomingMessage } from 'node:http';
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { answer, type Gateway } from './gateway.js';

/**
 * A request to change protocols. Until the configuration names an upstream for it, the request is answered like any
 * other, as httpd does without `upgrade=` on its ProxyPass.
 */
export function upgrade(gateway: Gateway, request: IncomingMessage, socket: Socket, _head: Buffer): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.end());
  answer(gateway, request, response, false);
}

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { upgrade as tunnel } from '../content/upgrade.js';
import type { Plan } from '../evaluate/decision.js';
import { proxyContent } from './content.js';
import { CountingResponse } from './counting-response.js';
import { answer, type Gateway } from './gateway.js';

/**
 * A request to change protocols. It is decided like any other; where it may go to an upstream that takes upgrades
 * (`upgrade=` on its ProxyPass, or a ws: URL) it becomes a tunnel, elsewhere it is answered as if it had not asked.
 */
export function upgrade(
  gateway: Gateway,
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  becomesTunnel: () => void,
): void {
  const response = new CountingResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on('finish', () => socket.end());
  socket.on('error', () => socket.destroy());
  answer(gateway, request, response, false, (exchange, plan) => {
    // What a proxy may connect to is looked at where it connects for plain requests.
    const looksAtHosts = exchange.throughProxy || exchange.program.host.mod_proxy.blocked !== undefined;
    if (looksAtHosts || !takesUpgrades(plan, request)) return undefined;
    const content = proxyContent(exchange, plan, gateway.handlers);
    // That is told where it is answered.
    if (content.kind === 'unsecured') return undefined;
    response.detachSocket(socket);
    becomesTunnel();
    const log = (level: 'error' | 'warn' | 'info' | 'debug', message: string) =>
      exchange.recorder.log(level, undefined, message);
    return tunnel(request, socket, head, content, log);
  });
}

function takesUpgrades(plan: Extract<Plan, { run: 'proxy' }>, request: IncomingMessage): boolean {
  if (/^wss?:/i.test(plan.target)) return true;
  const wanted = plan.options.upgrade?.toLowerCase();
  return wanted === 'any' || (wanted !== undefined && wanted === request.headers.upgrade?.toLowerCase());
}

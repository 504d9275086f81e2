import type { Exchange } from './exchange.js';
import { requestedHost } from './server-name.js';

/** Hands the request to the virtual host that it names, among those of the connection's address (`ap_update_vhost_from_headers`). */
export function chooseServer(exchange: Exchange): void {
  const { connection, program } = exchange;
  if (program.ruleset.virtualHosts.length === 0) return;
  const host = requestedHost(exchange)?.host;
  const chosen = program.servers.named(connection.localAddress, connection.localPort, host);
  exchange.program = chosen;
  exchange.node = chosen.root;
  exchange.settings = chosen.root.settings;
}

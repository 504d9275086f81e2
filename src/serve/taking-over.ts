import type { Tunnelled } from '../content/tunnel.js';
import type { UpgradeResult } from '../content/upgrade.js';
import type { Plan } from '../evaluate/decision.js';
import type { Exchange } from '../evaluate/exchange.js';

/** Takes a proxied exchange over; `undefined` leaves it to the usual way. */
export type TakeOver = (
  exchange: Exchange,
  plan: Extract<Plan, { run: 'proxy' }>,
) => Promise<UpgradeResult> | undefined;

/** Makes a tunnel of a connection, where it can become one. */
export type OpenTunnel = (exchange: Exchange, plan: Extract<Plan, { run: 'tunnel' }>) => Promise<Tunnelled>;

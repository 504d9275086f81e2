import type { Bound, BoundSection } from '../bind/bound.js';
import { parseHostPort } from '../directives/host-port.js';
import type { HostAddress } from '../ruleset/core.js';
import { type Compilation, writtenSpan } from './compilation.js';
import { newServer } from './defaults.js';
import { newRoom, type Room, type ServerDraft } from './draft.js';
import { finishHost } from './finish-host.js';
import type { Place } from './lowering.js';

/** Lowers directives into a room. */
export type Walk = (compilation: Compilation, items: readonly Bound[], room: Room, place: Place) => void;

/** Makes a virtual host of its section: its directives fill a server of its own. */
export function lowerHost(compilation: Compilation, item: BoundSection, walk: Walk): void {
  const { core } = compilation.server;
  const addresses = addressesOf(item.args as readonly string[], core.port ?? 0);
  const server = newServer(coreOf(core, addresses));
  const room = newRoom();
  walk({ ...compilation, server }, item.items, room, { kind: 'server' });
  compilation.hosts.push({
    ...finishHost(server, room),
    addresses,
    title: `<VirtualHost ${item.at.args.raw}>`,
    from: compilation.origins.of(writtenSpan(item)),
  });
}

/** The limits of requests are those of the main server as far as it has been read (`ap_init_virtual_host`). */
function coreOf(main: ServerDraft['core'], [first]: readonly HostAddress[]): ServerDraft['core'] {
  const { limitRequestLine, limitRequestFields, limitRequestFieldSize } = main;
  const port = first?.port || main.port;
  return {
    ...(limitRequestLine !== undefined && { limitRequestLine }),
    ...(limitRequestFields !== undefined && { limitRequestFields }),
    ...(limitRequestFieldSize !== undefined && { limitRequestFieldSize }),
    ...(port !== undefined && { port }),
  };
}

/** An address without a port has the main server's port, or every one where that has none. */
function addressesOf(words: readonly string[], port: number): readonly HostAddress[] {
  return words.map((word) => {
    if (word === '*') return { host: '*', port: 0 };
    const every = word.endsWith(':*');
    const found = parseHostPort(every ? word.slice(0, -2) : word);
    return { host: found?.host ?? word, port: every ? 0 : (found?.port ?? port) };
  });
}

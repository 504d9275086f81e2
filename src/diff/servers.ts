import type { Program } from '../evaluate/program.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import type { Entry } from './circumstances.js';
import { wildcardSamples } from './wildcard-samples.js';

/** A server of each configuration, and where requests come in that both of these answer. */
export interface ServerPair {
  readonly old: Program;
  readonly new: Program;
  readonly entries: readonly Entry[];
}

/** An address of the server's own that no configuration names. */
export const anyAddress = '203.0.113.1';
const strangeHost = 'unnamed.invalid';
const mostNames = 5;

/** All servers of two configurations, in pairs that the same requests reach. */
export function serverPairs(old: Program, now: Program): readonly ServerPair[] {
  const pairs = new Map<Program, Map<Program, Entry[]>>();
  for (const place of placesOf([old.ruleset, now.ruleset])) {
    const name = place.host.replace(/:\d*$/, '').toLowerCase();
    const [before, after] = [old, now].map((each) => each.servers.named(place.address, place.port, name));
    const others = pairs.get(before!) ?? new Map<Program, Entry[]>();
    pairs.set(before!, others);
    const entries = others.get(after!) ?? [];
    others.set(after!, entries);
    const secure = speaksTls(before!) && speaksTls(after!);
    entries.push({ ...place, secure });
  }
  return [...pairs].flatMap(([before, others]) =>
    [...others].map(([after, entries]) => ({ old: before, new: after, entries })),
  );
}

export const speaksTls = ({ host }: Program): boolean => host.mod_ssl.engine === true;

/** Each address with each name, and with one that nobody has. */
function placesOf(rulesets: readonly Ruleset[]): readonly Omit<Entry, 'secure'>[] {
  const found = new Map<string, Omit<Entry, 'secure'>>();
  const add = (address: string, port: number, host: string): void => {
    found.set(`${address} ${port} ${host.toLowerCase()}`, { address, port, host });
  };
  const listened = rulesets.flatMap(({ host }) => host.core.listen);
  const listens = listened.length > 0 ? listened : [{ port: 80 }];
  const ports = [...new Set(listens.map(({ port }) => port))];
  // A part of a configuration does not say where else the server listens.
  const elsewhere = rulesets.some(({ host }) => host.core.listen.length === 0)
    ? [{ port: portBeside(rulesets) }]
    : [];
  for (const { host, virtualHosts } of rulesets) {
    const main = host.core.serverName?.name ?? 'localhost';
    const opened: readonly { address?: string; port: number }[] =
      virtualHosts.length > 0 ? [...listens, ...elsewhere] : listens;
    for (const { address, port } of opened) {
      add(isAny(address) ? anyAddress : address!, port, main);
      if (virtualHosts.length > 0) add(isAny(address) ? anyAddress : address!, port, strangeHost);
    }
    for (const { addresses, core } of virtualHosts) {
      const names = [
        core.serverName?.name ?? main,
        ...(core.serverAliases ?? []).flatMap(sampleName).slice(0, mostNames),
        strangeHost,
      ];
      for (const each of addresses)
        for (const port of each.port === 0 ? ports : [each.port])
          for (const name of names) add(isAny(each.host) ? anyAddress : each.host, port, name);
    }
  }
  return [...found.values()];
}

/** A port that no virtual host names, so that the main server answers there unless one has all ports. */
function portBeside(rulesets: readonly Ruleset[]): number {
  const named = rulesets.flatMap(({ virtualHosts }) =>
    virtualHosts.flatMap(({ addresses }) => addresses.map(({ port }) => port)),
  );
  let port = 8080;
  while (named.includes(port)) port++;
  return port;
}

const isAny = (address: string | undefined): boolean =>
  address === undefined || /^(?:\*|_default_|0\.0\.0\.0|::)$/i.test(address);

const sampleName = (alias: string): readonly string[] =>
  /[*?]/.test(alias) ? wildcardSamples(alias, false).matching.slice(0, 1) : [alias];

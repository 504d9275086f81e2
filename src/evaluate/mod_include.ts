import type { Settings } from '../ruleset/ruleset.js';
import type { Exchange } from './exchange.js';
import { optionsOf } from './options.js';

/** Whether Options let pages have elements, and whether those may start programs. */
export function includesOptions(settings: Settings): { readonly allowed: boolean; readonly exec: boolean } {
  const options = optionsOf(settings);
  return { allowed: options.has('IncludesNOEXEC'), exec: options.has('Includes') };
}

/** Makes a file a page with elements where its handler or its execute bit says so (mod_include's fixup). */
export function fixupIncludes(exchange: Exchange): void {
  if (!exchange.program.loads.mod_include) {
    exchange.includes = false;
    return;
  }
  if (exchange.node.gate.core?.outputFilters?.split(';').includes('includes')) exchange.includes = true;
  if (exchange.handler === 'server-parsed') {
    exchange.contentType ??= 'text/html';
    exchange.handler = 'default-handler';
    exchange.includes = true;
    return;
  }
  if (!exchange.node.gate.says.mod_include) return;
  const hack = exchange.settings.mod_include?.xBitHack ?? 'Off';
  if (hack === 'Off' || !exchange.contentType?.startsWith('text/html')) return;
  if (facts(exchange)?.ownerExecutable) exchange.includes = true;
}

/** Whether the page's date counts as that of what is sent: XBitHack Full and a file that its group may execute. */
export function keepsDate(exchange: Exchange): boolean {
  return exchange.settings.mod_include?.xBitHack === 'Full' && facts(exchange)?.groupExecutable === true;
}

function facts({ filename, fileKind, program }: Exchange) {
  if (filename === undefined || fileKind === 'none') return undefined;
  return program.surroundings.machine.look(filename, false);
}

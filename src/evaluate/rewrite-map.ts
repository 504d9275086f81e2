import type { RewriteMap } from '../ruleset/mod_rewrite.js';
import type { Exchange } from './exchange.js';
import { ask, type Evaluation } from './need.js';
import { escapePath } from './path.js';

/** The value of a key in a RewriteMap; undefined where there is no such map or key. */
export function* mapped(exchange: Exchange, name: string, key: string): Evaluation<string | undefined> {
  const { maps } = exchange.program.host.mod_rewrite;
  const map = Object.hasOwn(maps, name) ? maps[name]! : undefined;
  if (!map) return undefined;
  if (map.kind === 'function') return functions[map.name](key);
  const table = yield* ask({ need: 'rewrite-map', path: map.path });
  if (!table) {
    const message = `mod_rewrite: can't access text RewriteMap file ${map.path}`;
    exchange.recorder.log('error', 'AH00650', message);
    return undefined;
  }
  const value = table.get(key);
  return value !== undefined && map.kind === 'random' ? oneOf(value) : value;
}

type MapFunction = (RewriteMap & { kind: 'function' })['name'];

const functions: Readonly<Record<MapFunction, (key: string) => string>> = {
  tolower: (key) => key.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
  toupper: (key) => key.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  escape: escapePath,
  unescape: decoded,
};

/** A broken escape stays; a zero byte ends the text, as in C. */
function decoded(key: string): string {
  const text = key.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

function oneOf(value: string): string {
  const choices = value.split('|');
  return choices[Math.floor(Math.random() * choices.length)]!;
}

/** The bytes of a line that httpd reads at once; the rest counts as a line of its own. */
const longestLine = 1024;

/** Reads the text of a map: a key and its value on a line, the first line of a key counts. */
export function readMap(text: string): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) continue;
    const found = /^([^\s\v]+)[\s\v]+([^\s\v]+)/.exec(line);
    if (found && !table.has(found[1]!)) table.set(found[1]!, found[2]!);
  }
  return table;
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = Math.min(feed === -1 ? text.length : feed + 1, at + longestLine);
    yield text.slice(at, end);
    at = end;
  }
}

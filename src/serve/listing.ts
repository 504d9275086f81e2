import { createReadStream } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { fileName } from '../content/file-looks.js';
import type { Fields, HandlerExchange, HandlerResult } from '../content/handler.js';
import { formatHttpDate } from '../content/http-date.js';
import type { Exchange } from '../evaluate/exchange.js';
import type { IndexEntry } from '../evaluate/index-entries.js';
import { entryFor, frameFor, indexedFolder, indexListOf, parentEntry } from '../evaluate/index-folder.js';
import { sortEntries } from '../evaluate/index-order.js';
import { type IndexList, indexHeading, indexLines, indexPreamble } from '../evaluate/index-page.js';
import { hostOf, portOf } from '../evaluate/server-name.js';
import { escapeHtml } from '../evaluate/ssi-text.js';
import { outputTo, type PageOutput, type PageServer } from './page-stream.js';

/** Lines that are collected before they are written. */
const writeLength = 32 * 1024;

/** Entries that are looked at before other requests have their turn. */
const turn = 100;

/** Entries that a list has at most: all of them are in memory while they are put in order. */
const mostEntries = 100_000;

/** Answers with the list of a folder (mod_autoindex). `software` is what the line about the server names, where there is one. */
export async function runListing(
  handler: HandlerExchange,
  exchange: Exchange,
  server: PageServer,
  software: string,
): Promise<HandlerResult> {
  const list = indexListOf(exchange);
  let entries: IndexEntry[] = [];
  try {
    entries = await entriesOf(handler, exchange, list, server);
  } catch (error) {
    handler.log('error', `AH01275: Can't open directory for index: ${exchange.filename} (${String(error)})`);
    return { kind: 'error', status: 403 };
  }
  handler.head(200, undefined, fieldsOf(exchange, list));
  try {
    if (handler.method !== 'HEAD')
      await write(exchange, list, entries, outputTo(handler.response), { server, software });
  } catch {
    handler.response.destroy();
    return { kind: 'aborted' };
  }
  handler.response.end();
  return { kind: 'sent' };
}

function fieldsOf(exchange: Exchange, { settings, order }: IndexList): Fields {
  const { contentType = 'text/html', charset = 'ISO-8859-1' } = settings;
  const type = ['Content-Type', charset === '' ? contentType : `${contentType};charset=${charset}`] as const;
  const facts = order.options.has('trackmodified')
    ? exchange.program.surroundings.machine.look(indexedFolder(exchange), false)
    : undefined;
  return facts ? [['Last-Modified', formatHttpDate(Math.floor(facts.modified / 1000))], type] : [type];
}

/** Reads the folder; to HEAD it is enough that it can be opened. */
async function entriesOf(
  handler: HandlerExchange,
  exchange: Exchange,
  list: IndexList,
  { drive }: PageServer,
): Promise<IndexEntry[]> {
  const folder = await opendir(fileName(indexedFolder(exchange)) as string, { encoding: 'latin1' });
  const parent = parentEntry(exchange, list);
  const entries = parent ? [parent] : [];
  let seen = 0;
  for await (const { name } of folder) {
    if (handler.method === 'HEAD') break;
    const entry = await drive(entryFor(exchange, list, name));
    if (entry) entries.push(entry);
    if (++seen % turn === 0) await new Promise((resolve) => setImmediate(resolve));
    if (handler.response.destroyed) break;
    if (seen < mostEntries) continue;
    handler.log('error', `Of ${exchange.filename} only ${mostEntries} entries are listed`);
    break;
  }
  sortEntries(entries, list.order);
  return entries;
}

interface Around {
  readonly server: PageServer;
  readonly software: string;
}

async function write(
  exchange: Exchange,
  list: IndexList,
  entries: readonly IndexEntry[],
  output: PageOutput,
  { server, software }: Around,
): Promise<void> {
  const { header, readme } = list.settings;
  const bare = list.order.options.has('suppresshtmlpreamble');
  const title = escapeHtml(exchange.uri).replace(/(?<=.)\/+$/, '');
  const query = exchange.query === undefined ? '' : `?${exchange.query}`;
  const above = await frame(exchange, header && header + query, output, server, () =>
    bare ? '' : indexPreamble(list, title),
  );
  if (above === 'nothing') await output.write(indexPreamble(list, title));
  else if (above === 'text' && bare) await output.write('');
  if (above === 'nothing' || above === 'failed') await output.write(indexHeading(list, title));
  let text = '';
  for (const line of indexLines(list, entries)) {
    text += line;
    if (text.length < writeLength) continue;
    await output.write(text);
    text = '';
  }
  await output.write(text);
  const below = await frame(exchange, readme, output, server, () => '');
  if (below === 'nothing' || below === 'failed') await output.write(signature(exchange, software));
  if (!(below === 'page' && bare)) await output.write('</body></html>\n');
}

/** Sends what stands above or below a list, behind what `before` says; tells what it was. */
async function frame(
  exchange: Exchange,
  name: string | undefined,
  output: PageOutput,
  server: PageServer,
  before: () => string,
): Promise<'page' | 'text' | 'failed' | 'nothing'> {
  const found = name === undefined ? undefined : await server.drive(frameFor(exchange, name));
  if (!found) return 'nothing';
  if (found.kind === 'text') {
    await output.write(`${before()}<pre>\n`);
    for await (const chunk of createReadStream(fileName(found.path)) as AsyncIterable<Buffer>)
      await output.write(chunk.toString('latin1').replace(/[<>&]/g, (character) => escapeHtml(character)));
    await output.write('</pre>\n');
    return 'text';
  }
  await output.write(before());
  return (await server.include(found, undefined, output)) === undefined ? 'page' : 'failed';
}

function signature(exchange: Exchange, software: string): string {
  const kind = exchange.settings.core?.serverSignature ?? 'Off';
  if (kind === 'Off') return '';
  const name = escapeHtml(hostOf(exchange));
  const admin = escapeHtml(exchange.program.host.core.serverAdmin ?? '[no address given]');
  const shown = kind === 'EMail' ? `<a href="mailto:${admin}">${name}</a>` : name;
  return `<address>${software} Server at ${shown} Port ${portOf(exchange)}</address>\n`;
}

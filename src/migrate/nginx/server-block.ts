import type { ServerView } from '../../lint/server-view.js';
import type { Redirect } from '../../ruleset/mod_alias.js';
import { serverLabel } from '../../serve/server-label.js';
import { asks, decisionLocations } from './decision-location.js';
import { errorPages } from './error-pages.js';
import { identityFields, sessionFields } from './identity-fields.js';
import { usualHeadLimits, widestBodyLimit } from './limits.js';
import { locationBlock, locationsOf, type PlannedLocation, type Upstreams } from './locations.js';
import { block, canBeWord, line, remark, type Statement, word } from './statement.js';
import { reasonForWhole } from './whole-server.js';

/** What became of one server. */
export interface PlannedServer {
  readonly server: ServerView;
  readonly text: Statement;
  readonly locations: readonly PlannedLocation[];
  /** Why kerbgate decides all of its requests; absent: its locations tell. */
  readonly whole: string | undefined;
  readonly asks: boolean;
}

/** How a server's block is made. */
export interface ServerOptions {
  readonly listen: readonly Statement[];
  readonly upstreams: Upstreams;
  /** Whether nginx has the module for SPNEGO. */
  readonly hasModule: boolean;
}

/** Plans the server block of one server. */
export function planServer(
  server: ServerView,
  { listen, upstreams, hasModule }: ServerOptions,
): PlannedServer {
  const { host } = server;
  const head = [
    remark(server.title),
    ...listen,
    line('server_name', ...namesOf(server)),
    ...tlsLines(server),
  ];
  const redirect = wholeRedirect(server);
  if (redirect) {
    const text = block('server', [...head, redirect]);
    return { server, text, locations: [], whole: undefined, asks: false };
  }
  const reason = reasonForWhole(server);
  const cut = reason === undefined ? locationsOf(server, false) : [];
  const whole = reason ?? reasonOfAll(cut, hasModule);
  const locations = whole === undefined ? cut : locationsOf(server, true);
  const asked = whole !== undefined || locations.some(({ rule }) => rule.kind === 'ask');
  const fields = identityFields(server);
  const text = block('server', [
    ...head,
    line('client_max_body_size', String(widestBodyLimit(host))),
    ...headBuffers(server),
    ...(whole === undefined
      ? unlikeLines()
      : [remark(`kerbgate decides every request: ${whole}`), ...asks([...fields, ...sessionFields(server)])]),
    ...(whole === undefined ? [] : errorPages(server)),
    ...(asked ? decisionLocations(labelWord(server), [...fields, ...sessionFields(server)]) : []),
    ...locations.map((each) => locationBlock(server, each, upstreams, whole !== undefined)),
  ]);
  return { server, text, locations, whole, asks: asked };
}

/** One buffer holds the request line, or a field. Below nginx's own size kerbgate refuses what is too long. */
function headBuffers({ host: { core } }: ServerView): readonly Statement[] {
  const longest = Math.max(core.limitRequestLine, core.limitRequestFieldSize);
  return longest > usualHeadLimits.limitRequestLine
    ? [line('large_client_header_buffers', '4', String(longest))]
    : [];
}

/** Why kerbgate decides all of the locations of a server. */
function reasonOfAll(locations: readonly PlannedLocation[], hasModule: boolean): string | undefined {
  if (!hasModule && locations.some(({ rule }) => rule.kind === 'login'))
    return 'nginx is to do without the module for SPNEGO';
  const reasons = locations.map(({ rule }) => (rule.kind === 'ask' ? rule.because : undefined));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** The name that kerbgate knows a server by. */
function labelWord({ program }: ServerView): string {
  const label = serverLabel(program);
  return canBeWord(label) ? word(label) : '-';
}

/** A path that servers read in different ways would be judged as one and served as another. */
function unlikeLines(): readonly Statement[] {
  return [
    remark('Nobody behind may read a path otherwise than the location that guards it.'),
    block('if ($request_uri ~* "#|^[^?]*(//|/\\.\\.?([/?]|$)|%2e|%2f|%5c|\\\\\\\\)")', [
      line('return', '400'),
    ]),
  ];
}

function namesOf({ host }: ServerView): readonly string[] {
  const names = [host.core.serverName?.name, ...host.core.serverAliases];
  const words = names.flatMap((name) => (name !== undefined && canBeWord(name) ? [nameWord(name)] : []));
  return words.length > 0 ? [...new Set(words)] : ['""'];
}

/** nginx takes `*` for a whole label at either end only; elsewhere, and for `?`, a pattern says it. */
function nameWord(name: string): string {
  if (!/[*?]/.test(name) || /^\*\.[\w.-]+$/.test(name)) return word(name);
  if (/["\\]/.test(name)) return '""';
  const pattern = name
    .replace(/[.+^()|[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return `"~^${pattern}\\z"`;
}

function tlsLines({ host: { mod_ssl } }: ServerView): readonly Statement[] {
  if (mod_ssl.engine !== true) return [];
  const { certificateFiles, keyFiles, protocols, cipherSuite, honorCipherOrder } = mod_ssl;
  return [
    ...certificateFiles.flatMap((file, at) => {
      const key = keyFiles[at] ?? file;
      if (!canBeWord(file) || !canBeWord(key)) return [];
      return [line('ssl_certificate', word(file)), line('ssl_certificate_key', word(key))];
    }),
    // nginx before 1.23.4 leaves the newest one out by default.
    line('ssl_protocols', ...(protocols && protocols.length > 0 ? protocols : ['TLSv1.2', 'TLSv1.3'])),
    ...(cipherSuite !== undefined && canBeWord(cipherSuite) ? [line('ssl_ciphers', word(cipherSuite))] : []),
    ...(honorCipherOrder === true ? [line('ssl_prefer_server_ciphers', 'on')] : []),
  ];
}

/** Where all of a server leads to the same path of another one. */
function wholeRedirect({ host }: ServerView): Statement | undefined {
  const [first] = host.mod_alias.redirects;
  const early = [host.base, ...host.locations.map(({ settings }) => settings)];
  const leads = early.some(
    ({ mod_alias, mod_rewrite }) => mod_alias !== undefined || mod_rewrite !== undefined,
  );
  if (!first || leads || host.mod_proxy.passes.length > 0 || host.conditions.length > 0) return undefined;
  const origin = originOf(first);
  return origin === undefined ? undefined : line('return', String(first.status), `${origin}$request_uri`);
}

function originOf({ match, status, url }: Redirect): string | undefined {
  if (match.kind !== 'prefix' || match.prefix !== '/' || ![301, 302, 303, 307, 308].includes(status))
    return undefined;
  return /^(https?:\/\/[\w.:[\]-]+)\/$/.exec(url ?? '')?.[1];
}

import type {
  CgiContent,
  Fields,
  FileContent,
  HandlerExchange,
  HandlerResult,
  ProxyContent,
} from '../content/handler.js';
import { defaultRangeLimits } from '../content/ranges.js';
import type { SecureEnd } from '../content/secure-connection.js';
import type { ContentPlan } from '../evaluate/decision.js';
import { type ServerEnvironment, startProgram } from '../evaluate/environment.js';
import type { Exchange } from '../evaluate/exchange.js';
import { reverseCookie, reverseMap } from '../evaluate/mod_proxy.js';
import { namedValue } from '../evaluate/named-values.js';
import { hostOf, portOf, schemeOf } from '../evaluate/server-name.js';
import type { RangeLimit } from '../ruleset/core.js';
import type { Handlers } from './handlers.js';
import type { UpstreamTls } from './upstream-tls.js';

const defaultTag = ['mtime', 'size'] as const;

/** Runs the content handler of one file, program or upstream. */
export function runContent(
  plan: Exclude<ContentPlan, { run: 'listing' }>,
  exchange: Exchange,
  handler: HandlerExchange,
  handlers: Handlers,
  server: ServerEnvironment,
): HandlerResult | Promise<HandlerResult> {
  if (plan.run === 'file') return handlers.file(handler, fileContent(exchange));
  if (plan.run === 'cgi') return handlers.cgi(handler, cgiContent(exchange, server));
  const content = proxyContent(exchange, plan, handlers);
  if (content.kind === 'proxy') return handlers.proxy(handler, content);
  exchange.recorder.log(content.level, content.code, content.message);
  return { kind: 'error', status: 500 };
}

function fileContent(exchange: Exchange): FileContent {
  const { traceEnable, registeredMethods } = exchange.program.host.core;
  return {
    kind: 'file',
    path: exchange.filename ?? '',
    contentType: withCharset(exchange, exchange.contentType),
    contentEncoding: exchange.contentEncoding,
    etag: exchange.settings.core?.fileETag ?? defaultTag,
    ...rangeLimits(exchange),
    allowTrace: traceEnable !== 'Off',
    ...(registeredMethods && { registeredMethods }),
  };
}

function rangeLimits({ settings: { core } }: Exchange): Pick<FileContent, 'rangeLimits'> {
  const { maxRanges, maxRangeOverlaps, maxRangeReversals } = core ?? {};
  if (maxRanges === undefined && maxRangeOverlaps === undefined && maxRangeReversals === undefined) return {};
  return {
    rangeLimits: {
      ranges: rangeLimit(maxRanges, defaultRangeLimits.ranges),
      overlaps: rangeLimit(maxRangeOverlaps, defaultRangeLimits.overlaps),
      reversals: rangeLimit(maxRangeReversals, defaultRangeLimits.reversals),
    },
  };
}

function rangeLimit(limit: RangeLimit | undefined, byDefault: number): number {
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : (limit ?? byDefault);
}

/** AddDefaultCharset counts for text/plain and text/html without a charset of their own. */
function withCharset(exchange: Exchange, type: string | undefined): string | undefined {
  const charset = exchange.settings.core?.addDefaultCharset;
  if (charset === undefined || charset === false || type === undefined) return type;
  if (!/^text\/(?:plain|html)$/i.test(type)) return type;
  return `${type}; charset=${charset === true ? 'iso-8859-1' : charset}`;
}

function cgiContent(exchange: Exchange, server: ServerEnvironment): CgiContent {
  return {
    kind: 'cgi',
    path: exchange.filename ?? '',
    environment: startProgram(exchange, server),
    words: wordsOf(exchange.query),
    contentType: exchange.contentType,
    contentEncoding: exchange.contentEncoding,
    timeout: scriptTimeout(exchange),
  };
}

/** Seconds: CGIScriptTimeout, else Timeout. */
function scriptTimeout({ settings, program }: Exchange): number {
  const own = settings.core?.scriptTimeout;
  return own === undefined ? program.host.core.timeout : own / 1000;
}

/** A query without `=` is cut at `+` into arguments (RFC 3875 §4.4), in which a backslash stands before what a shell would act on. */
function wordsOf(query: string | undefined): readonly string[] {
  if (query === undefined || query === '' || query.includes('=')) return [];
  return query
    .split('+')
    .map((word) =>
      word.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    )
    .map((word) => word.replace(/[&;`'"|*?~<>^()[\]{}$\\\n]/g, '\\$&'));
}

/** What is passed on, and where to. */
export function proxyContent(
  exchange: Exchange,
  plan: Extract<ContentPlan, { run: 'proxy' }>,
  { upstreamTls, otherServers }: Pick<Handlers, 'upstreamTls' | 'otherServers'>,
): ProxyContent | Unsecured {
  const { target, options } = plan;
  const [, origin = target, path = ''] = /^([^:]*:\/\/[^/?]*)(.*)$/s.exec(target) ?? [];
  const secure = secureEnd(exchange, origin, upstreamTls);
  if (secure && 'kind' in secure) return secure;
  const { core, mod_proxy } = exchange.program.host;
  const settings = exchange.settings.mod_proxy;
  return {
    kind: 'proxy',
    origin,
    ...(secure && { secure }),
    target: path.startsWith('/') ? path : `/${path}`,
    fields: fieldsFor(exchange),
    forwarded: {
      client: exchange.connection.remoteAddress,
      host: exchange.requestFields.get('Host'),
      server: core.serverName?.name ?? hostOf(exchange),
      add: !exchange.throughProxy && (settings?.addHeaders ?? true),
    },
    preserveHost: settings?.preserveHost ?? false,
    ...((options.disableReuse || exchange.throughProxy) && { reuse: false }),
    ...((exchange.throughProxy || mod_proxy.blocked) && { through: otherServers(exchange.program.host) }),
    ...viaOf(exchange),
    connectTimeout: options.connectionTimeout ?? options.timeout ?? mod_proxy.timeout ?? core.timeout,
    timeout: options.timeout ?? mod_proxy.timeout ?? core.timeout,
    rewriteResponse: (name, value) =>
      name.toLowerCase() === 'set-cookie' ? reverseCookie(exchange, value) : reverseMap(exchange, value),
  };
}

/** Why a request that needs TLS is not passed on. */
export interface Unsecured {
  readonly kind: 'unsecured';
  readonly level: 'warn' | 'error';
  readonly code: string;
  readonly message: string;
}

/** How an https: or wss: upstream is connected to, unless mod_ssl is missing or not switched on for it. */
function secureEnd(exchange: Exchange, origin: string, tls: UpstreamTls): SecureEnd | Unsecured | undefined {
  const [, scheme, host = ''] =
    /^(https|wss):\/\/(?:.*@)?(?:\[(?=.*\]))?(.*?)(?:\](?::\d*)?|:\d*)?$/is.exec(origin) ?? [];
  if (scheme === undefined) return undefined;
  if (!exchange.program.has('mod_ssl')) {
    const message = `No protocol handler was valid for the URL ${exchange.uri} (scheme '${scheme}'): load mod_ssl`;
    return { kind: 'unsecured', level: 'warn', code: 'AH01144', message };
  }
  const end = tls.for(exchange, host);
  if (end) return end;
  const message = `failed to enable ssl support for ${origin}: write SSLProxyEngine on`;
  return { kind: 'unsecured', level: 'error', code: 'AH00961', message };
}

/** What Via says of this server, by ProxyVia. */
function viaOf(exchange: Exchange): Pick<ProxyContent, 'via'> {
  const { program, facts } = exchange;
  const { via } = program.host.mod_proxy;
  if (via === undefined || via === 'Off') return {};
  if (via === 'Block') return { via: 'blocked' };
  const { serverName } = program.host.core;
  const named = exchange.settings.core?.useCanonicalName;
  const name = named === 'DNS' ? hostOf(exchange) : (serverName?.name ?? hostOf(exchange));
  const port = portOf(exchange);
  const usual = schemeOf(exchange) === 'https' ? 443 : 80;
  const software = via === 'Full' ? ` (${program.surroundings.machine.software})` : '';
  return { via: `${facts.version} ${name}${port === usual ? '' : `:${port}`}${software}` };
}

/** Once a user is known, credentials for this server as a proxy do not go on, unless a variable asks for it. */
function fieldsFor(exchange: Exchange): Fields {
  const { requestFields, user } = exchange;
  const keeps =
    user === undefined || (exchange.hasEnv && namedValue(exchange.env, 'Proxy-Chain-Auth') !== undefined);
  const fields: [string, string][] = [];
  requestFields.each((name, value) => {
    if (keeps || name.toLowerCase() !== 'proxy-authorization') fields.push([name, value]);
  });
  return fields;
}

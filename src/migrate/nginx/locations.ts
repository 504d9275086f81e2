import { rootedPath } from '../../evaluate/path.js';
import type { ServerView } from '../../lint/server-view.js';
import type { Settings } from '../../ruleset/ruleset.js';
import { type Content, contentAt, contentPrefixes } from './contents.js';
import { asks, fieldVariable } from './decision-location.js';
import { fieldTellsUser, identityFields, sessionFields } from './identity-fields.js';
import { usualBodyLimit, widestBodyLimit } from './limits.js';
import { type PlaceRule, placeRuleOf } from './place-rule.js';
import { block, canBeWord, line, remark, type Statement, word } from './statement.js';

/** A location of nginx with what is in force there. */
export interface PlannedLocation {
  /** `= /path`, `^~ /path/` or `/`. */
  readonly match: string;
  /** A path that it matches, and that no inner location does. */
  readonly sample: string;
  readonly rule: PlaceRule;
  readonly settings: Settings;
  readonly content: Content;
}

/** Names the groups of upstreams. */
export interface Upstreams {
  readonly nameOf: (origin: string) => string;
}

/** The cuts of a server's paths: every place where settings or contents change begins at one of them. */
export function locationsOf(server: ServerView, whole: boolean): readonly PlannedLocation[] {
  const { host } = server;
  const prefixes = whole ? contentPrefixes(host) : [...contentPrefixes(host), ...sectionPrefixes(server)];
  const bases = [...new Set(prefixes.map((prefix) => prefix.replace(/\/+$/, '').replace(/\/{2,}/g, '/')))];
  const inner = bases
    .filter((base) => base !== '' && isPlainPath(base))
    .sort()
    .flatMap((base) => [
      planned(server, `= ${base}`, base),
      planned(server, `^~ ${base}/`, `${base}/${sampleName}`),
    ]);
  const all = [...inner, planned(server, '/', `/${sampleName}`)];
  return all.map((each) => askedForIndex(each, bases));
}

/**
 * The module lets pass whoever it knows already, whatever the next location demands. So a folder whose index may have a location of its own is
 * left to kerbgate.
 */
function askedForIndex(location: PlannedLocation, bases: readonly string[]): PlannedLocation {
  const { rule, settings, content } = location;
  if (rule.kind !== 'login' || content.kind !== 'folder') return location;
  const hasOwn = indexNames(settings).some(
    (name) => !/^[\w.-]+$/.test(name) || bases.some((base) => base.endsWith(`/${name}`)),
  );
  return hasOwn
    ? { ...location, rule: { kind: 'ask', because: 'an index file has rules of its own' } }
    : location;
}

/** Whether a path is written alike by everybody, escapes and all; elsewhere no location is made. */
export const isPlainPath = (path: string): boolean => /^\/[\w.~@+/-]*$/.test(path);

/** No section is about it. */
const sampleName = 'kerbgate-sample';

function planned(server: ServerView, match: string, sample: string): PlannedLocation {
  const { settings } = server.ask({ target: encodeURI(sample) }).exchange.node;
  return { match, sample, settings, rule: placeRuleOf(settings), content: contentAt(server.host, sample) };
}

/** Where Locations begin, and the URLs of Directories. */
export function sectionPrefixes({ host }: ServerView): readonly string[] {
  const locations = host.locations.flatMap(({ match }) => (match.kind === 'prefix' ? [match.prefix] : []));
  const roots: readonly (readonly [string, string])[] = [
    ['/', host.core.documentRoot],
    ...host.mod_alias.aliases.flatMap(({ match, target }) =>
      match.kind === 'prefix' ? [[match.prefix, target] as const] : [],
    ),
  ];
  const directories = host.directories.flatMap(({ match }) =>
    match.kind === 'prefix'
      ? roots.flatMap(([prefix, root]) => urlOf(rootedPath(match.prefix), prefix, rootedPath(root)))
      : [],
  );
  return [...locations, ...directories];
}

function urlOf(directory: string, prefix: string, root: string): readonly string[] {
  const from = root.replace(/\/+$/, '');
  if (!directory.startsWith(`${from}/`)) return [];
  return [`${prefix.replace(/\/+$/, '')}${directory.slice(from.length)}`];
}

/** The block of a location. `whole`: the server around it has kerbgate decide everything. */
export function locationBlock(
  server: ServerView,
  location: PlannedLocation,
  upstreams: Upstreams,
  whole: boolean,
): Statement {
  const { match, rule, settings, content } = location;
  const [sign = '', path = match] = match.includes(' ') ? match.split(/ (.*)/s) : ['', match];
  const head = `location ${sign === '' ? '' : `${sign} `}${word(path)}`;
  const asking = whole || rule.kind === 'ask';
  if (content.kind === 'other')
    return block(head, [remark(`not carried over: ${content.what}`), line('return', '403')]);
  if (!whole && rule.kind === 'closed') return block(head, [line('return', '403')]);
  const guard = whole ? [] : guardOf(server, location);
  const body =
    content.kind === 'upstream'
      ? upstreamLines(server, location, content, upstreams, asking)
      : folderLines(path, content, settings, asking, widestBodyLimit(server.host));
  return block(head, [...guard, ...body]);
}

function guardOf(server: ServerView, { rule }: PlannedLocation): readonly Statement[] {
  if (rule.kind === 'ask')
    return [
      remark(`kerbgate decides: ${rule.because}`),
      ...asks([...identityFields(server), ...sessionFields(server)]),
    ];
  if (rule.kind !== 'login') return [];
  return [
    line('auth_gss', 'on'),
    line('auth_gss_keytab', word(rule.keytab)),
    line('auth_gss_format_full', 'on'),
    ...(rule.localName ? [line('auth_gss_map_to_local', 'on')] : []),
    line('auth_gss_allow_basic_fallback', 'off'),
    ...rule.users.map((user) => line('auth_gss_authorized_principal', word(user))),
  ];
}

function folderLines(
  path: string,
  { prefix, folder }: Extract<Content, { kind: 'folder' }>,
  settings: Settings,
  asking: boolean,
  widest: number,
): readonly Statement[] {
  const where =
    prefix === '/'
      ? line('root', word(folder.replace(/(?<=.)\/+$/, '')))
      : line('alias', word(folder + path.slice(prefix.length)));
  // Where kerbgate is asked, it knows the limit of the very path.
  const limit = settings.core?.limitRequestBody ?? usualBodyLimit;
  const isOwn = !asking && limit !== widest;
  const place = [where, ...(isOwn ? [line('client_max_body_size', String(limit))] : [])];
  // An index would be looked for by a request inside of nginx, which asks again with a ticket that counts only once.
  if (asking)
    return [
      ...place,
      line('set', '$kerbgate_serves', '"file $request_filename"'),
      line('try_files', '$uri', '$uri$kerbgate_index', '=404'),
    ];
  const names = indexNames(settings).filter((name) => /^[\w.-]+$/.test(name));
  // Without any, nginx would look for one of its own choice.
  return [...place, names.length > 0 ? line('index', ...names) : line('try_files', '$uri', '=404')];
}

const indexNames = ({ mod_dir }: Settings): readonly string[] => mod_dir?.index ?? ['index.html'];

function upstreamLines(
  server: ServerView,
  { match, settings, rule }: PlannedLocation,
  content: Extract<Content, { kind: 'upstream' }>,
  upstreams: Upstreams,
  asking: boolean,
): readonly Statement[] {
  const { origin, timeout } = content;
  const [, scheme = 'http', authority = ''] = /^(\w+):\/\/(.*)$/.exec(origin) ?? [];
  const group = `${scheme.toLowerCase()}://${upstreams.nameOf(origin)}`;
  const seconds = timeout ?? server.host.mod_proxy.timeout ?? server.host.core.timeout;
  return [
    ...(asking
      ? [
          line('set', '$kerbgate_serves', word(`upstream ${origin}`)),
          line('proxy_pass', `${group}$kerbgate_uri`),
        ]
      : [line('proxy_pass', word(`${group}${directPath(match, content)}`))]),
    // What an application answers does not lead to another location, as it does not in httpd.
    line('proxy_ignore_headers', 'X-Accel-Redirect'),
    line('proxy_http_version', '1.1'),
    line('proxy_set_header', 'Host', settings.mod_proxy?.preserveHost ? '$http_host' : word(authority)),
    line('proxy_set_header', 'Connection', '""'),
    ...(settings.mod_proxy?.addHeaders === false ? [] : forwardedLines(server)),
    ...identityLines(server, { rule, settings }, asking),
    ...(seconds === 60 ? [] : [line('proxy_read_timeout', `${seconds}s`)]),
    ...reverseLines(settings),
    ...(scheme.toLowerCase() === 'https' ? secureLines(server, authority) : []),
  ];
}

/** What an upstream gets in place of the location's path; nothing where that is the same. */
function directPath(match: string, { prefix, path }: Extract<Content, { kind: 'upstream' }>): string {
  const own = match.replace(/^(?:=|\^~) /, '');
  const replaced = path + own.slice(prefix.length);
  if (replaced === own) return '';
  return replaced === '' ? '/' : replaced;
}

function forwardedLines({ host }: ServerView): readonly Statement[] {
  const name = host.core.serverName?.name ?? '';
  return [
    line('proxy_set_header', 'X-Forwarded-For', '$proxy_add_x_forwarded_for'),
    line('proxy_set_header', 'X-Forwarded-Host', '$http_host'),
    line('proxy_set_header', 'X-Forwarded-Server', canBeWord(name) ? word(name) : '""'),
  ];
}

/** Fields that the configuration sets are never those of a client; one that has no value is not sent. */
function identityLines(
  server: ServerView,
  { rule, settings }: Pick<PlannedLocation, 'rule' | 'settings'>,
  asking: boolean,
): readonly Statement[] {
  // Only kerbgate takes sessions out of a request.
  const ofSessions = asking ? sessionFields(server) : [];
  const names = [...identityFields(server), ...ofSessions].filter(
    (name) => !/^(?:host|connection)$/i.test(name),
  );
  const sent = (name: string): string => {
    if (asking) return `$${fieldVariable(name)}`;
    return rule.kind === 'login' && fieldTellsUser(settings, name) ? '$remote_user' : '""';
  };
  const lines = names.map((name) => line('proxy_set_header', name, sent(name)));
  // The module puts a made-up login there.
  const bare = !asking && rule.kind === 'login' && !names.some((name) => /^authorization$/i.test(name));
  return bare ? [...lines, line('proxy_set_header', 'Authorization', '""')] : lines;
}

function reverseLines({ mod_proxy }: Settings): readonly Statement[] {
  const { reverse = [], cookiePaths = [], cookieDomains = [] } = mod_proxy ?? {};
  const pairs: readonly (readonly [string, string, string])[] = [
    ...reverse.map(({ prefix, target }) => ['proxy_redirect', target, prefix] as const),
    ...cookiePaths.map((each) => ['proxy_cookie_path', each.internal, each.public] as const),
    ...cookieDomains.map((each) => ['proxy_cookie_domain', each.internal, each.public] as const),
  ];
  const lines = pairs.flatMap(([name, from, to]) =>
    canBeWord(from) && canBeWord(to) ? [line(name, word(from), word(to))] : [],
  );
  return reverse.length === 0 ? [line('proxy_redirect', 'off'), ...lines] : lines;
}

function secureLines({ host }: ServerView, authority: string): readonly Statement[] {
  const { verify, caFile } = host.mod_ssl.proxy ?? {};
  const name = authority.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return [
    line('proxy_ssl_server_name', 'on'),
    line('proxy_ssl_name', word(name)),
    ...(verify === 'require' && caFile !== undefined && canBeWord(caFile)
      ? [line('proxy_ssl_verify', 'on'), line('proxy_ssl_trusted_certificate', word(caFile))]
      : []),
  ];
}

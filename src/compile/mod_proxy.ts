import { modProxy } from '../directives/mod_proxy.js';
import type { ProxyPassArguments, ProxySectionArguments } from '../directives/proxy-words.js';
import type { SectionMatch } from '../ruleset/core.js';
import type { ProxyPass } from '../ruleset/mod_proxy.js';
import { isWildcard } from '../source/wildcard.js';
import { append, appendAll } from './draft.js';
import { type Contents, lowerings, noEffect, type To } from './lowering.js';
import { optionsOf } from './proxy-options.js';
import { sectionOf } from './section-of.js';
import { withOwnTls } from './ssl-proxy.js';

type Here = To<'mod_proxy'>;

export const proxy = lowerings(modProxy, {
  ProxyRequests(on, to) {
    to.server.mod_proxy.forward = on;
    if (on && !to.loaded('mod_proxy_http') && !to.loaded('mod_proxy_connect'))
      to.warn('neither mod_proxy_http nor mod_proxy_connect is loaded', {
        hint: 'load them: without mod_proxy_http httpd answers 500 to requests for other servers, without mod_proxy_connect to CONNECT',
      });
  },
  NoProxy: noEffect,
  ProxyBlock(words, to) {
    const { mod_proxy } = to.server;
    mod_proxy.blocked = appendAll(mod_proxy.blocked, words);
  },
  ProxyDomain(domain, to) {
    to.server.mod_proxy.domain = domain;
  },
  ProxyMaxForwards(count, to) {
    to.server.mod_proxy.maxForwards = count;
  },
  ProxyBadHeader(handling, to) {
    if (handling !== 'IsError')
      to.unserved(
        `ProxyBadHeader ${handling} is not served`,
        'a malformed response is always an error: take the directive out',
      );
  },
  ProxyPass(args, to) {
    if (args.path !== undefined) serverPass(args, args.path, to);
    else sectionPass(args, to);
  },
  ProxyPassMatch(args, to) {
    if (args.path !== undefined) serverPass(args, args.path, to);
    else sectionPass(args, to);
  },
  Proxy: proxySection,
  ProxyMatch: proxySection,
  ProxyPassReverse({ path, target, interpolate }, to) {
    if (interpolate) {
      to.unserved('interpolate is not served', 'write the target in full');
      return;
    }
    const prefix = path ?? literalPath(to);
    if (prefix === undefined) return;
    to.settings.reverse = append(to.settings.reverse, { prefix, target, from: to.origin });
  },
  ProxyVia(via, to) {
    to.server.mod_proxy.via = via;
  },
  ProxyPreserveHost(on, to) {
    to.settings.preserveHost = on;
  },
  ProxyTimeout(seconds, to) {
    to.server.mod_proxy.timeout = seconds;
  },
  ProxyAddHeaders(on, to) {
    to.settings.addHeaders = on;
  },
  ProxyPassInherit: noEffect,
  ProxyReceiveBufferSize: noEffect,
  ProxyIOBufferSize: noEffect,
  ProxyStatus: noEffect,
  Proxy100Continue: noEffect,
});

function serverPass(args: ProxyPassArguments, path: string, to: Here): void {
  const match = matchOf(path, args.regex, to);
  const options = match && targetOptions(args, to);
  if (options) to.server.mod_proxy.passes.push({ match, ...options, from: to.origin });
}

/** A section's path with wildcards is taken for a pattern. */
function sectionPass(args: ProxyPassArguments, to: Here): void {
  if (to.place.kind !== 'location') {
    to.unserved(
      'passing requests on is served at server level and in a <Location> only',
      'write ProxyPass with a path outside the section',
    );
    return;
  }
  const { path } = to.place;
  const match = matchOf(path, args.regex || isWildcard(path), to);
  const options = match && targetOptions(args, to);
  if (options) to.settings.pass = { match, ...options };
}

function matchOf(path: string, isPattern: boolean, to: Here): ProxyPass['match'] | undefined {
  if (!isPattern) return { kind: 'prefix', prefix: path };
  const regex = to.regex(path, '', 'Regular expression could not be compiled.');
  return regex && { kind: 'regex', regex };
}

/** The path of the `<Location>` around. */
function literalPath(to: Here): string | undefined {
  if (to.place.kind === 'location' && to.place.match === 'prefix') return to.place.path;
  to.unserved(
    'ProxyPassReverse is served at server level and in a <Location> without wildcards only',
    'write it with a path outside the section',
  );
  return undefined;
}

/** A URL covers all that begin with it; wildcards in it stand for slashes too. */
function proxySection({ regex, url, parameters }: ProxySectionArguments, to: Here, contents: Contents): void {
  if (parameters.length > 0) {
    to.unserved('parameters of <Proxy> are not served', 'write them on the ProxyPass line');
    return;
  }
  const pattern = regex ? to.regex(url, '', 'Regex could not be compiled') : undefined;
  if (regex && !pattern) return;
  const match: SectionMatch = pattern
    ? { kind: 'regex', regex: pattern }
    : isWildcard(url)
      ? { kind: 'wildcard', pattern: url }
      : { kind: 'prefix', prefix: url };
  to.server.proxies.push(withOwnTls(sectionOf('proxy', url, match, to, contents)));
}

function targetOptions(args: ProxyPassArguments, to: Here) {
  if (args.target === null) return { options: {} };
  const options = optionsOf(args, to);
  if (!options || !targetServed(args.target, to)) return undefined;
  if (!to.loaded('mod_proxy_http'))
    to.warn('mod_proxy_http is not loaded', {
      hint: 'load it: without it httpd answers 500 to these requests',
    });
  return { target: args.target, options };
}

/** Schemes that mod_proxy_http takes. */
const served = /^(?:https?|wss?):\/\//i;

function targetServed(target: string, to: Here): boolean {
  if (served.test(target)) {
    if (/^(?:https|wss):/i.test(target) && !to.loaded('mod_ssl'))
      to.warn('mod_ssl is not loaded', {
        hint: 'load it and write SSLProxyEngine on: without it httpd answers 500 to these requests',
      });
    return true;
  }
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(target)?.[0] ?? '';
  to.unserved(
    `passing requests on to ${scheme} is not served`,
    'name an application server by http://host:port or https://host:port',
  );
  return false;
}

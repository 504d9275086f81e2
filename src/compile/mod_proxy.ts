import { modProxy } from '../directives/mod_proxy.js';
import type { ProxyPassArguments } from '../directives/proxy-words.js';
import { append } from './draft.js';
import { lowerings, noEffect, type To } from './lowering.js';
import { optionsOf } from './proxy-options.js';

type Here = To<'mod_proxy'>;

export const proxy = lowerings(modProxy, {
  ProxyRequests(on, to) {
    if (on)
      to.unserved('ProxyRequests On is not served', 'kerbgate is no forward proxy: take the directive out');
  },
  ProxyPass(args, to) {
    if (args.path !== undefined) serverPass(args, args.path, to);
    else sectionPass(args, to);
  },
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
    if (via !== 'Off') {
      to.unserved(`ProxyVia ${via} is not served`, 'no Via header is added: take the directive out');
      return;
    }
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
  ProxyReceiveBufferSize: noEffect,
  ProxyIOBufferSize: noEffect,
  ProxyStatus: noEffect,
  Proxy100Continue: noEffect,
});

function serverPass(args: ProxyPassArguments, path: string, to: Here): void {
  const regex = args.regex ? to.regex(path, '', 'Regular expression could not be compiled.') : undefined;
  if (args.regex && !regex) return;
  const options = targetOptions(args, to);
  if (!options) return;
  to.server.mod_proxy.passes.push({
    match: regex ? { kind: 'regex', regex } : { kind: 'prefix', prefix: path },
    ...options,
    from: to.origin,
  });
}

function sectionPass(args: ProxyPassArguments, to: Here): void {
  const prefix = literalPath(to);
  const options = targetOptions(args, to);
  if (prefix !== undefined && options) to.settings.pass = { prefix, ...options };
}

/** The path of the `<Location>` around; a pattern would need a target with groups. */
function literalPath(to: Here): string | undefined {
  if (to.place.kind === 'location' && to.place.match === 'prefix') return to.place.path;
  to.unserved(
    'passing requests on is served at server level and in a <Location> without wildcards only',
    'write ProxyPass with a path outside the section',
  );
  return undefined;
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

function targetServed(target: string, to: Here): boolean {
  if (/^http:\/\//i.test(target)) return true;
  const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(target)?.[0] ?? '';
  to.unserved(
    `passing requests on to ${scheme} is not served`,
    'name an application server by http://host:port',
  );
  return false;
}

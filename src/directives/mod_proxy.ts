import { isIPv6 } from 'node:net';
import { choice, flag, iterate, one, raw, text, words } from './args.js';
import { apacheModule, directive, full, partial, refused, section } from './define.js';
import { canBeHost } from './host-port.js';
import { balancerMember, proxySet, remoteProxy } from './proxy-members.js';
import { errorOverride, proxyPass, proxyPassMatch, proxyReverse, proxySection } from './proxy-words.js';
import { leading, leadingInteger } from './words.js';

const everywhere = ['server', 'section'] as const;
const server = ['server'] as const;
const chained = refused(
  'requests go to the servers they name, through no other proxy; let the firewall pass them and take the directive out',
);
const balancer = refused('balancers are not served yet; name one application server in ProxyPass');

/** mod_proxy: passing requests on to an application. */
export const modProxy = apacheModule({
  name: 'mod_proxy',
  identifier: 'proxy_module',
  sections: 'merge',
  directives: {
    Proxy: section({
      summary: 'Settings for requests that are passed on to matching URLs.',
      in: server,
      args: proxySection('Container for directives affecting resources located in the proxied location'),
      opens: 'access',
      support: partial('parameters behind the URL that are not served on ProxyPass lines are refused'),
      example: '<Proxy "*">\n</Proxy>',
    }),
    ProxyMatch: section({
      summary: 'Settings for requests that are passed on to URLs a pattern matches.',
      in: server,
      args: proxySection(
        'Container for directives affecting resources located in the proxied location, in regular expression syntax',
      ),
      opens: 'access',
      support: full,
      example: '<ProxyMatch "^http://app">\n</ProxyMatch>',
    }),
    ProxyRequests: directive({
      summary: 'Whether the server is a forward proxy.',
      in: server,
      args: flag('on if the true proxy requests should be accepted'),
      default: 'Off',
      support: full,
      example: 'ProxyRequests Off',
    }),
    ProxyRemote: directive({
      summary: 'Another proxy that requests go through.',
      in: server,
      args: remoteProxy('ProxyRemote', "a scheme, partial URL or '*' and a proxy server"),
      repeat: 'add',
      support: chained,
      example: 'ProxyRemote * http://proxy.example.com:3128',
    }),
    ProxyRemoteMatch: directive({
      summary: 'Another proxy for URLs a pattern matches.',
      in: server,
      args: remoteProxy('ProxyRemoteMatch', 'a regex pattern and a proxy server'),
      repeat: 'add',
      support: chained,
      example: 'ProxyRemoteMatch ^http http://proxy.example.com:3128',
    }),
    ProxyPassInterpolateEnv: directive({
      summary: 'Replaces ${variables} in reverse proxy directives on each request.',
      in: everywhere,
      args: flag('Interpolate Env Vars in reverse Proxy'),
      default: 'Off',
      support: refused('targets are fixed when the configuration is read; take the directive out'),
      example: 'ProxyPassInterpolateEnv On',
    }),
    ProxyPass: directive({
      summary: 'Passes requests below a path on to an application server; ! leaves a path out.',
      in: everywhere,
      notIn: ['Directory', 'Files'],
      args: raw('a virtual path and a URL', proxyPass),
      repeat: 'add',
      support: full,
      example: 'ProxyPass /app http://127.0.0.1:8080/app',
    }),
    ProxyPassMatch: directive({
      summary: 'Passes requests whose path a pattern matches on to an application server.',
      in: everywhere,
      notIn: ['Directory', 'Files'],
      args: raw('a virtual path and a URL', proxyPassMatch),
      repeat: 'add',
      support: full,
      example: 'ProxyPassMatch ^/app(.*)$ http://127.0.0.1:8080/app$1',
    }),
    ProxyPassReverse: directive({
      summary: "Turns the application server's own URLs in redirects into ours.",
      in: everywhere,
      notIn: ['Directory', 'Files'],
      args: proxyReverse,
      repeat: 'add',
      support: full,
      example: 'ProxyPassReverse /app http://127.0.0.1:8080/app',
    }),
    ProxyPassReverseCookiePath: directive({
      summary: 'Turns the path in cookies of the application into ours.',
      in: everywhere,
      args: words('two-or-three', 'Path rewrite rule for proxying cookies'),
      repeat: 'add',
      support: refused('cookies are passed on unchanged; take the directive out'),
      example: 'ProxyPassReverseCookiePath / /app',
    }),
    ProxyPassReverseCookieDomain: directive({
      summary: 'Turns the domain in cookies of the application into ours.',
      in: everywhere,
      args: words('two-or-three', 'Domain rewrite rule for proxying cookies'),
      repeat: 'add',
      support: refused('cookies are passed on unchanged; take the directive out'),
      example: 'ProxyPassReverseCookieDomain internal.example.com www.example.com',
    }),
    ProxyBlock: directive({
      summary: 'Hosts that are never connected to.',
      in: server,
      args: iterate('A list of names, hosts or domains to which the proxy will not connect', text),
      repeat: 'add',
      support: full,
      example: 'ProxyBlock example.net',
    }),
    ProxyReceiveBufferSize: directive({
      summary: 'Socket buffer towards application servers, in bytes.',
      in: server,
      args: one(
        'Receive buffer size for outgoing HTTP and FTP connections in bytes',
        buffer('ProxyReceiveBufferSize'),
      ),
      support: partial('accepted, no effect: the system sizes its buffers'),
      example: 'ProxyReceiveBufferSize 2048',
    }),
    ProxyIOBufferSize: directive({
      summary: 'Bytes passed on at a time.',
      in: server,
      args: one('IO buffer size for outgoing HTTP and FTP connections in bytes', buffer('ProxyIOBufferSize')),
      support: partial('accepted, no effect: data is streamed'),
      example: 'ProxyIOBufferSize 8192',
    }),
    ProxyMaxForwards: directive({
      summary: 'How many proxies a request may go through.',
      in: server,
      args: one(
        'The maximum number of proxies a request may be forwarded through.',
        leading(Number.NEGATIVE_INFINITY, () => ''),
      ),
      support: full,
      example: 'ProxyMaxForwards 15',
    }),
    NoProxy: directive({
      summary: 'Hosts that are connected to without another proxy.',
      in: server,
      args: iterate('A list of domains, hosts, or subnets to which the proxy will connect directly', text),
      repeat: 'add',
      support: partial('accepted, no effect: no request goes through another proxy'),
      example: 'NoProxy .example.com',
    }),
    ProxyDomain: directive({
      summary: 'The domain of host names without one.',
      in: server,
      args: one('The default intranet domain name (in absence of a domain in the URL)', (value) =>
        value.startsWith('.') ? { value } : { problem: 'ProxyDomain: domain name must start with a dot.' },
      ),
      support: full,
      example: 'ProxyDomain .example.com',
    }),
    ProxyVia: directive({
      summary: 'Whether requests and responses carry a Via header.',
      in: server,
      args: one(
        'Configure Via: proxy header header to one of: on | off | block | full',
        choice(['Off', 'On', 'Full', 'Block'], 'ProxyVia must be one of: off | on | full | block'),
      ),
      default: 'Off',
      support: full,
      example: 'ProxyVia Off',
    }),
    ProxyErrorOverride: directive({
      summary: "Shows our error pages in place of the application's.",
      in: everywhere,
      args: errorOverride,
      default: 'Off',
      support: refused("the application's error pages are passed on; take the directive out"),
      example: 'ProxyErrorOverride On',
    }),
    ProxyPreserveHost: directive({
      summary: "Passes the client's Host header on.",
      in: everywhere,
      args: flag('on if we should preserve host header while proxying'),
      default: 'Off',
      support: full,
      example: 'ProxyPreserveHost On',
    }),
    ProxyTimeout: directive({
      summary: 'Seconds an application server may take.',
      in: server,
      args: one(
        'Set the timeout (in seconds) for a proxied connection. This overrides the server timeout',
        leading(1, () => 'Proxy Timeout must be at least 1 second.'),
      ),
      default: "the server's Timeout",
      support: full,
      example: 'ProxyTimeout 30',
    }),
    ProxyBadHeader: directive({
      summary: 'What to do about malformed response headers.',
      in: server,
      args: one(
        'How to handle bad header line in response: IsError | Ignore | StartBody',
        choice(
          ['IsError', 'Ignore', 'StartBody'],
          'ProxyBadHeader must be one of: IsError | Ignore | StartBody',
        ),
      ),
      default: 'IsError',
      support: partial('only IsError is served: a malformed response is always an error'),
      example: 'ProxyBadHeader IsError',
    }),
    BalancerMember: directive({
      summary: 'An application server of a balancer.',
      in: everywhere,
      args: raw('A balancer name and scheme with list of params', balancerMember),
      repeat: 'add',
      support: balancer,
      example: 'BalancerMember balancer://pool http://127.0.0.1:8080',
    }),
    BalancerGrowth: directive({
      summary: 'How many balancers may be added later.',
      in: server,
      args: one('Number of additional Balancers that can be added post-config', (value) => {
        const number = leadingInteger(value);
        return number >= 0 && number <= 1000
          ? { value: number }
          : { problem: 'BalancerGrowth must be between 0 and 1000' };
      }),
      support: balancer,
      example: 'BalancerGrowth 10',
    }),
    BalancerPersist: directive({
      summary: 'Keeps changes made through the balancer manager.',
      in: server,
      args: flag('on if the balancer should persist changes on reboot/restart made via the Balancer Manager'),
      support: balancer,
      example: 'BalancerPersist Off',
    }),
    BalancerInherit: directive({
      summary: "Uses the main server's balancers in a virtual host.",
      in: server,
      args: flag(
        'on if this server should inherit Balancers and Workers defined in the main server (Setting to off recommended if using the Balancer Manager)',
      ),
      support: balancer,
      example: 'BalancerInherit Off',
    }),
    ProxyPassInherit: directive({
      summary: "Uses the main server's ProxyPass lines in a virtual host.",
      in: server,
      args: flag(
        'on if this server should inherit all ProxyPass directives defined in the main server (Setting to off recommended if using the Balancer Manager)',
      ),
      default: 'On',
      support: partial(
        'accepted, no effect, as in httpd where no balancers are: ProxyPass lines are always inherited',
      ),
      example: 'ProxyPassInherit On',
    }),
    ProxyStatus: directive({
      summary: 'Whether the status page shows the proxy.',
      in: server,
      args: one(
        'Configure Status: proxy status to one of: on | off | full',
        choice(['Off', 'On', 'Full'], 'ProxyStatus must be one of: off | on | full'),
      ),
      default: 'Off',
      support: partial('accepted, no effect: there is no status page'),
      example: 'ProxyStatus Off',
    }),
    ProxySet: directive({
      summary: 'Parameters of an application server or balancer.',
      in: everywhere,
      args: raw('A balancer or worker name with list of params', proxySet),
      repeat: 'add',
      support: refused('not served yet; write the parameters on the ProxyPass line'),
      example: '<Proxy http://127.0.0.1:8080>\nProxySet timeout=30\n</Proxy>',
    }),
    ProxySourceAddress: directive({
      summary: 'The local address that connections to application servers come from.',
      in: server,
      args: one('Configure local source IP used for request forward', (value) =>
        value.startsWith('/') || isIPv6(value) || canBeHost(value)
          ? { value }
          : { problem: 'ProxySourceAddress invalid value' },
      ),
      support: refused('the system chooses the address; take the directive out'),
      example: 'ProxySourceAddress 192.0.2.1',
    }),
    ProxyAddHeaders: directive({
      summary: 'Adds X-Forwarded-For, -Host and -Server to requests passed on.',
      in: everywhere,
      args: flag('on if X-Forwarded-* headers should be added or completed'),
      default: 'On',
      support: full,
      example: 'ProxyAddHeaders Off',
    }),
    Proxy100Continue: directive({
      summary: 'Leaves the answer to Expect: 100-continue to the application.',
      in: everywhere,
      args: flag(
        'on if 100-Continue should be forwarded to the origin server, off if the proxy should handle it by itself',
      ),
      default: 'On',
      support: partial('accepted, no effect: kerbgate answers Expect itself'),
      example: 'Proxy100Continue On',
    }),
  },
});

function buffer(name: string) {
  return (value: string) => {
    const size = leadingInteger(value);
    return size < 512 && size !== 0
      ? { problem: `${name} must be >= 512 bytes, or 0 for system default.` }
      : { value: size };
  };
}

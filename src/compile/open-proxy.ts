import type { Bound, BoundConfiguration } from '../bind/bound.js';
import type { Rule } from '../ruleset/mod_authz_core.js';
import { compileRegex } from '../ruleset/regex.js';
import type { ConditionSection, Host, Ruleset, Section, Settings } from '../ruleset/ruleset.js';
import { wildcardMatcher } from '../source/wildcard.js';
import { type Compilation, report } from './compilation.js';

/** Targets that no section names: one as browsers send them, one in another spelling, and a tunnel. */
const strangers = ['http://anywhere.invalid/', 'HTTP://ANYWHERE.INVALID/', 'anywhere.invalid:443'];

/** Tells of forward proxies that everybody may use who reaches them. */
export function tellOpenProxies(compilation: Compilation, ruleset: Ruleset): void {
  const { host: main, virtualHosts } = ruleset;
  const lines = linesOf(compilation.bound);
  const makesTunnels = compilation.bound.modules.has('mod_proxy_connect');
  const told = new Set<Bound>();
  [undefined, ...virtualHosts].forEach((own, at) => {
    if (!(own?.mod_proxy.forward ?? main.mod_proxy.forward)) return;
    const line = lines[at] ?? lines[0];
    const why = line && !told.has(line) && opening(own ? [main, own] : [main], makesTunnels);
    if (!line || !why) return;
    told.add(line);
    report(compilation, line, 'warning', why, {
      code: 'open-proxy',
      hint: 'write <Proxy "*"> with who may: "Require ip" with your networks, or AuthType and "Require valid-user"',
    });
  });
}

/** The last ProxyRequests of the main server, then of each virtual host, in file order. */
function linesOf({ items }: BoundConfiguration): readonly (Bound | undefined)[] {
  const hosts = items.filter(({ name }) => name === 'VirtualHost');
  const last = (list: readonly Bound[]) => list.filter(({ name }) => name === 'ProxyRequests').at(-1);
  return [last(items), ...hosts.map((host) => (host.kind === 'section' ? last(host.items) : undefined))];
}

type Sections = Pick<Host, 'base' | 'conditions' | 'proxies' | 'locations'>;

function opening(hosts: readonly Sections[], makesTunnels: boolean): string | undefined {
  const restricting = hosts.flatMap(({ proxies, locations }) => [...proxies, ...locations]).filter(restricts);
  if (hosts.some(({ base, conditions }) => says(base) || conditions.some(restricts))) return undefined;
  const targets = strangers.filter((target) => makesTunnels || !target.endsWith(':443'));
  const open = targets.find((target) => !restricting.some((section) => covers(section, target)));
  if (open === undefined) return undefined;
  return restricting.some((section) => strangers.some((target) => covers(section, target)))
    ? `everybody who reaches this server may use it as a proxy for targets such as ${open}: no <Proxy> section that says who may covers them`
    : 'everybody who reaches this server may use it as a proxy: no <Proxy> section says who may';
}

const restricts = (section: Section | ConditionSection): boolean =>
  says(section.settings) || section.conditions.some(restricts);

/** Whether settings refuse anybody. */
function says({ mod_authz_core, mod_access_compat }: Settings): boolean {
  const rule = mod_authz_core?.rule;
  const { order, deny } = mod_access_compat ?? {};
  return (
    (rule !== undefined && refuses(rule)) ||
    deny !== undefined ||
    (order?.some(({ value }) => value !== 'deny,allow') ?? false)
  );
}

function refuses(rule: Rule): boolean {
  if (rule.kind !== 'require') return rule.negated || rule.rules.some(refuses);
  return rule.negated || rule.test.provider !== 'all' || !rule.test.granted;
}

function covers({ match }: Section, target: string): boolean {
  if (match.kind === 'prefix') return match.prefix !== '' && target.startsWith(match.prefix);
  if (match.kind === 'wildcard') return wildcardMatcher(match.pattern, { pathname: false })(target);
  return compileRegex(match.regex).exec(target) !== undefined;
}

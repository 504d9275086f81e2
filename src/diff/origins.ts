import type { Exchange } from '../evaluate/exchange.js';
import type { Program } from '../evaluate/program.js';
import type { Step } from '../evaluate/trace.js';
import type { Event } from '../explain/explanation.js';
import { KeepingRecorder } from '../explain/keeping-recorder.js';
import { placeOf } from '../explain/place.js';
import type { Origin, Origins } from '../ruleset/origin.js';
import type { SettingsModule } from '../ruleset/ruleset.js';
import { withoutSecrets } from '../source/secret-text.js';
import { type Asked, decide } from './decide.js';
import type { PlacedLine, Verdict } from './decision-diff.js';
import type { SupposedWorld } from './supposed-world.js';

const mostLines = 4;

/** The lines that a verdict rests on: Require lines that decided, and the settings that say how to log in or where to go. */
export function linesOf(
  program: Program,
  asked: Asked,
  world: SupposedWorld,
  verdict: Verdict,
): readonly PlacedLine[] {
  const recorder = new KeepingRecorder();
  decide(program, asked, world, recorder);
  const [first] = recorder.kept;
  if (!first) return [];
  const { files } = program.ruleset;
  const lines: PlacedLine[] = [];
  const add = (directive: string, origin: Origin): void => {
    const place = placeOf(origin, files);
    if (!lines.some((line) => line.place.file === place.file && line.place.line === place.line))
      lines.push({ directive: withoutSecrets(directive), place });
  };
  const steps = first.events.filter(
    (event): event is Extract<Step, { step: 'rule' | 'rewrite' }> =>
      event.step === 'rule' || event.step === 'rewrite',
  );
  for (const step of steps) if (step.step === 'rewrite') add(`RewriteRule ${step.rule}`, step.from);
  const rules = steps.filter((step) => step.step === 'rule');
  for (const leaf of rules.slice(-1).flatMap(decisive)) add(leaf.rule, leaf.from);
  for (const [module, names] of settingsBehind(verdict)) addSettings(first.exchange, module, names, add);
  if (verdict.kind === 'redirect') addRedirects(first.exchange, add);
  return lines.slice(0, mostLines);
}

/** Whether a request's own rules let it in, and one that it took within the server was refused, as for the index of a folder. */
export function isRefusedWithin(program: Program, asked: Asked, world: SupposedWorld): boolean {
  const recorder = new KeepingRecorder();
  const { outcome } = decide(program, asked, world, recorder);
  const [first, ...redirects] = recorder.kept;
  if (!first || outcome.decision.kind === 'accept' || lastRule(first.events)?.verdict !== 'granted')
    return false;
  return hasRefusedLookUp(first.events) || redirects.some(({ events }) => isRefused(events));
}

const lastRule = (events: readonly Event[]): RuleStep | undefined =>
  events.findLast((event): event is RuleStep => event.step === 'rule');

const isRefused = (events: readonly Event[]): boolean =>
  lastRule(events)?.verdict.startsWith('denied') === true || hasRefusedLookUp(events);

const hasRefusedLookUp = (events: readonly Event[]): boolean =>
  events.some((event) => event.step === 'subrequest' && isRefused(event.events));

type RuleStep = Extract<Step, { step: 'rule' }>;

/** The lines inside a rule that made it come out as it did. */
function decisive(rule: RuleStep): readonly RuleStep[] {
  const inner = rule.steps.filter((step): step is RuleStep => step.step === 'rule');
  if (inner.length === 0) return [rule];
  const telling = inner.filter(({ verdict }) => verdict === rule.verdict);
  return (telling.length > 0 ? telling : inner.filter(({ verdict }) => verdict !== 'skipped')).flatMap(
    decisive,
  );
}

type Behind = readonly (readonly [SettingsModule, readonly string[]])[];

/** Where to look for the lines behind a verdict. */
function settingsBehind({ kind, status, user, target, override, identity, forged }: Verdict): Behind {
  const found: [SettingsModule, readonly string[]][] = [];
  if (kind === 'challenge' || user !== undefined) {
    found.push(['mod_authn_core', ['AuthType']]);
    found.push([
      'mod_auth_gssapi',
      ['GssapiBasicAuth', 'GssapiAllowedMech', 'GssapiCredStore', 'GssapiAcceptorName'],
    ]);
    found.push(['mod_auth_kerb', ['KrbMethodNegotiate', 'KrbMethodK5Passwd', 'Krb5Keytab', 'KrbVerifyKDC']]);
    found.push(['mod_authn_file', ['AuthUserFile']]);
  }
  if (status === 405) found.push(['mod_allowmethods', ['AllowMethods']]);
  if (kind === 'denied') found.push(['mod_access_compat', ['Order', 'Deny', 'Allow', 'Satisfy']]);
  if (kind === 'denied' && status === 403) found.push(['mod_ssl', ['SSLRequireSSL', 'SSLRequire']]);
  if (kind !== 'granted' && !target.startsWith('the page')) found.push(['core', ['ErrorDocument']]);
  if (kind === 'granted' && user === undefined)
    found.push(['mod_access_compat', ['Satisfy', 'Allow', 'Order']]);
  if (kind === 'redirect')
    found.push(['mod_alias', ['Redirect', 'RedirectMatch', 'RedirectPermanent', 'RedirectTemp']]);
  if (override !== '') found.push(['core', ['AllowOverride', 'AllowOverrideList']]);
  if (identity.length > 0 || forged.length > 0) found.push(['mod_headers', ['RequestHeader']]);
  return found;
}

function addSettings(
  { settings }: Exchange,
  module: SettingsModule,
  names: readonly string[],
  add: (directive: string, origin: Origin) => void,
): void {
  const from: Origins = settings[module]?.from ?? {};
  for (const name of names) for (const origin of (from[name] ?? []).slice(-2)) add(name, origin);
}

function addRedirects({ program, uri }: Exchange, add: (directive: string, origin: Origin) => void): void {
  for (const { match, from } of program.host.mod_alias.redirects)
    if (match.kind === 'prefix' && uri.startsWith(match.prefix)) add('Redirect', from);
}

import type { Program } from '../evaluate/program.js';
import type { MergedNode } from '../evaluate/sections.js';
import type { Place } from '../explain/explanation.js';
import { placeOf } from '../explain/place.js';
import type { Origins } from '../ruleset/origin.js';
import type { SettingsModule } from '../ruleset/ruleset.js';
import type { Comparison, SilentNodes } from './comparison.js';
import type { Undecided } from './decision-diff.js';
import { plainText } from './identities.js';

/** Settings that decide nothing about who gets what. */
const indifferent: Readonly<Record<string, readonly string[]>> = {
  core: [
    'logLevel',
    'serverSignature',
    'addDefaultCharset',
    'fileETag',
    'maxRanges',
    'maxRangeOverlaps',
    'maxRangeReversals',
    'scriptTimeout',
    'outputFilters',
    'qualifyRedirectUrl',
    'currentRequestUri',
  ],
  mod_headers: ['response', 'responseAlways'],
  mod_auth_gssapi: ['publishErrors', 'publishMechanism', 'signalPersistentAuth'],
};
const indifferentModules = new Set(['mod_expires', 'mod_autoindex', 'mod_include', 'mod_mime']);

/**
 * Settings of which verdicts tell everything, with values for all that they look at: where all combinations were tried and nothing came
 * out differently, they say the same in other words.
 */
const explored: Readonly<Partial<Record<SettingsModule, readonly string[]>>> = {
  core: ['useCanonicalName'],
  mod_authn_core: ['authType', 'authName'],
  mod_authz_core: ['rule', 'merging'],
  mod_access_compat: ['order', 'allow', 'deny', 'satisfy'],
  mod_auth_kerb: [
    'methodNegotiate',
    'methodK5Passwd',
    'authRealms',
    'verifyKdc',
    'serviceName',
    'keytab',
    'authoritative',
    'delegateBasic',
    'localUserMapping',
    'saveCredentials',
    'constrainedDelegation',
  ],
  mod_auth_gssapi: [
    'sslOnly',
    'localName',
    'credentialStore',
    'acceptorName',
    'basicAuth',
    'basicAuthMechanisms',
    'allowedMechanisms',
    'negotiateOnce',
    'delegCcacheDir',
    'delegCcacheUnique',
    'useS4u2Proxy',
  ],
};

/** Settings that differ where no request shows it. */
export function silentSettings(
  { silent: found }: Comparison,
  old: Program,
  now: Program,
): readonly Undecided[] {
  const told = new Map<string, Undecided>();
  for (const each of found.values()) {
    const { old: before, new: after, path } = each;
    for (const [module, names] of differing(each)) {
      const what = `${module}: ${names.join(', ')}`;
      const places = [...placesIn(before, module, old), ...placesIn(after, module, now)].slice(0, 4);
      if (!told.has(what))
        told.set(what, {
          what,
          why: `it differs, for example for ${path}, and no request was found that shows it`,
          side: 'both',
          places,
        });
    }
  }
  return [...told.values()];
}

function differing({
  old,
  new: now,
  whole,
}: SilentNodes): readonly (readonly [SettingsModule, readonly string[]])[] {
  const modules = new Set([
    ...Object.keys(old.settings),
    ...Object.keys(now.settings),
  ]) as Set<SettingsModule>;
  return [...modules].flatMap((module) => {
    if (indifferentModules.has(module)) return [];
    const [before, after] = [old, now].map(
      ({ settings }) => (settings[module] ?? {}) as Readonly<Record<string, unknown>>,
    );
    const names = [...new Set([...Object.keys(before!), ...Object.keys(after!)])].filter(
      (name) =>
        name !== 'from' &&
        !indifferent[module]?.includes(name) &&
        !(whole && explored[module]?.includes(name)) &&
        unordered(before![name]) !== unordered(after![name]),
    );
    return names.length > 0 ? [[module, names] as const] : [];
  });
}

/** A text that is the same for rules in another order. */
function unordered(value: unknown): string {
  return plainText(value ?? null)
    .split(/(?<=[},])/)
    .sort()
    .join();
}

function placesIn({ settings }: MergedNode, module: SettingsModule, { ruleset }: Program): readonly Place[] {
  const from: Origins = settings[module]?.from ?? {};
  return Object.values(from)
    .flat()
    .slice(-2)
    .map((origin) => placeOf(origin, ruleset.files));
}

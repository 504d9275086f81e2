import type { Program } from '../evaluate/program.js';
import type { AppliedSection, MergedNode } from '../evaluate/sections.js';
import type { Place } from '../explain/explanation.js';
import { placeOf } from '../explain/place.js';
import type { Origins } from '../ruleset/origin.js';
import type { Host, SettingsModule } from '../ruleset/ruleset.js';
import { everySection, settingsOf } from '../ruleset/settings-of.js';
import type { Comparison, SilentNodes } from './compare-paths.js';
import type { Undecided } from './decision-diff.js';
import { plainText } from './identities.js';

/** What decides and could not be tried: sections that no request came to, parts nobody can make values for, files, names, and settings without a trace. */
export function undecidedOf(comparison: Comparison, old: Program, now: Program): readonly Undecided[] {
  return [
    ...unreached(old, comparison.nodes.old, 'old'),
    ...unreached(now, comparison.nodes.new, 'new'),
    ...unread(comparison),
    ...[...comparison.files.unreadable].map((path) => ({
      what: `the file ${path}`,
      why: 'it cannot be read here: whoever it is asked about is supposed to be in it',
      side: 'both' as const,
      places: [],
    })),
    ...maps(old, 'old'),
    ...maps(now, 'new'),
    ...folders(old, now),
    ...silent(comparison, old, now),
  ];
}

/** Parts of expressions and patterns that no values were made for. */
function unread({ unread: { old, new: now } }: Comparison): readonly Undecided[] {
  return [...new Set([...old, ...now])].map((what) => ({
    what,
    why: 'no value that makes it true or false can be made',
    side: !now.has(what) ? 'old' : old.has(what) ? 'both' : 'new',
    places: [],
  }));
}

/** Sections that no request came to, apart from those that the other configuration has in the very same words. */
function unreached(
  program: Program,
  nodes: ReadonlySet<MergedNode>,
  side: 'old' | 'new',
): readonly Undecided[] {
  const reached = new Set<AppliedSection>();
  for (const { sections } of nodes) for (const section of sections) reached.add(section);
  const { files } = program.ruleset;
  return hostsOf(program)
    .flatMap(everySection)
    .filter((section) => !reached.has(section) && saysSomething(section))
    .map((section) => ({
      what: section.title,
      why: 'no request was found that it covers',
      side,
      places: [placeOf(section.from, files)],
    }));
}

const saysSomething = (section: AppliedSection): boolean =>
  Object.keys(section.settings).length > 0 || section.conditions.length > 0;

const hostsOf = ({ ruleset: { host, virtualHosts } }: Program): readonly Host[] =>
  [host, ...virtualHosts] as readonly Host[];

function maps({ ruleset }: Program, side: 'old' | 'new'): readonly Undecided[] {
  return [ruleset.host, ...ruleset.virtualHosts].flatMap(({ mod_rewrite }) =>
    Object.entries(mod_rewrite.maps).flatMap(([name, map]) =>
      map.kind === 'function'
        ? []
        : [
            {
              what: `RewriteMap ${name}`,
              why: `the keys of ${map.path} are not looked at`,
              side,
              places: [],
            },
          ],
    ),
  );
}

/** What per-directory files say is theirs. */
function folders(old: Program, now: Program): readonly Undecided[] {
  const admits = ({ ruleset }: Program): readonly Place[] =>
    hostsOf({ ruleset } as Program)
      .flatMap(settingsOf)
      .filter(
        ({ core }) => (core?.override?.classes.length ?? 0) > 0 || (core?.overrideList?.length ?? 0) > 0,
      )
      .flatMap(({ core }) => [...(core?.from?.AllowOverride ?? []), ...(core?.from?.AllowOverrideList ?? [])])
      .map((origin) => placeOf(origin, ruleset.files));
  const [before, after] = [admits(old), admits(now)];
  if (before.length + after.length === 0) return [];
  const side = before.length === 0 ? 'new' : after.length === 0 ? 'old' : 'both';
  return [
    {
      what: 'per-directory files (.htaccess)',
      why: 'they are not read: only what they may say is compared',
      side,
      places: after.length > 0 ? after : before,
    },
  ];
}

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

/** Settings that differ where no request shows it. */
function silent({ silent: found }: Comparison, old: Program, now: Program): readonly Undecided[] {
  const told = new Map<string, Undecided>();
  for (const { old: before, new: after, path } of found.values())
    for (const [module, names] of differing({ old: before, new: after, path })) {
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
  return [...told.values()];
}

function differing({
  old,
  new: now,
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

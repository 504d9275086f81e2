import type { Program } from '../evaluate/program.js';
import type { AppliedSection } from '../evaluate/sections.js';
import type { Place } from '../explain/explanation.js';
import { placeOf } from '../explain/place.js';
import type { Host } from '../ruleset/ruleset.js';
import { everySection, settingsOf } from '../ruleset/settings-of.js';
import type { Comparison } from './comparison.js';
import type { Undecided } from './decision-diff.js';
import { silentSettings } from './silent-settings.js';

/** What decides and could not be tried: sections that no request came to, parts nobody can make values for, files, names, and settings without a trace. */
export function undecidedOf(
  comparison: Comparison,
  old: Program,
  now: Program,
  untried: ReadonlySet<object>,
): readonly Undecided[] {
  return [
    ...unreached(old, comparison.reached.old, 'old', untried),
    ...unreached(now, comparison.reached.new, 'new', untried),
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
    ...silentSettings(comparison, old, now),
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

/** Sections that no request came to; those of which a limit left out paths are told of as untried. */
function unreached(
  program: Program,
  reached: ReadonlySet<AppliedSection>,
  side: 'old' | 'new',
  untried: ReadonlySet<object>,
): readonly Undecided[] {
  const { files } = program.ruleset;
  return hostsOf(program)
    .flatMap(everySection)
    .filter((section) => !reached.has(section) && !untried.has(section) && saysSomething(section))
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

import { type Line, roomOf, titleOf, valuesOf } from '../../lint/line.js';
import type { Place } from '../../lint/place.js';
import type { Site } from '../../lint/site.js';
import type { OptionName } from '../../ruleset/core.js';
import type { MigrationChange } from '../migration.js';
import { switchesIncludesOn } from './changed-defaults.js';
import { isOf22 } from './of-22.js';

/** What a line asks for that 2.2 allowed by default and 2.4 does not. */
interface Need {
  readonly option: OptionName;
  readonly what: string;
}

const scripts: Need = { option: 'ExecCGI', what: 'its scripts get 403' };
const includes: Need = { option: 'Includes', what: 'its pages are sent without what they include' };
const listings: Need = { option: 'Indexes', what: 'folders without an index page get 403' };

/**
 * Where no Options line without signs is in force, 2.2 had `All` and 2.4 has FollowSymLinks: told at lines that want more. What a part of
 * a configuration stands in is not known, and neither is what httpd a text without old access control is for.
 */
export function defaultOptions(site: Site): readonly MigrationChange[] {
  if (!site.isWhole || !isOf22(site)) return [];
  const open = site.places.filter((place) => isByDefault(place, site));
  if (open.length === 0) return [];
  return site.lines.flatMap((line): readonly MigrationChange[] => {
    const need = needOf(line);
    if (!need || line.at.span.file.pieces !== undefined) return [];
    return open.some((place) => lacks(place, need, site) && isFor(place, line, site))
      ? [told(line, need)]
      : [];
  });
}

/** The words of the Options lines that are in force in a place. */
const optionWords = (place: Place, site: Site): readonly string[] =>
  place.originsOf('core', 'Options').flatMap((origin) => {
    const line = site.lineAt(origin);
    return line ? valuesOf(line).map((word) => word.toLowerCase()) : [];
  });

const isByDefault = (place: Place, site: Site): boolean =>
  optionWords(place, site).every((word) => /^[+-]/.test(word));

/** Whether no sign decides about the option: that is so in either version. */
const lacks = (place: Place, { option }: Need, site: Site): boolean =>
  !optionWords(place, site).some((word) => [option.toLowerCase(), 'all', 'none'].includes(word.slice(1)));

/** Whether requests of a place find what a line stands in. */
function isFor({ sections, target }: Place, line: Line, site: Site): boolean {
  const room = roomOf(line);
  if (!isSection(room)) return target !== undefined;
  return sections.some((section) => site.lineAt(section.from) === room);
}

const isSection = (room: Line | undefined): room is Line =>
  room !== undefined && room.name !== '<VirtualHost';

function needOf(line: Line): Need | undefined {
  const first = valuesOf(line)[0]?.toLowerCase() ?? '';
  if (line.name === 'IndexOptions') return listings;
  if (switchesIncludesOn(line)) return includes;
  const isScript = /^(?:Add|Set)Handler$/.test(line.name) && /^(?:cgi|fcgid|fastcgi)-script$/.test(first);
  return isScript ? scripts : undefined;
}

const told = (line: Line, { option, what }: Need): MigrationChange => ({
  at: line,
  edits: [],
  entry: {
    kind: 'kept',
    mapping: 'options-default',
    after: [titleOf(line)],
    message: `No Options line says what is allowed here: httpd 2.2 had All by default, 2.4 has FollowSymLinks, so that ${what}. If it came from 2.2 and shall go on, add "Options +${option}" to the section of the folder.`,
  },
});

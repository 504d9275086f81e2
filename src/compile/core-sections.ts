import type { coreSections } from '../directives/core-sections.js';
import type { PathArguments } from '../directives/section-words.js';
import type { ConditionSection } from '../ruleset/ruleset.js';
import type { Condition } from '../ruleset/text.js';
import { finishedSettings, newRoom } from './draft.js';
import { type Contents, type Lowerings, noEffect, type Place, type To } from './lowering.js';
import { directoryMatch, filesMatch, locationMatch } from './section-match.js';
import { sectionOf } from './section-of.js';

type Here = To<'core'>;

/** How the sections of core become sections of the ruleset. */
export const sectionLowerings: Lowerings<typeof coreSections, 'core'> = {
  Directory: directory,
  DirectoryMatch: directory,
  Location: location,
  LocationMatch: location,
  Files: files,
  // The walk makes a server of its own of it.
  VirtualHost: noEffect,
  FilesMatch: files,
  If(condition, to, contents) {
    branch('if', condition, to, contents);
  },
  ElseIf(condition, to, contents) {
    branch('elseif', condition, to, contents);
  },
  Else(_, to, contents) {
    branch('else', undefined, to, contents);
  },
};

function directory(args: PathArguments, to: Here, contents: Contents): void {
  const match = directoryMatch(args, checked(to));
  if (!match) return;
  if (isRelative(args)) {
    to.unserved(`${to.title} is no absolute path`, 'begin it with a slash');
    return;
  }
  const list = match.kind === 'regex' ? to.server.directoryMatches : to.server.directories;
  list.push(sectionOf('directory', pathOf(args), match, to, contents));
}

function location(args: PathArguments, to: Here, contents: Contents): void {
  const match = locationMatch(args, checked(to));
  if (!match) return;
  if (isRelative(args) && match.kind === 'prefix' && match.prefix !== '')
    to.warn(`${to.title} never matches: URL paths begin with a slash`, { code: 'never-matches' });
  to.server.locations.push(sectionOf('location', pathOf(args), match, to, contents));
}

/** httpd takes Files inside Files and If, and then never looks at them. */
function files(args: PathArguments, to: Here, contents: Contents): void {
  if (to.place.kind !== 'server' && to.place.kind !== 'directory') {
    const around = to.place.kind === 'files' ? '<Files>' : '<If>';
    to.warn(`${to.title} has no effect within ${around} section`, {
      code: 'never-matches',
      hint: 'put it at the top level or into a <Directory>',
    });
    contents(newRoom(), { kind: 'files', match: 'prefix', path: '' });
    return;
  }
  const match = filesMatch(args, checked(to));
  if (match) to.room.files.push(sectionOf('files', pathOf(args), match, to, contents));
}

const checked = (to: Here) => (pattern: string) => to.regex(pattern, '', 'Regex could not be compiled');

/** httpd takes such a path from the folder it was started in, which no two starts need agree on. */
function isRelative(args: PathArguments): boolean {
  return args.kind === 'path' && !/^[/*?[]/.test(args.path);
}

/** A section's path or pattern, as written. */
function pathOf(args: PathArguments): string {
  return args.kind === 'path' ? args.path : args.pattern;
}

const withinCondition: Place = { kind: 'condition' };

function branch(
  kind: ConditionSection['branch'],
  condition: Condition | undefined,
  to: Here,
  contents: Contents,
): void {
  const id = to.nextId();
  const room = newRoom();
  contents(room, withinCondition);
  to.room.conditions.push({
    id,
    title: to.title,
    branch: kind,
    ...(condition ? { condition } : {}),
    settings: finishedSettings(room),
    conditions: room.conditions,
    from: to.origin,
  });
}

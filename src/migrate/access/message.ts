import { titleOf } from '../../lint/line.js';
import type { Plan } from './decide.js';
import { isOpen } from './policy.js';
import type { Room } from './room.js';

/** What is told of a section: what it was, why it is written so, and where httpd 2.2 itself was other. */
export function messageOf(room: Room, plan: Plan): string {
  const before = room.access.map(({ line }) => titleOf(line));
  return [whatItWas(before), ...why(room, plan), ...twoTwo(room, plan)].join(' ');
}

function whatItWas(before: readonly string[]): string {
  if (before.length === 0)
    return 'A section with Require takes the place of the ones before it, whose Order, Allow and Deny became Require, too.';
  return `Instead of ${before.map((line) => `"${line}"`).join(', ')}.`;
}

function* why(
  room: Room,
  { how, from, policy, isUnclear, isLoginAlone, isAnyAlone }: Plan,
): Generator<string> {
  const names = from.map(nameOf).filter((name) => name !== '');
  const ofThem = names.length > 0 ? ` of ${names.join(', ')}` : ' of the sections before';
  if (isLoginAlone)
    yield 'AuthType asks for a login here and no Require says whose: httpd 2.4 answers 500, httpd 2.2 let the address alone decide.';
  if (isAnyAlone)
    yield 'Satisfy Any stands without Require: in httpd 2.2 the address decides, with mod_access_compat in 2.4 everybody gets in.';
  if (how === 'inherit')
    yield `Nothing is said here: what holds${room.section ? ofThem : ' above this folder'} goes on to hold.`;
  else if (how !== 'alone')
    yield `AuthMerging joins this to what holds${room.section ? ofThem : ' above this folder'}.`;
  else if (from.length > 0 && !isUnclear && !isOpen(policy))
    yield room.access.length > 0
      ? `The Require lines${ofThem} are said again, since a section with Require takes their place.`
      : `The access control${ofThem} is said again here.`;
  if (isUnclear)
    yield 'Which sections come before this one differs from request to request; some requests may be refused that were let in.';
}

function* twoTwo({ access }: Room, { isSatisfyForgotten }: Plan): Generator<string> {
  if (isSatisfyForgotten)
    yield 'A section before says Satisfy Any: mod_access_compat forgets it where lines of their own follow, httpd 2.2 kept it.';
  if (access.length === 0) return;
  const says = new Set(access.map((line) => line.says.says));
  if (says.has('satisfy') && says.size === 1)
    yield 'Satisfy stands alone here: mod_access_compat forgets the Order, Allow and Deny of sections before, httpd 2.2 kept them.';
}

function nameOf({ section }: Room): string {
  return section ? titleOf(section) : '';
}

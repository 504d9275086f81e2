import { dirname } from 'node:path';
import { allMethods } from '../bind/limits.js';
import {
  inFolder,
  inside,
  limited,
  placeProblem,
  type Surroundings,
  scopeProblem,
  topLevel,
} from '../bind/surroundings.js';
import type { Scope } from '../directives/define.js';
import { knownDirectives, lookUp, type Registered } from '../directives/index.js';
import type { OpenSection } from './marks.js';

const everywhere: readonly Scope[] = [
  ...(['server', 'section', 'AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options', 'proxy'] as const),
];

const classes: readonly Scope[] = ['AuthConfig', 'FileInfo', 'Indexes', 'Limit', 'Options'];

/** What may stand at a place, by the sections around it. */
export function allowedAt(
  sections: readonly OpenSection[],
  perDirectory: { readonly path: string } | undefined,
): readonly Registered[] {
  if (sections.at(-1) && roomOf(sections.at(-1)!.name) === 'code') return [];
  const around = surroundingsAt(sections, perDirectory);
  return knownDirectives().filter((entry) => isAllowed(entry, around));
}

function isAllowed({ name, definition }: Registered, around: Surroundings): boolean {
  if (scopeProblem(around, name, definition) !== undefined) return false;
  return placeProblem(around, name, definition.notIn ?? []) === undefined;
}

/** The lines of a macro stand where it is used, which may be anywhere. */
function surroundingsAt(
  sections: readonly OpenSection[],
  perDirectory: { readonly path: string } | undefined,
): Surroundings {
  const start: Surroundings = perDirectory
    ? inFolder(
        { classes, names: new Set(), passesForbidden: false, passesUnknown: false },
        `${dirname(perDirectory.path)}/`,
      )
    : topLevel();
  let around = start;
  for (const section of sections.slice(0, deepest)) around = insideOf(around, section);
  return around;
}

function insideOf(around: Surroundings, { name, words }: OpenSection): Surroundings {
  if (name === 'Macro') return { ...around, open: everywhere };
  if (name === 'Limit' || name === 'LimitExcept')
    return limited(around, name, { except: name === 'LimitExcept', methods: [] }, allMethods >> 1n);
  return inside(around, name, roomOf(name) ?? 'branch', words);
}

/** Sections within sections beyond these are passed over: nobody means them. */
const deepest = 100;

function roomOf(name: string) {
  const definition = lookUp(name, 'section')[0]?.definition;
  return definition?.kind === 'section' ? definition.opens : undefined;
}

import type { Definition, SectionRoom } from '../define.js';
import { apacheModules, type DirectiveFacts, type ModuleFacts } from './facts.js';
import { moduleChecks } from './index.js';
import { countedShape } from './shape.js';
import { supportOf } from './support.js';

/** A definition and the name it is registered under. */
export interface Named {
  readonly name: string;
  readonly definition: Definition;
}

/** What httpd knows of a module beyond what is defined by hand; `defined` has names as httpd's table has them. */
export function knownDefinitions(module: ModuleFacts, defined: ReadonlySet<string>): readonly Named[] {
  return module.directives
    .filter((each) => !defined.has(each.name))
    .map((each) => ({ name: bare(each.name), definition: definitionOf(module.name, each) }));
}

/** Modules of Debian's Apache apart from its MPMs, which stand in for one another. */
export function factsByModule(): ReadonlyMap<string, ModuleFacts> {
  const mpms = ['event', 'worker', 'prefork'];
  return new Map(
    apacheModules()
      .filter(({ name }) => !mpms.includes(name))
      .map((module) => [module.name, module]),
  );
}

const bare = (name: string): string => name.replace(/^</, '');

function definitionOf(
  module: string,
  { name, in: scopes, notIn, kind, usage, executed }: DirectiveFacts,
): Definition {
  const check = Object.hasOwn(moduleChecks[module] ?? {}, name) ? moduleChecks[module]![name] : undefined;
  const common = {
    summary: usage === '' ? `Belongs to ${module}.` : sentence(usage),
    in: scopes,
    args: countedShape(kind, usage, check),
    ...(notIn ? { notIn } : {}),
    support: supportOf(module, bare(name)),
    example: '',
    known: true,
    ...(executed ? { executed } : {}),
  } as const;
  return name.startsWith('<')
    ? { kind: 'section', opens: roomOf(module), ...common }
    : { kind: 'directive', repeat: 'last', ...common };
}

const sentence = (usage: string): string =>
  `${usage.charAt(0).toUpperCase()}${usage.slice(1).trimEnd().replace(/\.$/, '')}.`;

/** What stands in sections of modules that are not served. */
const rooms: Readonly<Record<string, SectionRoom>> = { mod_md: 'group', mod_lua: 'code' };

const roomOf = (module: string): SectionRoom => rooms[module] ?? 'access';

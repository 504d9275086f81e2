import type { Home } from '../directives/args.js';
import type { Definition, Place, Scope, SectionRoom } from '../directives/define.js';
import type { Word } from '../syntax/tree.js';
import type { MethodLimit } from './bound.js';
import { allMethods, containerMethods } from './limits.js';
import type { Allowance } from './options.js';

/** Where an item stands, as far as httpd's checks of places go. */
export interface Surroundings {
  /** Scopes that are open here. */
  readonly open: readonly Scope[];
  /** Canonical names of the sections around, innermost first. */
  readonly sections: readonly string[];
  readonly inHost: boolean;
  /** Whether a section with settings of its own is around. */
  readonly inSection: boolean;
  readonly limits: readonly MethodLimit[];
  /** The methods that `<Limit>`s leave, as bits; also not whole inside Require containers, as in httpd. */
  readonly methods: bigint;
  readonly home: Home;
  /** In a per-directory file: what may stand in it. */
  readonly allowance?: Allowance;
}

const atServer: readonly Scope[] = ['server', 'FileInfo', 'Indexes', 'Options'];
const inSection: readonly Scope[] = ['section', 'AuthConfig', 'Limit', 'FileInfo', 'Indexes', 'Options'];
const inProxy: readonly Scope[] = [...inSection, 'proxy'];

/** The top level of a configuration. */
export const topLevel = (): Surroundings => ({
  open: atServer,
  sections: [],
  inHost: false,
  inSection: false,
  limits: [],
  methods: allMethods,
  home: { server: {} },
});

const openIn: Readonly<Record<SectionRoom, readonly Scope[] | undefined>> = {
  access: inSection,
  condition: inSection,
  authz: ['AuthConfig'],
  provider: ['AuthConfig', 'section'],
  host: undefined,
  limit: undefined,
  branch: undefined,
  macro: undefined,
  group: undefined,
  code: undefined,
};

/** The inside of a section; `words` are its arguments. */
export function inside(
  around: Surroundings,
  name: string,
  room: SectionRoom,
  words: readonly Word[],
): Surroundings {
  return {
    ...around,
    open: openInside(around, name, room),
    sections: [name, ...around.sections],
    inHost: around.inHost || room === 'host',
    inSection: around.inSection || room === 'access' || room === 'condition',
    methods: room === 'authz' ? containerMethods(around.methods) : around.methods,
    home: homeIn(around.home, name, room, words),
  };
}

function homeIn(home: Home, name: string, room: SectionRoom, words: readonly Word[]): Home {
  if (room === 'host') return { server: {} };
  // What httpd puts where other sections have their path.
  if (room === 'condition') return { server: home.server, path: '*If' };
  if (room !== 'access') return home;
  return { server: home.server, path: pathOf(name, words) };
}

/** The path of a section as httpd keeps it: of a folder with a slash at its end. */
function pathOf(name: string, [first, second]: readonly Word[]): string {
  if (first?.value === '~' && name !== 'Proxy') return second?.value ?? '';
  const path = first?.value ?? '';
  return name === 'Directory' && !path.endsWith('/') ? `${path}/` : path;
}

/** The top level of a per-directory file; `folder` ends in a slash. */
export const inFolder = (allowance: Allowance, folder: string): Surroundings => ({
  ...topLevel(),
  open: allowance.classes,
  inSection: true,
  home: { server: {}, path: folder },
  allowance,
});

/** What `<Proxy>` opens stays open in the sections within it. */
function openInside(around: Surroundings, name: string, room: SectionRoom): readonly Scope[] {
  if (around.allowance && openIn[room] === inSection) return around.allowance.classes;
  const open = openIn[room] ?? around.open;
  const proxy = name === 'Proxy' || name === 'ProxyMatch' || around.open.includes('proxy');
  return proxy && open === inSection ? inProxy : open;
}

/** The inside of a `<Limit>`, whose methods have been judged. */
export function limited(
  around: Surroundings,
  name: string,
  limit: MethodLimit,
  methods: bigint,
): Surroundings {
  return { ...around, sections: [name, ...around.sections], limits: [...around.limits, limit], methods };
}

/** Whether any scope of a definition is open; httpd's message when none is. `name` is as in httpd's messages. */
export function scopeProblem(around: Surroundings, name: string, definition: Definition): string | undefined {
  const { allowance, open } = around;
  if (allowance?.names.has(name.toLowerCase())) return undefined;
  if ((definition.executed && !allowance) || definition.in.some((scope) => open.includes(scope)))
    return undefined;
  const parent = around.sections[0];
  return parent === undefined ? `${name} not allowed here` : `${name} not allowed in <${parent}> context`;
}

const containers: readonly (readonly [Place, readonly string[]])[] = [
  ['Directory', ['Directory']],
  ['Directory', ['DirectoryMatch']],
  ['Location', ['Location']],
  ['Location', ['LocationMatch']],
  ['Files', ['Files']],
  ['Files', ['FilesMatch']],
  ['Files', ['If']],
  ['Files', ['ElseIf']],
  ['Files', ['Else']],
  ['Proxy', ['Proxy']],
  ['Proxy', ['ProxyMatch']],
];

/** httpd's own order of checks: virtual host, `<Limit>` (which any forbidden section implies), then sections. */
export function placeProblem(
  around: Surroundings,
  name: string,
  notIn: readonly Place[],
): string | undefined {
  if (notIn.length === 0) return undefined;
  if (notIn.includes('VirtualHost') && around.inHost)
    return `${name} cannot occur within <VirtualHost> section`;
  const sections = notIn.filter((place) => place !== 'VirtualHost');
  if (sections.length > 0 && around.methods !== allMethods)
    return `${name} cannot occur within <Limit> or <LimitExcept> section`;
  for (const [place, [container]] of containers)
    if (notIn.includes(place) && around.sections.includes(container!))
      return `${name} cannot occur within <${container}> section`;
  return undefined;
}

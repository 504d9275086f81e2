import type { ArgumentsOf, Definition, ModuleDefinition } from '../directives/define.js';
import type { MethodSet } from '../ruleset/mod_authz_core.js';
import type { Origin } from '../ruleset/origin.js';
import type { SettingsModule } from '../ruleset/ruleset.js';
import type { Regex } from '../ruleset/text.js';
import type { ModuleDraft, Room, ServerDraft } from './draft.js';
import type { ProviderAliases } from './provider-aliases.js';

/** Where a directive stands: how httpd's `cmd->path` came about. `path` is the section's, as written. */
export type Place =
  | { readonly kind: 'server' | 'condition' }
  | {
      readonly kind: 'directory' | 'files' | 'location' | 'proxy';
      readonly match: 'prefix' | 'wildcard' | 'regex';
      readonly path: string;
    };

/** What a lowering may add to a finding. */
export interface Finding {
  readonly code?: string;
  readonly hint?: string;
  readonly why?: string;
  /** httpd gives no position for it; ours is told as a related place. */
  readonly nowhere?: boolean;
}

/** The place a lowering writes to, and what it may ask about. */
export interface To<N extends string = string> {
  /** The module's settings of the current section. */
  readonly settings: N extends SettingsModule ? ModuleDraft<N> : never;
  /** The current section as a whole. */
  readonly room: Room;
  readonly server: ServerDraft;
  readonly aliases: ProviderAliases;
  readonly place: Place;
  /** Methods of the `<Limit>`s around the directive; `undefined`: all. */
  readonly methods: MethodSet | undefined;
  readonly origin: Origin;
  /** The opening line as written, such as `<Location /app>`; for a directive its line. */
  readonly title: string;
  /** The next number for a section. */
  readonly nextId: () => number;
  /** Whether a module counts as loaded. */
  readonly loaded: (module: string) => boolean;
  /** An absolute path: a relative one is taken from ServerRoot. */
  readonly path: (path: string) => string;
  /** Refuses the configuration; `message` is httpd's where httpd refuses too. */
  readonly problem: (message: string, finding?: Finding) => void;
  readonly warn: (message: string, finding?: Finding) => void;
  /** Understood by httpd but not served here: refuses, and says what to do instead. */
  readonly unserved: (message: string, hint: string) => void;
  /** A pattern that can be run here; reports `failed` and gives `undefined` for another. */
  readonly regex: (pattern: string, flags: string, failed: string) => Regex | undefined;
}

/** Walks the contents of a section; without arguments they belong to the section around it. */
export type Contents = (room?: Room, place?: Place) => void;

/** Sections that exist only until binding, so that nothing is left to lower. */
type Dissolved =
  | 'Limit'
  | 'LimitExcept'
  | 'IfModule'
  | 'IfDefine'
  | 'IfFile'
  | 'IfDirective'
  | 'IfSection'
  | 'IfVersion'
  | 'Macro';

type Served<D extends Record<string, Definition>> = {
  [K in keyof D]: D[K] extends { readonly support: { readonly level: 'refused' } }
    ? never
    : K extends Dissolved
      ? never
      : K;
}[keyof D];

/** One function for each directive and section of a module that is not refused. */
export type Lowerings<D extends Record<string, Definition>, N extends string> = {
  readonly [K in Served<D>]: D[K] extends { readonly kind: 'section' }
    ? (args: ArgumentsOf<D[K]>, to: To<N>, contents: Contents) => void
    : (args: ArgumentsOf<D[K]>, to: To<N>) => void;
};

export type Lowering = (args: unknown, to: To, contents: Contents) => void;

/** A module's lowerings by directive name, ready to be looked up by the driver. */
export interface ModuleLowerings {
  readonly module: string;
  readonly directives: Readonly<Record<string, Lowering>>;
}

/** States how a module's directives become settings: a served directive without a function is a type error. */
export function lowerings<const D extends Record<string, Definition>, const N extends string>(
  module: ModuleDefinition<D, N>,
  table: Lowerings<D, N>,
): ModuleLowerings {
  // The driver pairs arguments and function by the directive's name; the definition typed both.
  return { module: module.name, directives: table as unknown as ModuleLowerings['directives'] };
}

/** For directives that are accepted without any effect here. */
export function noEffect(): void {}

/** `{ methods }` where there are any: absent fields stay absent. */
export function limited(to: To): { readonly methods?: MethodSet } {
  return to.methods ? { methods: to.methods } : {};
}

import type { ArgumentShape } from './args.js';

/**
 * Where httpd allows a directive (its `req_override`): `server` is RSRC_CONF, `section` is ACCESS_CONF, the others are the
 * AllowOverride classes. A class admits sections and .htaccess; FileInfo, Indexes and Options admit the server level too.
 */
export type Scope = 'server' | 'section' | 'AuthConfig' | 'Limit' | 'FileInfo' | 'Indexes' | 'Options';

/**
 * `full`: decides and behaves as httpd. `partial`: `differs` says how. `refused`: kerbgate does not serve a
 * configuration that holds it; `because` says why and what to do instead.
 */
export type Support =
  | { readonly level: 'full' }
  | { readonly level: 'partial'; readonly differs: string }
  | { readonly level: 'refused'; readonly because: string };

/** How a repeated directive in one section acts: the last wins, or they add up. */
export type Repeat = 'last' | 'add';

/** One directive: everything that checks, documents or lowers it comes from here. */
export interface DirectiveDefinition<A, S extends Support = Support> {
  readonly kind: 'directive';
  /** One line for the support table and editors. */
  readonly summary: string;
  readonly in: readonly Scope[];
  readonly args: ArgumentShape<A>;
  readonly repeat: Repeat;
  /** What holds without it, in the directive's own notation; absent: nothing. */
  readonly default?: string;
  /** False where httpd forbids it inside `<Limit>` and `<LimitExcept>` (its `NOT_IN_LIMIT`). */
  readonly inLimit?: boolean;
  /** Other names httpd's module registers for it. */
  readonly aliases?: readonly string[];
  readonly support: S;
  /** A line that compiles as it stands, inside a section where `in` asks for one. */
  readonly example: string;
}

/** A section container such as `<Location>`; `opens` tells the binder what kind of room it makes. */
export interface SectionDefinition<A, S extends Support = Support> {
  readonly kind: 'section';
  readonly summary: string;
  readonly in: readonly Scope[];
  readonly args: ArgumentShape<A>;
  readonly opens: SectionRoom;
  readonly inLimit?: boolean;
  readonly support: S;
  readonly example: string;
}

/**
 * `access` rooms hold per-directory settings, `condition` is `<If>` and kin, `limit` marks methods, `authz` holds Require
 * containers, `host` is a virtual host, `branch` is decided while reading (IfModule …), `macro` is a template, `provider`
 * is an AuthnProviderAlias or AuthzProviderAlias.
 */
export type SectionRoom =
  | 'access'
  | 'condition'
  | 'limit'
  | 'authz'
  | 'host'
  | 'branch'
  | 'macro'
  | 'provider';

export type Definition = DirectiveDefinition<unknown> | SectionDefinition<unknown>;

/** One Apache module: its source name, its LoadModule identifier and all its directives by canonical name. */
export interface ModuleDefinition<D extends Record<string, Definition> = Record<string, Definition>> {
  /** As in `<IfModule mod_auth_gssapi.c>`, without `.c`. */
  readonly name: string;
  /** As in `LoadModule auth_gssapi_module …`. */
  readonly identifier: string;
  /** Compiled into Debian's httpd, so present without LoadModule. */
  readonly builtIn?: boolean;
  /**
   * How per-directory settings of nested sections combine: `merge` field by field (the module has a merge function) or
   * `replace` the outer ones whole.
   */
  readonly sections: 'merge' | 'replace';
  readonly directives: D;
}

/** The argument type of a definition. */
export type ArgumentsOf<D> = D extends { readonly args: ArgumentShape<infer A> } ? A : never;

export function apacheModule<const D extends Record<string, Definition>>(
  definition: ModuleDefinition<D>,
): ModuleDefinition<D> {
  return definition;
}

export function directive<A, const S extends Support>(
  definition: Omit<DirectiveDefinition<A, S>, 'kind' | 'repeat'> & { readonly repeat?: Repeat },
): DirectiveDefinition<A, S> {
  return { kind: 'directive', repeat: 'last', ...definition };
}

export function section<A, const S extends Support>(
  definition: Omit<SectionDefinition<A, S>, 'kind'>,
): SectionDefinition<A, S> {
  return { kind: 'section', ...definition };
}

export const full = { level: 'full' } as const;
export const partial = <const T extends string>(differs: T) => ({ level: 'partial', differs }) as const;
export const refused = <const T extends string>(because: T) => ({ level: 'refused', because }) as const;

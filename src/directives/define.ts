import type { ArgumentShape } from './args.js';

/**
 * Where httpd allows a directive (its `req_override`): `server` is RSRC_CONF, `section` is ACCESS_CONF, the others are the
 * AllowOverride classes. A class admits sections and .htaccess; FileInfo, Indexes and Options admit the server level too.
 * `proxy` is PROXY_CONF: inside `<Proxy>` only.
 */
export type Scope =
  | 'server'
  | 'section'
  | 'AuthConfig'
  | 'Limit'
  | 'FileInfo'
  | 'Indexes'
  | 'Options'
  | 'proxy';

/** Containers that a directive's own check may forbid; `Files` stands for `<If>` and kin too, `Limit` for LimitExcept. */
export type Place = 'VirtualHost' | 'Limit' | 'Directory' | 'Location' | 'Files' | 'Proxy';

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
  /** Containers httpd forbids it in although `in` admits it there. */
  readonly notIn?: readonly Place[];
  /** Other names httpd's module registers for it. */
  readonly aliases?: readonly string[];
  /** The name in httpd's own table and messages, where its case differs from the one people write. */
  readonly registered?: string;
  readonly support: S;
  /** Made from what httpd says of a module that is not served, not written by hand: it has no example. */
  readonly known?: true;
  /** httpd executes it while it reads, without looking where it stands. */
  readonly executed?: true;
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
  readonly notIn?: readonly Place[];
  readonly support: S;
  readonly known?: true;
  readonly executed?: true;
  readonly example: string;
}

/**
 * `access` rooms hold per-directory settings, `condition` is `<If>` and kin, `limit` marks methods, `authz` holds Require
 * containers, `host` is a virtual host, `branch` is decided while reading (IfModule …), `macro` is a template, `provider`
 * is an AuthnProviderAlias or AuthzProviderAlias. A `group` may hold what may stand where it stands itself; what is in a `code`
 * section is no configuration.
 */
export type SectionRoom =
  | 'access'
  | 'condition'
  | 'limit'
  | 'authz'
  | 'host'
  | 'branch'
  | 'macro'
  | 'provider'
  | 'group'
  | 'code';

export type Definition = DirectiveDefinition<unknown> | SectionDefinition<unknown>;

/** What an Apache module is called. */
export interface ModuleIdentity<N extends string = string> {
  /** As in `<IfModule mod_auth_gssapi.c>`, without `.c`. */
  readonly name: N;
  /** As in `LoadModule auth_gssapi_module …`. */
  readonly identifier: string;
  /** Compiled into Debian's httpd, so present without LoadModule. */
  readonly builtIn?: boolean;
  /** kerbgate's own, which no httpd has: always there, and in none of the lists that answer for httpd. */
  readonly own?: true;
}

/** One Apache module: its source name, its LoadModule identifier and all its directives by canonical name. */
export interface ModuleDefinition<
  D extends Record<string, Definition> = Record<string, Definition>,
  N extends string = string,
> extends ModuleIdentity<N> {
  /**
   * How per-directory settings of nested sections combine: `merge` field by field (the module has a merge function) or
   * `replace` the outer ones whole.
   */
  readonly sections: 'merge' | 'replace';
  readonly directives: D;
}

/** The argument type of a definition. */
export type ArgumentsOf<D> = D extends { readonly args: ArgumentShape<infer A> } ? A : never;

/** States a module; the types of its directives, their arguments and support levels stay as written. */
export function apacheModule<const D extends Record<string, Definition>, const N extends string>(
  definition: ModuleDefinition<D, N>,
): ModuleDefinition<D, N> {
  return definition;
}

/** States a directive; repeated ones replace each other unless `repeat` says that they add up. */
export function directive<A, const S extends Support>(
  definition: Omit<DirectiveDefinition<A, S>, 'kind' | 'repeat'> & { readonly repeat?: Repeat },
): DirectiveDefinition<A, S> {
  return { kind: 'directive', repeat: 'last', ...definition };
}

/** States a section. */
export function section<A, const S extends Support>(
  definition: Omit<SectionDefinition<A, S>, 'kind'>,
): SectionDefinition<A, S> {
  return { kind: 'section', ...definition };
}

/** Served as httpd does. */
export const full = { level: 'full' } as const;
/** Served, but not quite as httpd does. */
export const partial = <const T extends string>(differs: T) => ({ level: 'partial', differs }) as const;
/** Understood, checked, and not served. */
export const refused = <const T extends string>(because: T) => ({ level: 'refused', because }) as const;

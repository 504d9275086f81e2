import type { Definition } from '../directives/define.js';
import type { Directive, Section } from '../syntax/tree.js';

/** HTTP methods a `<Limit>` or `<LimitExcept>` names, as written; `except` turns the list around. */
export interface MethodLimit {
  readonly except: boolean;
  readonly methods: readonly string[];
}

/** A directive whose name is known, whose place is allowed and whose arguments are typed by its definition. */
export interface BoundDirective {
  readonly kind: 'directive';
  /** Canonical name: the key in its module's definition. */
  readonly name: string;
  readonly module: string;
  readonly definition: Definition;
  /** Typed by `ArgumentsOf<definition>`. */
  readonly args: unknown;
  /** The enclosing `<Limit>`s, outermost first; most directives ignore them, as httpd does. */
  readonly limits: readonly MethodLimit[];
  readonly at: Directive;
}

/** A section that stays in the configuration. Branches (IfModule …) and limits are dissolved into their contents. */
export interface BoundSection {
  readonly kind: 'section';
  readonly name: string;
  readonly module: string;
  readonly definition: Definition;
  readonly args: unknown;
  readonly limits: readonly MethodLimit[];
  readonly items: readonly Bound[];
  readonly at: Section;
}

export type Bound = BoundDirective | BoundSection;

/** Names that Define and `-D` have defined, and the values of those that have one, by name in lower case. */
export interface Definitions {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  /** Methods beyond httpd's own that `<Limit>` or RegisterHttpMethod have named. */
  readonly methods: readonly string[];
}

/** A whole configuration with names resolved, includes read and branches decided. */
export interface BoundConfiguration {
  readonly items: readonly Bound[];
  /** Modules that count as loaded, by source name such as `mod_auth_gssapi`. */
  readonly modules: ReadonlySet<string>;
  readonly definitions: Definitions;
  /** Absolute; from the ServerRoot directive, `-d`, or `/etc/apache2`. */
  readonly serverRoot: string;
  /** Every file read, the first one first. */
  readonly files: readonly import('../source/file.js').SourceFile[];
  /** What is odd and right to httpd. */
  readonly notes: readonly import('../source/diagnostic.js').Diagnostic[];
}

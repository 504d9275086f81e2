import type { Origin, Origins } from './origin.js';
import type { Regex, TextOrExpression } from './text.js';

/** One Alias, ScriptAlias or their Match forms at server level, in httpd's order of tries. */
export interface Alias {
  readonly match:
    | { readonly kind: 'prefix'; readonly prefix: string }
    | { readonly kind: 'regex'; readonly regex: Regex };
  /** File system path; `$n` stand for groups of a regex. */
  readonly target: string;
  /** `cgi-script` for ScriptAlias. */
  readonly handler?: string;
  readonly from: Origin;
}

/** One Redirect; `url` absent for 410 and other statuses without a place. */
export interface Redirect {
  readonly match:
    | { readonly kind: 'prefix'; readonly prefix: string }
    | { readonly kind: 'regex'; readonly regex: Regex };
  readonly status: number;
  readonly url?: string;
  readonly from: Origin;
}

export interface ServerAlias {
  readonly aliases: readonly Alias[];
  readonly redirects: readonly Redirect[];
}

/** Per-directory forms: `Alias` and `Redirect` with one argument inside a Location. */
export interface AliasSettings {
  /** `prefix` is the path of the section it stands in. */
  readonly alias?: {
    readonly target: TextOrExpression;
    readonly handler?: string;
    readonly prefix?: string;
  };
  readonly redirects?: readonly Redirect[];
  /** Redirects to paths are sent as they are written. */
  readonly relativeRedirects?: boolean;
  /** The alias of a section maps what follows the section's path, too. */
  readonly preservePath?: boolean;
  readonly redirect?: { readonly status: number; readonly url?: TextOrExpression };
  readonly from?: Origins;
}

import type { RuleSwitch } from '../directives/rewrite-rule.js';
import type { Origin, Origins } from './origin.js';
import type { Condition, Regex } from './text.js';

/** What a RewriteCond compares its text with. */
export type RewriteTest =
  | { readonly kind: 'pattern'; readonly regex: Regex }
  /** `-f -s -d -x -L`: what the text is as a path of the file system. */
  | { readonly kind: 'path'; readonly is: 'file' | 'filled' | 'folder' | 'executable' | 'link' }
  /** `-U` and `-F`: whether a request for it would be served. */
  | { readonly kind: 'served'; readonly as: 'uri' | 'file' }
  | {
      readonly kind: 'text';
      readonly operator: '<' | '<=' | '=' | '>=' | '>';
      readonly text: string;
      readonly ignoreCase?: boolean;
    }
  | { readonly kind: 'number'; readonly operator: '<' | '<=' | '=' | '>=' | '>'; readonly number: number }
  /** `RewriteCond expr`. */
  | { readonly kind: 'expression'; readonly condition: Condition };

/** One RewriteCond; `text` is what is tested, as written. */
export interface RewriteCondition {
  readonly text: string;
  readonly test: RewriteTest;
  readonly negated: boolean;
  /** OR: one of this and the next is enough. */
  readonly orNext?: boolean;
  /** NV: what it looks at is not told in Vary. */
  readonly noVary?: boolean;
}

/** One RewriteRule with the conditions before it. */
export interface RewriteRule {
  readonly pattern: Regex;
  readonly negated: boolean;
  readonly substitution: string;
  readonly flags: readonly RuleSwitch[];
  readonly conditions: readonly RewriteCondition[];
  /** The status of a redirect, or the one the request ends with. */
  readonly status: number;
  /** How many rules behind it are passed over. */
  readonly skip?: number;
  /** How many rounds N may begin. */
  readonly rounds?: number;
  /** `name:value`, `name` or `!name`. */
  readonly environment?: readonly string[];
  readonly cookies?: readonly string[];
  readonly type?: string;
  readonly handler?: string;
  /** Characters of groups that are escaped, and those that are not. */
  readonly escapes?: string;
  readonly keeps?: string;
  readonly from: Origin;
}

/** Words of RewriteOptions. */
export type RewriteOption =
  | 'AllowAnyURI'
  | 'AllowNoSlash'
  | 'IgnoreContextInfo'
  | 'IgnoreInherit'
  | 'Inherit'
  | 'InheritBefore'
  | 'InheritDown'
  | 'InheritDownBefore'
  | 'LegacyPrefixDocRoot'
  | 'MergeBase'
  | 'UnsafePrefixStat';

/** A RewriteMap: a text file, one whose values are lists to choose from, or a function. */
export type RewriteMap =
  | { readonly kind: 'text' | 'random'; readonly path: string }
  | { readonly kind: 'function'; readonly name: 'tolower' | 'toupper' | 'escape' | 'unescape' };

/** mod_rewrite outside sections: the rules of the translate phase. */
export interface ServerRewrite {
  /** Whether anything of the server is written for mod_rewrite; a virtual host without it has no rules at all. */
  readonly written?: true;
  readonly options?: readonly RewriteOption[];
  readonly rules: readonly RewriteRule[];
  readonly maps: Readonly<Record<string, RewriteMap>>;
}

/** mod_rewrite in a section: the rules of the fixup phase. */
export interface RewriteSettings {
  readonly engine?: boolean;
  readonly options?: readonly RewriteOption[];
  readonly baseUrl?: string;
  readonly rules?: readonly RewriteRule[];
  /** What the section is for, with a slash at its end; absent outside sections. */
  readonly directory?: string;
  readonly from?: Origins;
}

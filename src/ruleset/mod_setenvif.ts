import type { Origin, Origins } from './origin.js';
import type { Condition, Regex } from './text.js';

/** One SetEnvIf, SetEnvIfNoCase, BrowserMatch or SetEnvIfExpr. */
export interface EnvironmentTest {
  readonly test:
    | {
        readonly kind: 'attribute';
        readonly attribute:
          | 'Remote_Addr'
          | 'Remote_Host'
          | 'Request_URI'
          | 'Request_Method'
          | 'Request_Protocol'
          | 'Server_Addr';
        readonly regex: Regex;
      }
    | { readonly kind: 'header'; readonly header: string; readonly regex: Regex }
    /** Header names given as a pattern: the first that matches counts. */
    | { readonly kind: 'headers'; readonly name: Regex; readonly regex: Regex }
    | { readonly kind: 'variable'; readonly variable: string; readonly regex: Regex }
    | { readonly kind: 'expression'; readonly condition: Condition };
  /** `value` absent means `1`; `null` unsets. `$n` are groups. */
  readonly variables: readonly { readonly name: string; readonly value: string | null }[];
  readonly from: Origin;
}

export interface SetEnvIfSettings {
  readonly tests?: readonly EnvironmentTest[];
  readonly from?: Origins;
}

import type { Origins } from './origin.js';

/** Settings of mod_auth_kerb 5.4; absent means the module's default. */
export interface AuthKerbSettings {
  readonly methodNegotiate?: boolean;
  readonly methodK5Passwd?: boolean;
  readonly authRealms?: readonly string[];
  readonly verifyKdc?: boolean;
  /** `any` is KrbServiceName Any. */
  readonly serviceName?:
    | { readonly kind: 'any' }
    | { readonly kind: 'service'; readonly service: string }
    | { readonly kind: 'principal'; readonly principal: string };
  readonly keytab?: string;
  readonly authoritative?: boolean;
  readonly delegateBasic?: boolean;
  readonly localUserMapping?: boolean;
  readonly saveCredentials?: boolean;
  readonly constrainedDelegation?: boolean;
  readonly from?: Origins;
}

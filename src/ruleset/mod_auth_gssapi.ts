import type { AttributeExpression } from '../directives/required-attributes.js';
import type { Origins } from './origin.js';

/** A session key: 32 bytes in base64, or a file that holds them. */
export type SessionKey =
  | { readonly kind: 'key'; readonly base64: string }
  | { readonly kind: 'file'; readonly path: string };

/** Settings of mod_auth_gssapi; absent flags are Off. */
export interface AuthGssapiSettings {
  readonly sslOnly?: boolean;
  readonly localName?: boolean;
  readonly connectionBound?: boolean;
  readonly signalPersistentAuth?: boolean;
  readonly useSessions?: boolean;
  readonly sessionKey?: SessionKey;
  readonly credentialStore?: Readonly<Record<string, string>>;
  readonly acceptorName?: { readonly kind: 'name'; readonly name: string } | { readonly kind: 'hostname' };
  readonly basicAuth?: boolean;
  /** Dotted OIDs. */
  readonly basicAuthMechanisms?: readonly string[];
  /** Dotted OIDs. */
  readonly allowedMechanisms?: readonly string[];
  /** Seconds. */
  readonly basicTicketTimeout?: number;
  readonly negotiateOnce?: boolean;
  readonly publishErrors?: boolean;
  readonly publishMechanism?: boolean;
  readonly nameAttributes?: NameAttributeSettings;
  readonly requiredAttributes?: AttributeExpression;
  /** The folder for delegated credentials; a byte string. */
  readonly delegCcacheDir?: string;
  /** KRB5CCNAME if absent. */
  readonly delegCcacheEnvVar?: string;
  readonly delegCcacheUnique?: boolean;
  readonly delegCcacheMode?: number;
  readonly delegCcacheOwner?: number;
  readonly delegCcacheGroup?: number;
  readonly useS4u2Proxy?: boolean;
  readonly impersonate?: boolean;
  readonly from?: Origins;
}

/** What is exported of the attributes of a user's name. */
export interface NameAttributeSettings {
  readonly json: boolean;
  /** An attribute that is named twice goes into the first variable. */
  readonly variables: readonly { readonly variable: string; readonly attribute: string }[];
}

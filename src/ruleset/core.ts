import type { Origins } from './origin.js';
import type { Regex, TextOrExpression } from './text.js';

/** What an ErrorDocument names (core). `local` is a path of this server, run as an internal redirect. */
export type ErrorDocument =
  | { readonly kind: 'text'; readonly text: TextOrExpression }
  | { readonly kind: 'local'; readonly path: TextOrExpression }
  | { readonly kind: 'url'; readonly url: TextOrExpression }
  | { readonly kind: 'default' };

/** `IncludesNOEXEC` lets pages have elements, `Includes` beside it lets them include what is no text. */
export type OptionName =
  | 'ExecCGI'
  | 'FollowSymLinks'
  | 'Includes'
  | 'IncludesNOEXEC'
  | 'Indexes'
  | 'MultiViews'
  | 'SymLinksIfOwnerMatch';

/** `set` is the whole list where one was given without signs; `add` and `remove` collect the signed ones. */
export interface OptionsSetting {
  readonly set?: readonly OptionName[];
  readonly add: readonly OptionName[];
  readonly remove: readonly OptionName[];
}

/** A class of directives that AllowOverride admits in per-directory files. */
export type OverrideClass = 'AuthConfig' | 'FileInfo' | 'Indexes' | 'Limit' | 'Options';

/** What one AllowOverride line admits in per-directory files. `options`: absent means every option. */
export interface OverrideSetting {
  readonly classes: readonly OverrideClass[];
  readonly options?: readonly OptionName[];
  /** What is passed over with a warning instead of answering 500: forbidden directives, unknown ones. */
  readonly nonfatal: readonly ('Override' | 'Unknown')[];
}
export type RangeLimit = number | 'unlimited';

/** What LogLevel says: for everything, and for single modules by their short name such as `authz_core`. */
export interface LogLevels {
  readonly level?: string;
  readonly modules?: Readonly<Record<string, string>>;
}

/** Per-directory settings of core. */
export interface CoreSettings {
  readonly errorDocuments?: Readonly<Record<string, ErrorDocument>>;
  readonly options?: OptionsSetting;
  readonly override?: OverrideSetting;
  /** Directives that AllowOverrideList admits, in lower case; a section begins with `<`. */
  readonly overrideList?: readonly string[];
  readonly acceptPathInfo?: 'On' | 'Off' | 'Default';
  /** Absent: Off. */
  readonly hostnameLookups?: 'On' | 'Off' | 'Double';
  readonly useCanonicalName?: 'On' | 'Off' | 'DNS';
  readonly useCanonicalPhysicalPort?: boolean;
  readonly serverSignature?: 'On' | 'Off' | 'EMail';
  /** Bytes; 0 means no limit. */
  readonly limitRequestBody?: number;
  /** A charset name; `false` is Off, `true` is On (iso-8859-1). */
  readonly addDefaultCharset?: string | boolean;
  readonly fileETag?: readonly ('inode' | 'mtime' | 'size')[];
  /** Absent word `none` unsets; expression as written. */
  readonly forceType?: TextOrExpression;
  readonly setHandler?: TextOrExpression;
  /** Whether REDIRECT_URL is a whole URL (QualifyRedirectURL). */
  readonly qualifyRedirectUrl?: boolean;
  /** Whether REQUEST_URI of programs is the path that is served (CGIVar). */
  readonly currentRequestUri?: boolean;
  /** Names behind one another with semicolons. */
  readonly outputFilters?: string;
  /** How many parts of a file one request may ask for, how many of them overlapping and going backwards. */
  readonly maxRanges?: RangeLimit;
  readonly maxRangeOverlaps?: RangeLimit;
  readonly maxRangeReversals?: RangeLimit;
  readonly cgiPassAuth?: boolean;
  readonly logLevel?: LogLevels;
  /** Milliseconds a CGI program may be silent (CGIScriptTimeout); absent: the server's Timeout. */
  readonly scriptTimeout?: number;
  readonly from?: Origins;
}

/** A listening socket (mpm_common). An absent address means any. */
export interface ListenAddress {
  readonly address?: string;
  readonly port: number;
  readonly protocol?: string;
}

/** One address of a virtual host. */
export interface HostAddress {
  /** An address, a name or `*`, as written and without brackets. */
  readonly host: string;
  /** 0 means every port. */
  readonly port: number;
}

/** Where a server in front asks about its requests, and the addresses that may (KerbgateAuthRequest). */
export interface AuthRequests {
  readonly address: string;
  readonly port: number;
  readonly trusted: readonly string[];
}

/** Per-server settings of core and of what runs the server. */
export interface ServerCore {
  readonly serverRoot: string;
  readonly documentRoot: string;
  readonly serverName?: { readonly scheme?: string; readonly name: string };
  /** The port that URLs of this server have: ServerName's, else that of a virtual host's first address. */
  readonly port?: number;
  readonly serverAliases: readonly string[];
  /** The path by which requests without a host choose a virtual host. */
  readonly serverPath?: string;
  /** Whether a host that no server of the address has is refused. */
  readonly strictHostCheck?: boolean;
  readonly serverAdmin?: string;
  readonly listen: readonly ListenAddress[];
  /** The main server's; where it stands, questions of another server are answered and nothing is served. */
  readonly authRequests?: AuthRequests;
  /** Seconds. */
  readonly timeout: number;
  readonly keepAlive: boolean;
  /** Milliseconds. */
  readonly keepAliveTimeout: number;
  /** 0 means no limit. */
  readonly maxKeepAliveRequests: number;
  readonly serverTokens: 'Full' | 'Major' | 'Minor' | 'Minimal' | 'OS' | 'ProductOnly';
  /** How often a request is led on inside the server, and how deep subrequests go; absent: 10. */
  readonly limitInternalRecursion?: { readonly redirects: number; readonly subrequests: number };
  readonly traceEnable: 'On' | 'Off' | 'extended';
  readonly limitRequestLine: number;
  readonly limitRequestFields: number;
  readonly limitRequestFieldSize: number;
  readonly mergeSlashes: boolean;
  readonly allowEncodedSlashes: 'On' | 'Off' | 'NoDecode';
  readonly strictProtocol: boolean;
  readonly http09: boolean;
  readonly errorLog?: string;
  readonly errorLogFormat?: string;
  /** Forms of lines that are written once for a connection or request. */
  readonly errorLogConnection?: readonly string[];
  readonly errorLogRequest?: readonly string[];
  readonly pidFile?: string;
  readonly user?: string;
  readonly group?: string;
  readonly typesConfig?: string;
  /** Methods beyond httpd's own that `<Limit>` or RegisterHttpMethod name. */
  readonly registeredMethods?: readonly string[];
  /** Names of per-directory files; absent: `.htaccess`. */
  readonly accessFileNames?: readonly string[];
}

/**
 * How a section chooses requests. A Directory, with wildcards too, covers what lies below it and is written without a slash at
 * the end; Files compare the last path component as a whole.
 */
export type SectionMatch =
  /** `<Location>` literal: next character `/` or the end, or the prefix ends in `/`. */
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'wildcard'; readonly pattern: string }
  | { readonly kind: 'regex'; readonly regex: Regex };

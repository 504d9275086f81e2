import type { Decision, Plan } from '../evaluate/decision.js';
import type { Need } from '../evaluate/need.js';
import type { Step } from '../evaluate/trace.js';
import type { ListenAddress } from '../ruleset/core.js';

/** What explain is asked: a request, and what shall be supposed of it. */
export interface Question {
  readonly method: string;
  /** Path and query as a client would send them. */
  readonly target: string;
  /** Names and values in turn. */
  readonly fields: readonly string[];
  /** Who logs in with right credentials; absent: the request has only what its fields say. */
  readonly login?: SupposedLogin;
  readonly remoteAddress: string;
  /** Where the request comes in; absent: at the first Listen. */
  readonly localAddress?: ListenAddress;
  readonly secure: boolean;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** Right credentials of a user. */
export interface SupposedLogin {
  /** As the client names the user. */
  readonly user: string;
  readonly scheme: 'Negotiate' | 'Basic';
  /** As Kerberos names the user, with the realm; absent: the same. */
  readonly principal?: string;
  /** The default realm, where one is supposed: the KDC knows the user by no other name than that, and others have no local name. */
  readonly realm?: string;
}

/** Where something was written. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** For what stands in a macro: the lines that use it, the nearest first. */
  readonly used?: readonly Place[];
}

/** Something that evaluation asked of the outside world, and what it was told. */
export interface AskedStep {
  readonly step: 'asked';
  readonly need: Need['need'];
  readonly what: string;
  readonly answer: string;
}

/** A look at another path or file on behalf of a request. */
export interface SubrequestStep {
  readonly step: 'subrequest';
  readonly target: string;
  readonly events: readonly Event[];
}

export type Event = Step | AskedStep | SubrequestStep;

/** A section that was looked at. */
export interface ExplainedSection extends Place {
  readonly title: string;
  readonly matched: boolean;
}

/** What a section says. */
export interface ExplainedContribution extends ExplainedSection {
  readonly settings: readonly (ExplainedSetting & { readonly replaces?: ExplainedSetting })[];
  /** What sections before it said of modules that do not merge: it does not count any more. */
  readonly drops?: readonly ExplainedSetting[];
}

/** A directive whose setting is in force. */
export interface ExplainedSetting extends Place {
  readonly module: string;
  readonly directive: string;
  /** The line as written, where it can be read. */
  readonly written?: string;
}

/** One request of the chain: the client's, then one for each internal redirect. */
export interface ExplainedExchange {
  readonly method: string;
  readonly target: string;
  readonly file?: string;
  readonly handler?: string;
  readonly contentType?: string;
  /** Those that matched in the order they were merged, then those that did not. */
  readonly sections: readonly (ExplainedContribution | ExplainedSection)[];
  readonly settings: readonly ExplainedSetting[];
  readonly events: readonly Event[];
  readonly user?: string;
  readonly authType?: string;
  /** Variables set by directives and modules. */
  readonly variables: Readonly<Record<string, string>>;
}

/** How a request is decided and why; plain data. */
export interface Explanation {
  readonly exchanges: readonly ExplainedExchange[];
  readonly decision: Decision;
  readonly plan: Plan;
  /** The status the client gets, as far as it is known without running the content. */
  readonly status: number;
  /** Header fields the answer carries besides those of its content. */
  readonly fields: readonly (readonly [string, string])[];
}

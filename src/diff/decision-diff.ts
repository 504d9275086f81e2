import type { Place } from '../explain/explanation.js';

/** What a request comes to, as far as it is a matter of who gets what. */
export interface Verdict {
  readonly kind: 'granted' | 'challenge' | 'denied' | 'redirect' | 'error';
  /** The status that the configuration gives; 200 where content follows. */
  readonly status: number;
  readonly user?: string;
  /** The challenges, without tokens. */
  readonly challenges: readonly string[];
  /** What is run or sent: a file, a program, an upstream, a place, a page. */
  readonly target: string;
  /** Request fields that an upstream or a program gets otherwise than the client sent them. */
  readonly identity: readonly (readonly [name: string, value: string])[];
  /** Values that a client made up and that reach an upstream or a program under names the configuration uses. */
  readonly forged: readonly string[];
  /** How the login was proven, and by which keys and files. */
  readonly proof: readonly string[];
  /** What per-directory files may say there. */
  readonly override: string;
}

/** A verdict with the lines it rests on. */
export interface PlacedVerdict {
  readonly verdict: Verdict;
  /** In words. */
  readonly text: string;
  /** The lines that decide, the most important first. */
  readonly origins: readonly PlacedLine[];
}

export interface PlacedLine {
  readonly directive: string;
  readonly place: Place;
}

export type WarningCode =
  | 'granted-now'
  | 'fewer-demands'
  | 'other-user'
  | 'password-in-clear'
  | 'forged-field'
  | 'trace'
  | 'htaccess';

/** Something that opens. */
export interface Opening {
  readonly code: WarningCode;
  readonly message: string;
}

/** What of two verdicts differs. `status`: whether the request is let in, and with which status it is answered otherwise. */
export type Aspect =
  | 'status'
  | 'challenge'
  | 'user'
  | 'target'
  | 'identity'
  | 'forged'
  | 'proof'
  | 'override';

/** Requests that are decided differently in the same way. */
export interface DecisionClass {
  /** The server, as a client names it; where others decide alike, the first of them and how many there are. */
  readonly server: string;
  /** All of them. */
  readonly servers: readonly string[];
  /** Sets of paths in words; `except` are paths within that are decided otherwise. */
  readonly paths: readonly string[];
  readonly except: readonly string[];
  /** Names, and `every other method (NAME)` for those that neither configuration names; absent where all methods are decided alike. */
  readonly methods?: readonly string[];
  readonly credentials?: readonly string[];
  /** What else has to be so. */
  readonly conditions: readonly string[];
  readonly before: PlacedVerdict;
  readonly after: PlacedVerdict;
  /** What differs between the two, so that it can be explained by what is responsible for it. */
  readonly aspects: readonly Aspect[];
  readonly openings: readonly Opening[];
  readonly example: Example;
  /** How many requests of those that were tried it has. */
  readonly requests: number;
}

/** A request of a class. */
export interface Example {
  readonly request: string;
  /** Command lines that explain it under either configuration. */
  readonly before: string;
  readonly after: string;
  /** What the command cannot suppose and the example does. */
  readonly supposing: readonly string[];
}

/** Something that decides, and of which it is not known how. */
export interface Undecided {
  readonly what: string;
  readonly why: string;
  readonly side: 'old' | 'new' | 'both';
  readonly places: readonly Place[];
}

/** How much was tried. */
export interface DiffEffort {
  readonly paths: number;
  readonly requests: number;
  /** What was cut off, if anything. */
  readonly cutOff: readonly string[];
  /** What was not tried, or not with everything, place by place; places that have changed first. */
  readonly untried: readonly Untried[];
}

/** A place of which a limit left out requests. */
export interface Untried {
  /** A section, or the path that it is known by. */
  readonly what: string;
  readonly why: string;
  /** Whether the two configurations say different things there. */
  readonly changed: boolean;
  readonly side: 'old' | 'new' | 'both';
  readonly places: readonly Place[];
  /** How many of its paths, and one of them. */
  readonly paths: number;
  readonly example: string;
}

/** Which requests two configurations decide differently; plain data. */
export interface DiffResult {
  readonly changed: boolean;
  /** Openings first. */
  readonly classes: readonly DecisionClass[];
  readonly undecided: readonly Undecided[];
  readonly effort: DiffEffort;
}

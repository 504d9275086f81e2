import type { Diagnostic, Severity } from '../source/diagnostic.js';
import type { SourceFile, Span } from '../source/file.js';
import type { Macros } from './macro.js';
import type { LoadedModules } from './modules.js';
import type { BindOptions } from './options.js';
import { definitionsOf, type Uses, type Variable } from './provenance.js';

/** All that one binding gathers; reading fills it in file order. */
export interface Run {
  readonly options: BindOptions;
  readonly loaded: LoadedModules;
  /** False until a LoadModule line is known to exist: then all modules count. */
  readonly listed: boolean;
  /** Defined names; one that the command line gives several times must be undefined as often. */
  /** The text is a part of a configuration: what it loads is there, and all other modules are too. */
  readonly part: boolean;
  readonly defines: Map<string, number>;
  /** By name in lower case. */
  readonly variables: Map<string, Variable>;
  /** Where variables were replaced. */
  readonly uses: Uses;
  readonly files: SourceFile[];
  readonly diagnostics: Diagnostic[];
  /** What is odd and right to httpd; only `check` tells it. */
  readonly notes: Diagnostic[];
  /** Numbers of methods that only `<Limit>` named. */
  readonly methods: Map<string, bigint>;
  readonly macros: Macros;
  serverRoot: string;
  /** Bytes that the values of variables may still put in. */
  roomForValues: number;
  /** Bytes that included files may still have. */
  roomForFiles: number;
  /** Lines that may still be read, of files and of macros. */
  roomForLines: number;
  /** Something went round in a circle: nothing further is read. */
  ended: boolean;
  /** A LoadModule line came up although `listed` is false: reading starts over. */
  sawLoadModule: boolean;
}

/** What a report may say beside its message. */
export interface Details {
  readonly severity?: Severity;
  readonly stage?: 'read' | 'bind';
  readonly hint?: string | undefined;
  readonly why?: string | undefined;
  readonly related?: Diagnostic['related'];
  readonly missingHere?: true | undefined;
}

/**
 * Adds a finding: an error of binding unless told otherwise. Where a variable brought in what it is about, it tells where that was
 * defined.
 */
export function report(run: Run, code: string, span: Span, message: string, details: Details = {}): void {
  const { severity = 'error', stage = 'bind', hint, why, missingHere } = details;
  const related = [...(details.related ?? []), ...definitionsOf(run.uses, span)];
  run.diagnostics.push({
    code,
    severity,
    stage,
    span,
    message,
    ...(why === undefined ? {} : { why }),
    ...(hint === undefined ? {} : { hint }),
    ...(related.length === 0 ? {} : { related }),
    ...(missingHere ? { missingHere } : {}),
  });
}

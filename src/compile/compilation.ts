import type { Bound, BoundConfiguration } from '../bind/bound.js';
import type { Origin, WrittenPlace } from '../ruleset/origin.js';
import type { VirtualHost } from '../ruleset/ruleset.js';
import type { Diagnostic, Severity } from '../source/diagnostic.js';
import { positionAt, type SourceFile, type Span } from '../source/file.js';
import { wayTo, writtenAt } from '../source/written.js';
import type { ServerDraft } from './draft.js';
import type { Finding } from './lowering.js';
import type { ProviderAliases } from './provider-aliases.js';

/** What one run of the compiler carries along. */
export interface Compilation {
  readonly bound: BoundConfiguration;
  /** The server whose directives are being lowered. */
  readonly server: ServerDraft;
  readonly hosts: VirtualHost[];
  readonly origins: OriginTable;
  readonly findings: Diagnostic[];
  /** Names of partly served directives that were told about already. */
  readonly told: Set<string>;
  readonly nextId: () => number;
  readonly aliases: ProviderAliases;
}

export function newCompilation(bound: BoundConfiguration, server: ServerDraft): Compilation {
  let last = 0;
  return {
    bound,
    server,
    hosts: [],
    origins: originTable(bound.files),
    findings: [],
    told: new Set(),
    nextId: () => ++last,
    aliases: { authn: new Map(), authz: new Map() },
  };
}

/** Turns spans into origins; files that were not announced are added behind. */
export interface OriginTable {
  readonly files: string[];
  readonly of: (span: Span) => Origin;
}

function originTable(announced: readonly SourceFile[]): OriginTable {
  const numbers = new Map<SourceFile, number>();
  const files: string[] = [];
  const numberOf = (file: SourceFile): number => {
    const known = numbers.get(file);
    if (known !== undefined) return known;
    numbers.set(file, files.length);
    return files.push(file.path) - 1;
  };
  announced.forEach(numberOf);
  const placeOf = ({ file, start }: Span): WrittenPlace => ({
    file: numberOf(file),
    ...positionAt(file, start),
  });
  return {
    files,
    of: (span) => {
      if (!span.file.pieces) return placeOf(span);
      const uses = wayTo(span).filter(({ how }) => how === 'used');
      return { ...placeOf(writtenAt(span)), used: uses.map((use) => placeOf(use.span)) };
    },
  };
}

/** Adds a finding about a directive. */
export function report(
  { findings }: Compilation,
  item: Bound,
  severity: Severity,
  message: string,
  { code = 'bad-value', nowhere = false, hint, why }: Finding = {},
): void {
  const span = writtenSpan(item);
  findings.push({
    code,
    severity,
    stage: 'compile',
    message,
    ...(nowhere ? { related: [{ span, message: `${item.name} stands here` }] } : { span }),
    ...(why === undefined ? {} : { why }),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** From the directive's name, or a section's `<`, to its last argument. */
export function writtenSpan({ kind, at }: Bound): Span {
  const { nameSpan, args } = at;
  const start = kind === 'section' ? nameSpan.start - 1 : nameSpan.start;
  return { file: nameSpan.file, start, end: Math.max(nameSpan.end, args.span.end) };
}

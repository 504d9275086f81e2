import type { Severity } from '../source/diagnostic.js';
import type { Span } from '../source/file.js';
import { writtenAt } from '../source/written.js';
import type { Finding } from './finding.js';
import { clouds } from './gaps.js';
import { isLine, type Line, roomOf, spanOf } from './line.js';
import { type Messages, worded } from './message.js';
import type { Place } from './place.js';
import type { Found, LintRule, Report } from './rule.js';
import type { ServerView } from './server-view.js';
import type { Site } from './site.js';

/** A rule that is on, with the severity it has here. */
export interface ActiveRule {
  readonly rule: LintRule;
  readonly severity: Severity;
}

/** Looks at a site with some rules; what one finds more than once at one place is told once. In the order of files and lines. */
export function lint(site: Site, active: readonly ActiveRule[]): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const telling = new Map<string, number>();
  let here: Place | undefined;
  const reports = active.map(({ rule, severity }) => {
    const report: Report<Messages> = (found) => {
      const finding = findingOf(rule, severity, found, site);
      const key = keyOf(finding, found.message);
      // Of several requests that show the same thing one with a proof is told, of these one that the line's own section decides.
      const tells = (finding.proof ? 2 : 0) + ownShare(found.at, here, site);
      if (tells <= (telling.get(key) ?? -1)) return;
      telling.set(key, tells);
      findings.set(key, finding);
    };
    return { rule, report };
  });
  for (const { rule, report } of reports) runRule(rule, report, site);
  // Rules ask the same of a place, so that each place is done with before the next.
  const onPlaces = reports.filter(({ rule }) => rule.on.place);
  for (const place of site.places) {
    here = place;
    for (const { rule, report } of onPlaces)
      if (isSure(rule, place.server, place.sections, site)) rule.on.place!(place, report, site);
  }
  here = undefined;
  for (const { rule, report } of reports) rule.on.site?.(site, report);
  return inFileOrder(findings.values(), active, site);
}

/** How much of what decides a place is the section that a line stands in: 1 for that section alone, 0 where another one decides. */
function ownShare(at: Line | Span, place: Place | undefined, site: Site): number {
  if (!place || !isLine(at) || place.sections.length === 0) return 0;
  return roomOf(at) === site.lineAt(place.from) ? 1 / place.sections.length : 0;
}

function runRule(rule: LintRule, report: Report<Messages>, site: Site): void {
  const { on } = rule;
  for (const [name, look] of Object.entries(on.lines ?? {}))
    for (const line of site.named(name)) look(line, report, site);
  const { names = [], line: look } = on.named ?? {};
  for (const line of names.flatMap(site.named)) look?.(line, report, site);
  if (on.everyLine) for (const line of site.lines) on.everyLine(line, report, site);
  if (on.file) for (const file of site.files) on.file(file, report, site);
  if (on.server)
    for (const server of site.servers) if (isSure(rule, server, [], site)) on.server(server, report, site);
}

/** Whether all lines are understood that could undo what a rule finds at a place. */
function isSure(rule: LintRule, server: ServerView, sections: Place['sections'], site: Site): boolean {
  // Lines that are shown without their section are seldom all of it.
  if (site.bare.length > 0 && rule.judges === 'absence') return false;
  if (site.gaps.length === 0) return true;
  const rooms = new Set([server.virtualHost, ...sections].flatMap((each) => site.lineAt(each?.from) ?? []));
  return !site.gaps.some((gap) => {
    if (gap.room && gap.room.name !== '<VirtualHost') return rooms.has(gap.room) && clouds(gap, rule);
    const counts = gap.room === undefined || rooms.has(gap.room);
    return counts && rule.judges === 'server' && clouds(gap, rule);
  });
}

function findingOf(rule: LintRule, severity: Severity, found: Found<Messages>, site: Site): Finding {
  // What a template says is not all there when it is read: nothing of it is written back.
  const isFixable = isLine(found.at) && !found.at.at.nameSpan.file.pieces && !site.loaded.controls;
  const fix = isFixable ? rule.fixes?.[found.message] : undefined;
  const { fill } = found as { readonly fill?: Readonly<Record<string, string>> };
  return {
    rule,
    id: rule.id,
    group: rule.group,
    severity,
    message: worded(rule.messages[found.message]!, fill),
    span: spanAt(found.at),
    related: (found.related ?? []).map(({ at, message }) => ({ span: spanAt(at), message })),
    // No server begins with a per-directory file, so none can be asked.
    ...(found.remedy !== undefined && { remedy: found.remedy }),
    ...(found.proof && !site.loaded.isPerDirectory && { proof: found.proof }),
    ...(fix && { fix: { ...fix, line: found.at as Line } }),
  };
}

const spanAt = (at: Line | Span): Span => (isLine(at) ? spanOf(at) : at);

function keyOf({ id, span }: Finding, message: string): string {
  const { file, start, end } = writtenAt(span);
  return `${id} ${message} ${start} ${end} ${file.path}`;
}

/** Findings of one place are in the order of the rules. */
function inFileOrder(
  findings: Iterable<Finding>,
  active: readonly ActiveRule[],
  { files }: Site,
): readonly Finding[] {
  const ranks = new Map(files.map(({ path }, at) => [path, at]));
  const order = new Map(active.map(({ rule }, at) => [rule, at]));
  const placed = Array.from(findings, (finding) => ({ finding, at: writtenAt(finding.span) }));
  const rank = ({ at }: (typeof placed)[number]): number => ranks.get(at.file.path) ?? ranks.size;
  const orderOf = ({ finding }: (typeof placed)[number]): number => order.get(finding.rule)!;
  return placed
    .sort(
      (left, right) =>
        rank(left) - rank(right) || left.at.start - right.at.start || orderOf(left) - orderOf(right),
    )
    .map(({ finding }) => finding);
}

import type { Severity } from '../source/diagnostic.js';
import type { Finding } from './finding.js';
import { type Disabling, withoutDisabled } from './ignore.js';
import { worded } from './message.js';
import { unusedDisable } from './rules/unused-disable.js';
import { type ActiveRule, lint } from './run.js';
import type { Site } from './site.js';

/** What came of looking at a site. */
export interface Inspection {
  readonly findings: readonly Finding[];
  /** How many findings comments switch off. */
  readonly ignored: number;
}

/** All findings that count: comments that switch rules off are heeded, and told where they do nothing. */
export function inspect(site: Site, active: readonly ActiveRule[], known: ReadonlySet<string>): Inspection {
  const { findings, ignored, unused } = withoutDisabled(lint(site, active), site.files);
  const own = active.find(({ rule }) => rule === unusedDisable);
  if (!own) return { findings, ignored };
  // A rule that is off cannot find what the comment is there for.
  const on = new Set(active.map(({ rule }) => rule.id));
  const isMeant = ({ ids }: Disabling): boolean => ids.every((id) => on.has(id) || !known.has(id));
  const told = unused.filter(isMeant).map((each) => unusedFinding(each, own.severity, known));
  return { findings: [...findings, ...told], ignored };
}

function unusedFinding({ span, ids }: Disabling, severity: Severity, known: ReadonlySet<string>): Finding {
  const strange = ids.filter((id) => !known.has(id));
  const { unused, unknown } = unusedDisable.messages;
  const message =
    strange.length > 0 ? worded(unknown!, { names: strange.map((id) => `"${id}"`).join(' or ') }) : unused!;
  const { id, group } = unusedDisable;
  return { rule: unusedDisable, id, group, severity, message, span: withoutEnd(span), related: [] };
}

function withoutEnd(span: Disabling['span']): Disabling['span'] {
  const text = span.file.text.slice(span.start, span.end);
  return { ...span, end: span.start + text.trimEnd().length };
}

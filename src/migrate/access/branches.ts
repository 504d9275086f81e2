import { allLines, type Line, rawOf, titleOf, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { TextEdit } from '../../syntax/edit.js';
import { removeItem } from '../../syntax/edit-remove.js';
import { unwrapSection } from '../../syntax/edit-wrap.js';
import type { MigrationChange } from '../migration.js';
import { oldNames } from './old-line.js';
import { versionIsMet } from './placed-lines.js';

/** Whether 2.4 without mod_access_compat reads a branch; `undefined`: it depends on something else. */
export function isReadBy24(section: Line): boolean | undefined {
  if (section.name === '<IfVersion') return versionIsMet(rawOf(section));
  if (section.name !== '<IfModule') return undefined;
  const [condition = ''] = valuesOf(section);
  const module = moduleOf(condition);
  const isNegated = condition.startsWith('!');
  if (always.test(module)) return !isNegated;
  return gone.test(module) ? isNegated : undefined;
}

const always = /^(?:authz_core|authn_core)$/;
const gone = /^(?:access_compat|access|auth|authz_default|authn_default)$/;

const moduleOf = (condition: string): string =>
  condition
    .replace(/^!/, '')
    .trim()
    .toLowerCase()
    .replace(/^mod_|\.c$|_module$/g, '');

/** Blocks for 2.2 beside those for 2.4: only the latter stay, without the condition. */
export function branchChanges(site: Site): readonly MigrationChange[] {
  const changes: MigrationChange[] = [];
  const done = new Set<Line>();
  for (const line of site.lines) {
    if (line.around.some((outer) => done.has(outer)) || done.has(line) || line.at.span.file.pieces) continue;
    const isNested = line.around.some((outer) => isReadBy24(outer) === false && hasOldLines(outer));
    if (isNested || isReadBy24(line) !== false || !hasOldLines(line)) continue;
    const partner = partnerOf(line);
    const change = isCompat(line) && !partner ? unwrapped(line) : dropped(line, partner);
    if (!change) continue;
    changes.push(change);
    done.add(line);
    if (partner) done.add(partner);
  }
  return changes;
}

const hasOldLines = (section: Line): boolean =>
  [...allLines(section.inner)].some(({ name }) => oldNames.has(name));

/** The condition that today's httpd fulfils, with mod_access_compat. */
const isCompat = (line: Line): boolean =>
  line.name === '<IfModule' && /^access_compat/.test(moduleOf(rawOf(line)));

/** The block beside it that is read where this one is not. */
function partnerOf(line: Line): Line | undefined {
  const at = line.siblings.indexOf(line);
  return [line.siblings[at - 1], line.siblings[at + 1]].find(
    (other) => other && other.name === line.name && isReadBy24(other) === true && isOpposite(line, other),
  );
}

function isOpposite(one: Line, other: Line): boolean {
  return one.name === '<IfVersion' || moduleOf(rawOf(one)) === moduleOf(rawOf(other));
}

const isAboutAccess = ({ name }: Line): boolean =>
  oldNames.has(name) ||
  name.startsWith('<Limit') ||
  /^<?Require/.test(name) ||
  /^<If(?:Module|Version)$/.test(name);

function dropped(line: Line, partner: Line | undefined): MigrationChange | undefined {
  // What is read today must not be lost with it.
  if (isCompat(line) && ![...allLines(line.inner)].every(isAboutAccess)) return undefined;
  const edits: TextEdit[] = [...(removeItem(line.at).edits ?? [])];
  if (partner && partner.at.kind === 'section') {
    const { edits: more } = unwrapSection(partner.at);
    if (!more) return undefined;
    edits.push(...more);
  }
  const lost = [...allLines(line.inner)].map((each) => `"${titleOf(each)}"`).join(', ');
  return {
    at: line,
    edits,
    entry: {
      kind: 'dropped',
      mapping: 'block-for-2.2',
      after: partner ? partner.inner.map(titleOf) : [],
      message: `${isCompat(line) ? 'Without mod_access_compat httpd' : 'httpd'} 2.4 does not read this block (${lost})${partner ? `; the one beside it for 2.4, ${titleOf(partner)}, stays without its condition` : ''}.`,
      ...(isCompat(line) && { mayChange: ['granted', 'status', 'challenges', 'user'] as const }),
    },
  };
}

function unwrapped(line: Line): MigrationChange | undefined {
  if (line.at.kind !== 'section') return undefined;
  const { edits } = unwrapSection(line.at);
  return (
    edits && {
      at: line,
      edits,
      entry: {
        kind: 'rewritten',
        mapping: 'block-for-2.2',
        after: [],
        message: `What is in ${titleOf(line)} holds today and becomes Require lines, which need no condition.`,
      },
    }
  );
}

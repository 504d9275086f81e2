import type { Closing, Section } from '../syntax/tree.js';
import type { ReadItem } from './read-item.js';

/** What is open where reading stands in one file: sections, and conditional sections that are read. */
export interface Nest {
  /** What was read at the top level of the file. */
  readonly items: ReadItem[];
  /** Innermost last. */
  readonly open: OpenSection[];
  /** How many open ones bear a name, in lower case. */
  readonly names: Map<string, number>;
}

interface OpenSection {
  readonly at: Section;
  readonly key: string;
  /** A conditional section leaves no trace: its contents belong to what is around it. */
  readonly branch: boolean;
  readonly items: ReadItem[];
}

/** Nothing is open. */
export function emptyNest(): Nest {
  return { items: [], open: [], names: new Map() };
}

/** Adds what was read. */
export function addRead(nest: Nest, item: ReadItem): void {
  (nest.open.at(-1)?.items ?? nest.items).push(item);
}

/** Enters a section whose contents the walk judges. */
export function enterSection(nest: Nest, at: Section): void {
  const items: ReadItem[] = [];
  addRead(nest, { kind: 'section', at, items });
  enter(nest, { at, key: at.name.toLowerCase(), branch: false, items });
}

/** Enters a conditional section whose contents are read. */
export function enterBranch(nest: Nest, at: Section): void {
  enter(nest, { at, key: at.name.toLowerCase(), branch: true, items: nest.open.at(-1)?.items ?? nest.items });
}

function enter(nest: Nest, section: OpenSection): void {
  nest.open.push(section);
  nest.names.set(section.key, (nest.names.get(section.key) ?? 0) + 1);
}

/** What is wrong with a closing tag. */
export interface ClosingProblem {
  readonly code: 'section-not-open' | 'close-unterminated' | 'section-mismatch';
  /** The section that should have been closed. */
  readonly expected: Section | undefined;
}

/** Whether a line, as it is written, ends the conditional section it stands in: nothing may follow the tag. */
export function endsBranch(nest: Nest, { text }: Closing): boolean {
  const innermost = nest.open.at(-1);
  if (!innermost?.branch || text.toLowerCase() !== `</${innermost.key}>`) return false;
  leave(nest);
  return true;
}

/**
 * Takes a closing tag, variables replaced. A conditional section starts afresh: a tag does not close what is open around it.
 * A wrong tag closes the section it names, if that is open, else the innermost one, so that one mistake is one error.
 */
export function closeSection(nest: Nest, closing: Closing): ClosingProblem | undefined {
  const key = closing.name.toLowerCase();
  const innermost = nest.open.at(-1);
  const stray = !innermost || innermost.branch;
  const problem = stray ? 'section-not-open' : problemOf(closing, key, innermost.key);
  if (nest.names.has(key)) while (leave(nest).key !== key);
  else if (!stray) leave(nest);
  return problem && { code: problem, expected: innermost?.at };
}

function problemOf(
  { terminated }: Closing,
  key: string,
  expected: string,
): ClosingProblem['code'] | undefined {
  if (!terminated) return 'close-unterminated';
  return key === expected ? undefined : 'section-mismatch';
}

function leave(nest: Nest): OpenSection {
  const section = nest.open.pop()!;
  const count = nest.names.get(section.key)! - 1;
  if (count === 0) nest.names.delete(section.key);
  else nest.names.set(section.key, count);
  return section;
}

/** The sections that httpd misses at the end of a file, innermost first: those around a conditional one that is read, or in none. */
export function notClosed(nest: Nest): readonly Section[] {
  const outermost = nest.open.findIndex(({ branch }) => branch);
  return nest.open
    .slice(0, outermost === -1 ? undefined : outermost)
    .map(({ at }) => at)
    .reverse();
}

/** Conditional sections that are read and not closed at the end of a file, which httpd takes. */
export function openBranches(nest: Nest): readonly Section[] {
  return nest.open.filter(({ branch }) => branch).map(({ at }) => at);
}

/** Whether a section of a name is open. */
export function isOpen(nest: Nest, name: string): boolean {
  return nest.names.has(name.toLowerCase());
}

import { lookUp, type Registered } from '../directives/index.js';
import { type VersionTest, versionHolds } from '../directives/mod_version.js';
import type { BranchArguments } from '../directives/section-words.js';
import { tagSpan } from '../syntax/items.js';
import type { Arguments, Section } from '../syntax/tree.js';
import { makeArguments } from '../syntax/words.js';
import { argumentInput } from './input.js';
import { inForce, isLoaded } from './modules.js';
import { exists } from './paths.js';
import { type Run, report } from './run.js';
import { reportUnterminated } from './structure.js';
import { loadedStranger } from './unknown.js';

type Decide = (run: Run, args: BranchArguments) => boolean;

const decisions: Readonly<Record<string, Decide>> = {
  ifmodule: (run, { name }) => isLoaded(run.loaded, name),
  ifdefine: (run, { name }) => run.defines.has(name),
  iffile: (run, { name }) => exists(run.serverRoot, name),
  ifdirective: (run, { name }) => isKnown(run, name),
  ifsection: (run, { name }) => isKnown(run, `<${name}`),
};

/** Whether a section is decided while reading. */
export function isBranch(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'ifversion' || Object.hasOwn(decisions, lower);
}

/** Whether the contents of a branch are read; a wrong one is reported and left out. */
export function decideBranch(run: Run, at: Section): boolean {
  const entry: Registered = lookUp(at.name, 'section')[0]!;
  const { name } = entry;
  if (!at.terminated && name !== 'IfVersion') {
    reportUnterminated(run, at, name, 'read');
    return false;
  }
  const args = name === 'IfVersion' ? wholeTag(at) : at.args;
  const parsed = entry.definition.args.parse(argumentInput(run, name, args));
  if ('problem' in parsed) {
    const { problem, hint } = parsed;
    report(run, 'bad-arguments', tagSpan(at), problem, { stage: 'read', hint });
    return false;
  }
  if (name === 'IfVersion') return versionHolds(parsed.value as VersionTest);
  const asked = parsed.value as BranchArguments;
  return decisions[name.toLowerCase()]!(run, asked) !== asked.negated;
}

/** mod_version cuts all of the tag into words, its `>` and what follows that too. */
function wholeTag({ args, terminated, after }: Section): Arguments {
  const raw = terminated ? `${args.raw}>${after}` : args.raw;
  return makeArguments(raw, args.span, () => args.span);
}

const isForeign = (run: Run, name: string): boolean => loadedStranger(run, name) !== undefined;

/** A name with `<` is a section's. */
function isKnown(run: Run, name: string): boolean {
  const section = name.startsWith('<');
  const bare = section ? name.slice(1) : name;
  return inForce(run.loaded, bare, section ? 'section' : 'directive').length > 0 || isForeign(run, bare);
}

import { bytesOf } from '../source/decode.js';
import type { Diagnostic } from '../source/diagnostic.js';
import { resolveInclude } from '../source/include.js';
import { readSource } from '../source/reader.js';
import { parseConfig } from '../syntax/parse.js';
import type { Directive, Item, Section } from '../syntax/tree.js';
import { expandArguments } from '../syntax/variables.js';
import { decideBranch, isBranch } from './branches.js';
import { execute, isExecuted } from './execute.js';
import type { ReadItem } from './read-item.js';
import { type Run, report } from './run.js';

/** httpd's limit on includes within includes. */
const deepestInclude = 128;
/** More sections within sections than this are left unread; walking reports them. */
const deepestSection = 220;

/** Where reading stands. */
interface Depth {
  readonly includes: number;
  readonly sections: number;
}

/** Reads items in file order as httpd does: what it executes while reading is executed, the rest is kept for the walk. */
export function read(
  run: Run,
  items: readonly Item[],
  depth: Depth = { includes: 0, sections: 0 },
): readonly ReadItem[] {
  const found: ReadItem[] = [];
  for (const item of items) {
    if (run.sawLoadModule) return found;
    if (item.kind === 'directive') found.push(...readDirective(run, expanded(run, item), depth));
    if (item.kind === 'section') found.push(...readSection(run, item, depth));
  }
  return found;
}

function expanded<T extends Directive | Section>(run: Run, item: T): T {
  const { value: args, diagnostics } = expandArguments(item.args, (name) => variable(run, name));
  run.diagnostics.push(...diagnostics);
  return args === item.args ? item : { ...item, args };
}

/** Defined names know no case, those of the environment do. */
function variable({ variables, options: { environment } }: Run, name: string): string | undefined {
  const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
  return variables.get(name.toLowerCase()) ?? (value === undefined ? undefined : bytesOf(value));
}

function readDirective(run: Run, at: Directive, depth: Depth): readonly ReadItem[] {
  const name = at.name.toLowerCase();
  if (!isExecuted(name)) return [{ kind: 'directive', at }];
  const bound = execute(run, at);
  if (!bound) return [];
  if (name !== 'include' && name !== 'includeoptional') return [{ kind: 'done', bound }];
  return include(run, at, bound.args as string, name === 'includeoptional', depth);
}

function include(
  run: Run,
  at: Directive,
  path: string,
  optional: boolean,
  depth: Depth,
): readonly ReadItem[] {
  if (run.includesEnded) return [];
  if (depth.includes >= deepestInclude) {
    run.includesEnded = true;
    const message = `Exceeded maximum include depth of ${deepestInclude}, There appears to be a recursion.`;
    report(run, 'include-too-deep', at.args.span, message, { stage: 'read' });
    return [];
  }
  const found = resolveInclude(path, run.serverRoot, { optional });
  if (!found.diagnostics.some(({ severity }) => severity === 'error'))
    return found.value.flatMap((each) => readFile(run, each, at, depth));
  reportAt(run, at, found.diagnostics);
  return [];
}

function readFile(run: Run, path: string, at: Directive, depth: Depth): readonly ReadItem[] {
  const { value: file, diagnostics } = readSource(path, { includedFrom: at.nameSpan });
  reportAt(run, at, diagnostics);
  if (!file) return [];
  run.files.push(file);
  const { value: tree, diagnostics: structural } = parseConfig(file);
  run.diagnostics.push(...structural);
  return read(run, tree.items, { ...depth, includes: depth.includes + 1 });
}

/** What the source layer found, at the Include line that asked. */
function reportAt(run: Run, at: Directive, diagnostics: readonly Diagnostic[]): void {
  run.diagnostics.push(...diagnostics.map((each) => ({ ...each, span: at.args.span })));
}

function readSection(run: Run, item: Section, depth: Depth): readonly ReadItem[] {
  const at = expanded(run, item);
  const deeper = { ...depth, sections: depth.sections + 1 };
  if (!isBranch(at.name)) {
    const items = depth.sections > deepestSection || isMacro(at) ? [] : read(run, at.items, deeper);
    return [{ kind: 'section', at, items }];
  }
  if (depth.sections > deepestSection) return [];
  return decideBranch(run, at) ? read(run, at.items, deeper) : [];
}

/** A macro is text until it is used. */
const isMacro = ({ name }: Section): boolean => name.toLowerCase() === 'macro';

import type { ArgumentProblem } from '../directives/args.js';
import type { Definition } from '../directives/define.js';
import { nameInMessages, type Registered } from '../directives/index.js';
import { knownMethods } from '../directives/methods.js';
import type { Directive, Section } from '../syntax/tree.js';
import { passForbidden, passUnknown } from './allowance.js';
import type { Bound, BoundDirective, MethodLimit } from './bound.js';
import { type Chain, conditionChain } from './chain.js';
import { checkAlias, checks } from './checks.js';
import { argumentInput } from './input.js';
import { narrowed } from './limits.js';
import { inForce } from './modules.js';
import type { ReadItem } from './read-item.js';
import { checkContainer } from './requirements.js';
import { type Run, report } from './run.js';
import { reportUnterminated } from './structure.js';
import { inside, limited, placeProblem, type Surroundings, scopeProblem } from './surroundings.js';
import { reportUnknown } from './unknown.js';

/** Sections nested deeper than any configuration needs are refused, so that no file can exhaust the stack. */
const deepest = 200;

/** Resolves names, judges places and types arguments, in file order; what is wrong is reported and left out. */
export function walk(
  run: Run,
  items: readonly ReadItem[],
  around: Surroundings,
  chain: Chain = { open: false },
): readonly Bound[] {
  const bound: Bound[] = [];
  for (const item of items) {
    if (item.kind === 'done') bound.push(item.bound);
    else {
      const found =
        item.kind === 'directive'
          ? directive(run, item.at, around)
          : section(run, item.at, item.items, around, chain);
      // A loop, as there may be more than a call takes arguments.
      for (const each of found) bound.push(each);
    }
  }
  return bound;
}

function directive(run: Run, at: Directive, around: Surroundings): readonly BoundDirective[] {
  const entry = resolve(run, at, at.name, 'directive', around);
  if (!entry) return [];
  const args = argumentsOf(run, at, entry, around);
  if (!args || 'problem' in args) return [];
  const bound: BoundDirective = {
    kind: 'directive',
    name: entry.name,
    module: entry.module.name,
    definition: entry.definition,
    args: args.value,
    limits: around.limits,
    at,
  };
  checks[entry.name]?.(run, bound, around);
  reportUnserved(run, at, entry);
  return [bound];
}

function section(
  run: Run,
  at: Section,
  items: readonly ReadItem[],
  around: Surroundings,
  chain: Chain,
): readonly Bound[] {
  if (around.sections.length >= deepest) {
    report(run, 'nested-too-deep', at.nameSpan, `sections are nested more than ${deepest} deep`);
    return [];
  }
  const entry = resolve(run, at, at.name, 'section', around);
  if (entry?.definition.kind !== 'section') return [];
  const parsed = argumentsOf(run, at, entry, around);
  const late = parsed && 'problem' in parsed ? parsed : undefined;
  const args = parsed && 'problem' in parsed ? undefined : parsed;
  const { opens } = entry.definition;
  if (opens === 'limit') return limit(run, at, items, around, entry, args?.value);
  const contents =
    opens === 'macro' || opens === 'code'
      ? []
      : // A group has no settings of its own, so conditions in it follow those before it.
        walk(
          run,
          items,
          inside(around, entry.name, opens, at.args.words),
          opens === 'group' ? chain : undefined,
        );
  if (opens === 'condition' && parsed) conditionChain(run, chain, entry.name, at);
  if (opens === 'authz' && args) checkContainer(run, at, entry.name, items, around);
  if (late) reportArguments(run, at, late);
  if (!args) return [];
  if (opens === 'provider') checkAlias(run, at, args.value);
  reportUnserved(run, at, entry);
  const { name, module, definition } = entry;
  const { limits } = around;
  return [
    { kind: 'section', name, module: module.name, definition, args: args.value, limits, items: contents, at },
  ];
}

/** A `<Limit>` leaves no section: its contents carry the methods. */
function limit(
  run: Run,
  at: Section,
  items: readonly ReadItem[],
  around: Surroundings,
  entry: Registered,
  methods: unknown,
): readonly Bound[] {
  if (methods === undefined) return walk(run, items, inside(around, entry.name, 'limit', []));
  if (around.allowance && reportUnregistered(run, at, entry.name, methods as readonly string[])) return [];
  const meant: MethodLimit = { except: entry.name === 'LimitExcept', methods: methods as readonly string[] };
  const left = narrowed(run.methods, around.methods, entry.name, meant);
  if ('problem' in left) report(run, 'limit-without-effect', at.nameSpan, left.problem);
  const methodsLeft = 'problem' in left ? around.methods : left.methods;
  return walk(run, items, limited(around, entry.name, meant, methodsLeft));
}

/** A per-directory file cannot make methods known. */
function reportUnregistered(run: Run, at: Section, name: string, methods: readonly string[]): boolean {
  const unknown = methods.find((method) => !knownMethods.has(method) && !run.methods.has(method));
  if (unknown === undefined) return false;
  const message = `Could not register method '${unknown}' for <${name} from .htaccess configuration`;
  report(run, 'unknown-method', at.args.span, message);
  return true;
}

function resolve(
  run: Run,
  at: Directive | Section,
  name: string,
  kind: Definition['kind'],
  around: Surroundings,
): Registered | undefined {
  const [entry] = inForce(run.loaded, name, kind);
  if (!entry) {
    if (around.allowance?.passesUnknown) passUnknown(run, at, kind === 'section' ? `<${name}` : name);
    else reportUnknown(run, name, kind, at.nameSpan);
    return undefined;
  }
  const shown = kind === 'section' ? `<${entry.name}` : nameInMessages(entry);
  const problem = scopeProblem(around, shown, entry.definition);
  if (problem === undefined) return entry;
  if (around.allowance?.passesForbidden) passForbidden(run, at, shown);
  else report(run, 'not-allowed-here', at.nameSpan, problem, { hint: placeHint(entry.definition, around) });
  return undefined;
}

function placeHint({ in: scopes, notIn = [] }: Definition, { allowance }: Surroundings): string {
  const classes = scopes.filter((scope) => scope !== 'server' && scope !== 'section' && scope !== 'proxy');
  if (allowance && classes.length > 0) return `AllowOverride ${classes.join(' or ')} admits it`;
  if (scopes.includes('section')) return 'it belongs into a section such as <Location>';
  if (!scopes.includes('server')) return 'it belongs into a section such as <Location>';
  const sections = [
    ...(notIn.includes('VirtualHost') ? [] : ['<VirtualHost>']),
    ...(scopes.includes('proxy') ? ['<Proxy>'] : []),
  ];
  const into = sections.length === 0 ? '' : `, or into ${sections.join(' or ')}`;
  return `it belongs to the top level of the configuration${into}`;
}

/** What was parsed; a problem that is not to be reported yet; or nothing when one was. */
function argumentsOf(
  run: Run,
  at: Directive | Section,
  entry: Registered,
  around: Surroundings,
): { readonly value: unknown } | ArgumentProblem | undefined {
  const { definition } = entry;
  const sectionName = definition.kind === 'section';
  const input = argumentInput(
    run,
    sectionName ? entry.name : nameInMessages(entry),
    at.args,
    around.inSection ? 'section' : around.inHost ? 'host' : 'server',
    around.sections,
    around.home,
  );
  const parsed = definition.args.parse(input);
  const misplaced = placeProblem(
    around,
    sectionName ? `<${entry.name}>` : input.name,
    definition.notIn ?? [],
  );
  if (misplaced !== undefined && !('problem' in parsed && parsed.miscounted)) {
    report(run, 'not-allowed-here', at.nameSpan, misplaced);
    return undefined;
  }
  if (at.kind === 'section' && !at.terminated) {
    reportUnterminated(run, at, entry.name);
    return undefined;
  }
  if (!('problem' in parsed)) noteRest(run, at, entry);
  if (!('problem' in parsed) || parsed.late) return parsed;
  reportArguments(run, at, parsed, definition.executed ? 'read' : 'bind');
  return undefined;
}

/** For `check` alone: httpd reads On or Off and is silent about the rest; what looks like a comment is noted as one. */
function noteRest({ notes }: Run, { args }: Directive | Section, { definition, name }: Registered): void {
  const second = args.words[1];
  if (definition.args.kind !== 'flag' || !second || second.value.startsWith('#')) return;
  notes.push({
    code: 'words-ignored',
    severity: 'note',
    stage: 'bind',
    span: { ...second.span, end: args.span.end },
    message: `httpd ignores what follows ${args.words[0]!.value}`,
    hint: `${name} takes On or Off alone; take the rest out`,
  });
}

function reportArguments(
  run: Run,
  at: Directive | Section,
  { problem, word, at: place, hint, missingHere }: ArgumentProblem,
  stage: 'read' | 'bind' = 'bind',
): void {
  const { start, end } = at.args.span;
  const whole = start === end ? at.nameSpan : at.args.span;
  report(run, 'bad-arguments', place ?? word?.span ?? whole, problem, { stage, hint, missingHere });
}

/** Said by code and not by severity alone: httpd takes the line, only serving it is refused. */
export function reportUnserved(run: Run, at: Directive | Section, entry: Registered): void {
  const { support } = entry.definition;
  if (support.level !== 'refused') return;
  report(run, 'not-served', at.nameSpan, `${entry.name} is not served`, { hint: support.because });
}

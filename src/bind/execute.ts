import { lookUp } from '../directives/index.js';
import type { Directive } from '../syntax/tree.js';
import type { BoundDirective } from './bound.js';
import { argumentInput } from './input.js';
import { executeLoadFile, executeLoadModule } from './load-module.js';
import { undefMacro } from './macro-use.js';
import { inForce } from './modules.js';
import { belowRoot, isFolder } from './paths.js';
import { type Run, report } from './run.js';

type Act = (run: Run, args: unknown, at: Directive) => void;

const problem = (run: Run, at: Directive, code: string, message: string): void =>
  report(run, code, at.args.span, message, { stage: 'read' });

/** What httpd executes while reading, by name in lower case; it does not look where these stand. */
const acts: Readonly<Record<string, Act>> = {
  define(run, args, at) {
    const [name, value] = args as readonly [string, string | undefined];
    if (name.includes(':')) {
      problem(run, at, 'bad-arguments', "Variable name must not contain ':'");
      return;
    }
    if (!run.defines.has(name)) run.defines.set(name, 1);
    if (value !== undefined) run.variables.set(name.toLowerCase(), { value, definedAt: at.args.span });
  },
  undefine(run, args, at) {
    const name = args as string;
    if (name.includes(':')) problem(run, at, 'bad-arguments', "Variable name must not contain ':'");
    const left = (run.defines.get(name) ?? 0) - 1;
    if (left > 0) run.defines.set(name, left);
    else run.defines.delete(name);
    run.variables.delete(name.toLowerCase());
  },
  serverroot(run, args, at) {
    const folder = args as string;
    if (folder.startsWith('/') && isFolder(run.serverRoot, folder))
      run.serverRoot = belowRoot('/', folder).replace(/(.)\/+$/, '$1');
    else problem(run, at, 'no-such-folder', 'ServerRoot must be a valid directory');
  },
  defaultruntimedir(run, args, at) {
    if (isFolder(run.serverRoot, args as string)) return;
    const message = 'DefaultRuntimeDir must be a valid directory, absolute or relative to ServerRoot';
    problem(run, at, 'no-such-folder', message);
  },
  loadmodule(run, args, at) {
    executeLoadModule(run, args as readonly [string, string], at);
  },
  loadfile(run, args, at) {
    executeLoadFile(run, args as readonly string[], at);
  },
  include() {},
  includeoptional() {},
  use() {},
  undefmacro(run, args, at) {
    undefMacro(run, args as string, at);
  },
  macroignoreemptyargs({ macros }) {
    macros.ignoreEmptyArguments = true;
  },
  macroignorebadnesting({ macros }) {
    macros.ignoreBadNesting = true;
  },
};

/** Whether httpd executes a directive while reading. */
export const isExecuted = (run: Run, name: string): boolean =>
  Object.hasOwn(acts, name) && inForce(run.loaded, name, 'directive').length > 0;

/** Types and executes such a directive; undefined when its arguments are wrong. */
export function execute(run: Run, at: Directive): BoundDirective | undefined {
  const key = at.name.toLowerCase();
  const [entry] = lookUp(key, 'directive');
  if (!entry) return undefined;
  const { name, module, definition } = entry;
  const parsed = definition.args.parse(argumentInput(run, name, at.args));
  if ('problem' in parsed) {
    const span = at.args.span.start === at.args.span.end ? at.nameSpan : at.args.span;
    report(run, 'bad-arguments', parsed.word?.span ?? span, parsed.problem, {
      stage: 'read',
      hint: parsed.hint,
      missingHere: parsed.missingHere,
    });
    return undefined;
  }
  acts[key]!(run, parsed.value, at);
  return { kind: 'directive', name, module: module.name, definition, args: parsed.value, limits: [], at };
}

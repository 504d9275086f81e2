import type { Definition } from '../directives/define.js';
import { lookUp, namesOf } from '../directives/index.js';
import { foreignModule } from '../directives/known/foreign.js';
import { foreignHint } from '../directives/known/foreign-advice.js';
import { successorOf } from '../directives/known/gone.js';
import { nearest } from '../directives/nearest.js';
import type { Diagnostic } from '../source/diagnostic.js';
import type { Span } from '../source/file.js';
import { fileOf, strangerCalled } from './modules.js';
import { type Run, report } from './run.js';

/**
 * Reports a name that no loaded module has, and what may have been meant. The directives of a loaded module of somebody else are
 * known by how they begin: httpd takes them.
 */
export function reportUnknown(run: Run, name: string, kind: Definition['kind'], span: Span): void {
  const foreign = foreignModule(name);
  if (foreign && strangerCalled(run.loaded, foreign) !== undefined) {
    const hint = foreignHint(foreign);
    report(run, 'not-served', span, `${name} is not served`, { hint });
    return;
  }
  const shown = `${kind === 'section' ? '<' : ''}${name}`;
  const message = `Invalid command '${shown}', perhaps misspelled or defined by a module not included in the server configuration`;
  report(run, 'unknown-directive', span, message, { hint: hintFor(run, name, kind) });
}

const mayBelong = 'it may belong to ';

/** Whether an unknown name may be one of a module that the configuration loads and kerbgate has never heard of. */
export const mayBelongToStranger = ({ hint }: Diagnostic): boolean => hint?.startsWith(mayBelong) === true;

/** The loaded module of somebody else that a directive belongs to by its name. */
export function loadedStranger({ loaded }: Run, name: string): string | undefined {
  const foreign = foreignModule(name);
  return foreign && strangerCalled(loaded, foreign) !== undefined ? foreign : undefined;
}

function hintFor(run: Run, name: string, kind: Definition['kind']): string | undefined {
  const unloaded = lookUp(name, kind)[0];
  if (unloaded)
    return unloaded.module.name === 'mpm_common'
      ? `${unloaded.name} belongs to another MPM than the loaded one (${run.loaded.mpm})`
      : `${unloaded.name} belongs to ${unloaded.module.name}, which is not loaded: add LoadModule ${unloaded.module.identifier} modules/${fileOf(unloaded.module)}.so`;
  const other = kind === 'section' ? 'directive' : 'section';
  const bom = /^\xef\xbb\xbf/.test(name)
    ? 'the file begins with a UTF-8 byte order mark: save it without one'
    : undefined;
  if (bom) return bom;
  if (lookUp(name, other).length > 0)
    return kind === 'section'
      ? `${name} is a directive: write it without < and >`
      : `${name} is a section: write <${name} …> and </${name}>`;
  const successor = successorOf(name);
  if (successor !== undefined) return `httpd 2.4 does not know it: ${successor}`;
  const foreign = foreignModule(name);
  if (foreign) return foreignHint(foreign);
  const near = nearestOf(run, name, kind);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const [stranger] = run.loaded.strangers.keys();
  return stranger && `${mayBelong}${stranger}, which kerbgate does not know`;
}

/** So many names are compared with all known ones: a file with more unknown ones is no configuration, and comparing takes long. */
const mostCompared = 300;

const compared = new WeakMap<Run, Map<string, readonly string[]>>();

function nearestOf(run: Run, name: string, kind: Definition['kind']): readonly string[] {
  const known = compared.get(run) ?? new Map<string, readonly string[]>();
  compared.set(run, known);
  const key = `${kind} ${name}`;
  const found = known.get(key) ?? (known.size < mostCompared ? nearest(name, namesOf(kind)) : []);
  if (known.size < mostCompared) known.set(key, found);
  return found;
}

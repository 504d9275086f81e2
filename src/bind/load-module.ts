import type { PathKind } from '../directives/machine.js';
import type { Directive } from '../syntax/tree.js';
import { builtInModule, isNamed, loadModule, moduleOfFile } from './modules.js';
import { belowRoot, kindOf } from './paths.js';
import { type Run, report } from './run.js';

/** Executes LoadModule. No file is opened: what httpd would say of the file is told, and the module counts as loaded. */
export function executeLoadModule(
  run: Run,
  [identifier, path]: readonly [string, string],
  at: Directive,
): void {
  if (run.part) {
    loadInPart(run, identifier, path, at);
    return;
  }
  if (!run.listed) {
    run.sawLoadModule = true;
    return;
  }
  if (builtInModule(identifier)) {
    const message = `module ${identifier} is built-in and can't be loaded`;
    report(run, 'built-in-module', at.args.span, message, { stage: 'read' });
    return;
  }
  if (isNamed(run.loaded, identifier)) {
    const message = `module ${identifier} is already loaded, skipping`;
    report(run, 'loaded-twice', at.args.span, `AH01574: ${message}`, { stage: 'read', severity: 'warning' });
    return;
  }
  const known = loadModule(run.loaded, identifier, path) === 'known';
  if (!known) reportFile(run, path, at);
  const misnamed = known ? undefined : moduleOfFile(path);
  if (misnamed) reportMisnamed(run, identifier, path, misnamed, at);
  else if (!known) reportStranger(run, identifier, at);
}

/** The modules that are known count as loaded already. */
function loadInPart(run: Run, identifier: string, path: string, at: Directive): void {
  if (run.diagnostics.every(({ code }) => code !== 'part-of-configuration'))
    report(run, 'part-of-configuration', at.args.span, 'This is taken for a part of a configuration', {
      stage: 'read',
      severity: 'note',
      why: 'It loads modules and no MPM, so the others count as loaded too.',
      hint: 'with --here only the modules that it loads count',
    });
  if (loadModule(run.loaded, identifier, path) === 'stranger') reportStranger(run, identifier, at);
}

/** Executes LoadFile, of which only the file can be wrong. A bare name may be anywhere the loader looks. */
export function executeLoadFile(run: Run, paths: readonly string[], at: Directive): void {
  for (const path of paths) if (path.includes('/')) reportFile(run, path, at);
}

/** httpd runs with one MPM; where LoadModule lines name none, it must be built in. */
export function checkMpm(run: Run): void {
  const { mpms } = run.loaded;
  if (!run.listed || mpms.size === 1) return;
  const none = mpms.size === 0;
  const [file] = run.files;
  report(
    run,
    'mpm',
    { file: file!, start: 0, end: 0 },
    none ? 'No MPM loaded.' : 'More than one MPM loaded.',
    {
      severity: none ? 'note' : 'error',
      ...(none ? { why: 'httpd would not start unless its MPM is built in.', missingHere: true } : {}),
    },
  );
}

const flaws: Partial<Readonly<Record<PathKind, string>>> = {
  nothing: 'cannot open shared object file: No such file or directory',
  folder: 'cannot read file data: Is a directory',
  empty: 'file too short',
};

/**
 * httpd stops here. What a known module does we do ourselves, as on machines where httpd and mod_auth_kerb are gone; the file of
 * another one must be there for `httpd -t`.
 */
function reportFile(run: Run, path: string, at: Directive): void {
  const flaw = flaws[kindOf(run.serverRoot, path)];
  if (flaw === undefined) return;
  const opened = path.includes('/') ? belowRoot(run.serverRoot, path) : path;
  report(run, 'no-module-file', at.args.span, `Cannot load ${path} into server: ${opened}: ${flaw}`, {
    stage: 'read',
    severity: 'note',
    why: 'httpd would not start here; kerbgate opens no module files.',
    missingHere: true,
  });
}

function reportMisnamed(run: Run, identifier: string, path: string, meant: string, at: Directive): void {
  const opened = belowRoot(run.serverRoot, path);
  report(
    run,
    'unknown-module',
    at.args.words[0]?.span ?? at.args.span,
    `Can't locate API module structure \`${identifier}' in file ${opened}: ${opened}: undefined symbol: ${identifier}`,
    { stage: 'read', hint: `the module in that file is called ${meant}` },
  );
}

function reportStranger(run: Run, identifier: string, at: Directive): void {
  report(run, 'unknown-module', at.args.span, `${identifier} is not a module kerbgate knows`, {
    severity: 'warning',
    stage: 'read',
    why: 'It counts as loaded, but its directives are unknown.',
  });
}

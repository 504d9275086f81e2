import { keytabFile, unreadable } from '../gssapi/keytab.js';
import { gssapi } from '../gssapi/library.js';
import type { MachineNeeds } from './machine-needs.js';
import type { SessionVault } from './session-vault.js';
import { StartProblem } from './start-problem.js';

/**
 * Loads what only root may read or what a worker's user may not find: session keys and the Kerberos library. Throws StartProblem with
 * everything that is missing; per-directory files may never ask for the library.
 */
export function prepareMachine(needs: MachineNeeds, vault: SessionVault): void {
  const problems = needs.sessionKeys.flatMap((key) => vault.check(key) ?? []);
  const problem = needs.gssapi || needs.folderFiles ? libraryProblem() : [];
  if (needs.gssapi) problems.push(...problem);
  if (problems.length > 0) throw new StartProblem(problems);
}

function libraryProblem(): string[] {
  try {
    gssapi();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** What will make logins fail, seen as the user that serves: told at the start, because requests only see a failed login. */
export function loginWarnings(needs: MachineNeeds): string[] {
  return needs.keytabs.flatMap(keytabWarning);
}

function keytabWarning(name: string): string[] {
  const file = keytabFile(name);
  const reason = file === undefined ? undefined : unreadable(file);
  return reason === undefined
    ? []
    : [`the keytab ${file} cannot be read, so logins that need it will fail: ${reason}`];
}

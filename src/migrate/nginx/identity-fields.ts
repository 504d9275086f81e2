import type { ServerView } from '../../lint/server-view.js';
import type { HeaderEdit } from '../../ruleset/mod_headers.js';
import type { Settings } from '../../ruleset/ruleset.js';

/** Names of the request fields that the configuration sets or takes away anywhere in a server. */
export function identityFields({ host }: ServerView): readonly string[] {
  const edits: HeaderEdit[] = [];
  collect(
    [
      host.base,
      host.locations,
      host.directories,
      host.directoryMatches,
      host.files,
      host.proxies,
      host.conditions,
    ],
    edits,
  );
  const names = new Map(edits.map(({ name }) => [name.toLowerCase(), name]));
  return [...names.values()].filter((name) => /^[A-Za-z0-9_-]{1,100}$/.test(name)).sort();
}

/** Fields that lose the cookie of a session before an application gets them (SessionCookieRemove). */
export function sessionFields(server: ServerView): readonly string[] {
  if (!removesCookie(server.host)) return [];
  const known = identityFields(server).map((name) => name.toLowerCase());
  return ['Cookie', 'Cookie2'].filter((name) => !known.includes(name.toLowerCase()));
}

function removesCookie(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) =>
    key === 'mod_session_cookie'
      ? (each as Settings['mod_session_cookie'])?.remove === true
      : !key.startsWith('mod_') && key !== 'from' && removesCookie(each),
  );
}

/** Settings stand in sections of any depth. */
function collect(value: unknown, edits: HeaderEdit[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    if (key === 'mod_headers') edits.push(...((each as Settings['mod_headers'])?.request ?? []));
    else if (!key.startsWith('mod_') && key !== 'from') collect(each, edits);
  }
}

/** Whether nginx can do by itself what a line does: take a field away, or tell the user's name in it. */
export const isPlainEdit = (edit: HeaderEdit): boolean =>
  !edit.when && !edit.early && (edit.action === 'unset' || (edit.action === 'set' && tellsUser(edit)));

/** Whether a line puts the user's name into its field. */
export function tellsUser({ value }: HeaderEdit): boolean {
  if (value?.kind !== 'expression' || typeof value.expression === 'string') return false;
  const { expression } = value.expression;
  return expression.kind === 'variable' && expression.name === 'REMOTE_USER';
}

/** Whether a field tells the user's name under some settings, after all of its lines. */
export function fieldTellsUser({ mod_headers }: Settings, name: string): boolean {
  const last = mod_headers?.request?.findLast((edit) => edit.name.toLowerCase() === name.toLowerCase());
  return last !== undefined && last.action === 'set' && tellsUser(last);
}

import { type Line, titleOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { Origin } from '../../ruleset/origin.js';
import { positionAt } from '../../source/file.js';
import { withoutSecrets } from '../../source/secret-text.js';
import { writtenAt } from '../../source/written.js';
import type { EntryKind, MigrationEntry } from '../migration.js';
import { loginPage } from './error-pages.js';
import { lineFate } from './line-fates.js';
import type { PlannedServer } from './server-block.js';

/** What there is to tell of a migration to nginx: how each place is guarded, and every line that nginx does without. */
export function entriesOf(site: Site, planned: readonly PlannedServer[]): readonly MigrationEntry[] {
  const entries = [
    ...planned.flatMap((each) => placeEntries(site, each)),
    ...unreachedEntries(site, planned),
    ...lineEntries(site, planned),
  ];
  const told = new Map<string, MigrationEntry>();
  for (const entry of entries) {
    const key = JSON.stringify({ ...entry, after: [] });
    const before = told.get(key)?.after ?? [];
    told.set(key, { ...entry, after: [...new Set([...before, ...entry.after])] });
  }
  return [...told.values()].toSorted((left, right) => rank(left) - rank(right));
}

/** By line; files stay as they were read. */
const rank = ({ place }: MigrationEntry): number => place.line;

/** Virtual hosts that all requests pass by. */
function unreachedEntries(site: Site, planned: readonly PlannedServer[]): readonly MigrationEntry[] {
  const reached = new Set(planned.map(({ server }) => server));
  const message =
    'Not carried over: no request comes to it, because no Listen line opens its port, or other virtual hosts have all of its names.';
  return site.servers.flatMap((server) => {
    const line = site.lineAt(server.virtualHost?.from);
    return reached.has(server) || !line ? [] : [entryAt(line, 'dropped', 'nginx-unreached', [], message)];
  });
}

function lineEntries(site: Site, planned: readonly PlannedServer[]): readonly MigrationEntry[] {
  const asks = planned.some((each) => each.asks);
  const hasPage = planned.some(({ server, whole }) => whole !== undefined && loginPage(server) !== undefined);
  return site.lines.flatMap((each) => {
    if (!each.bound) return [];
    const fate = lineFate(each, asks, hasPage);
    return fate === undefined ? [] : [entryAt(each, 'kept', fate.mapping, [], fate.message)];
  });
}

function placeEntries(site: Site, { server, whole, locations }: PlannedServer): readonly MigrationEntry[] {
  const opening = site.lineAt(server.virtualHost?.from) ?? site.lines[0];
  if (whole !== undefined) {
    const message = `kerbgate decides every request of ${server.title} (auth_request), because nginx cannot say it: ${whole}. ${legs}`;
    return opening
      ? [entryAt(opening, 'rewritten', 'nginx-whole-server', ['server { auth_request … }'], message)]
      : [];
  }
  const odd = opening
    ? [entryAt(opening, 'added', 'nginx-odd-paths', ['if ($request_uri ~* …) { return 400; }'], oddMessage)]
    : [];
  const places = locations.flatMap(({ match, rule, settings, content }) => {
    const origin = firstOf(settings.mod_authz_core?.from) ?? firstOf(settings.mod_authn_core?.from);
    const line = site.lineAt(origin) ?? opening;
    if (!line) return [];
    const head = `location ${match}`;
    if (content.kind === 'other')
      return [
        entryAt(
          line,
          'kept',
          'nginx-content',
          [`${head} { return 403; }`],
          `Not carried over: ${content.what}. nginx answers 403 there.`,
        ),
      ];
    if (rule.kind === 'ask')
      return [
        entryAt(
          line,
          'rewritten',
          'nginx-ask',
          [`${head} { auth_request … }`],
          `kerbgate decides there, because the module for SPNEGO cannot say it: ${rule.because}. ${legs}`,
        ),
      ];
    if (rule.kind === 'login')
      return [entryAt(line, 'rewritten', 'nginx-module', [`${head} { auth_gss on; … }`], moduleMessage)];
    return [];
  });
  return locations.length > 0 ? [...odd, ...places] : places;
}

const oddMessage =
  'Where nginx decides by itself, paths with //, /./, /../, %2e, %2f, # or a backslash get 400: httpd takes some of them, and what is behind nginx might read them otherwise than nginx. nginx counts neither fields (LimitRequestFields) nor, before a file, a body that does not tell its length (LimitRequestBody).';

const legs =
  'A login of several legs (NTLM, IAKERB) is not possible that way, and GssapiConnectionBound has no effect.';

const moduleMessage =
  'The module for SPNEGO decides there. A failed Negotiate and a user who may not get 403, where httpd answers 401; upstreams get no Authorization field; and the module takes every mechanism that the library offers: do not install gss-ntlmssp there.';

const firstOf = (from: Readonly<Record<string, readonly Origin[]>> | undefined): Origin | undefined =>
  Object.values(from ?? {})
    .flat()
    .at(-1);

function entryAt(
  line: Line,
  kind: EntryKind,
  mapping: string,
  after: readonly string[],
  message: string,
): MigrationEntry {
  const { nameSpan, kind: item } = line.at;
  const { file, start } = writtenAt(nameSpan);
  const place = positionAt(file, start);
  const column = Math.max(1, place.column - Number(item === 'section'));
  return {
    kind,
    mapping,
    place: { file: file.path, line: place.line, column },
    before: withoutSecrets(titleOf(line)),
    after,
    message,
  };
}

import type { Fixture, RequestLine } from '../kit/fixture.js';

/** Directives that have no part in how a login is made. */
const telling =
  /^Gssapi(?:SignalPersistentAuth|NegotiateOnce|PublishErrors|PublishMech|UseSessions|SessionKey)\b/i;

interface Place {
  readonly path: string;
  readonly rules: string;
}

/** The Location sections of a configuration that say something of mod_auth_gssapi, which does not merge them, by how they make a login. */
function placesIn(configuration: string): readonly Place[] {
  return [...configuration.matchAll(/<Location (\S+)>([\s\S]*?)<\/Location>/g)].flatMap(
    ([, path = '', text = '']) => {
      const lines = text.split('\n').map((line) => line.trim());
      const rules = lines.filter((line) => /^Gssapi/i.test(line) && !telling.test(line)).sort();
      return rules.length === 0 ? [] : [{ path, rules: rules.join('\n') }];
    },
  );
}

const hostIn = ({ headers }: RequestLine): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === 'host')?.[1];

/** How a login is made where a request leads; the request's host counts where it names the service. */
function rulesFor({ configuration }: Fixture, request: RequestLine): string {
  const within = ({ path }: Place): boolean =>
    request.target === path || request.target.startsWith(`${path}/`);
  const rules = placesIn(configuration).filter(within).at(-1)?.rules ?? '';
  return rules.includes('{HOSTNAME}') ? `${rules}\n${hostIn(request)}` : rules;
}

/** The requests before one on its connection that brought credentials. */
export function earlierLogins({ requests }: Fixture, request: RequestLine): readonly RequestLine[] {
  return requests.filter(
    ({ connection, line, credential }) =>
      connection === request.connection && line < request.line && credential !== 'none',
  );
}

/** Whether a request without credentials comes to a place that makes logins by other rules than where the connection's last login was made. */
export function leavesItsRules(fixture: Fixture, request: RequestLine): boolean {
  const login = earlierLogins(fixture, request).at(-1);
  return (
    request.credential === 'none' &&
    login !== undefined &&
    rulesFor(fixture, login) !== rulesFor(fixture, request)
  );
}

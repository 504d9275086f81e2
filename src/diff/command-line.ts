import type { ListenAddress } from '../ruleset/core.js';
import type { Ruleset } from '../ruleset/ruleset.js';
import { toldValue } from '../source/secret-text.js';
import type { Circumstances, Entry } from './circumstances.js';
import { plainCircumstances, principalOf, provenBy } from './circumstances.js';
import type { Asked } from './decide.js';
import { anyAddress } from './servers.js';

/** The explain command for a request; what the command supposes anyway is left out. */
export function explainCommandLine(
  file: string,
  { host: { core } }: Ruleset,
  { entry, path, circumstances }: Asked,
): string {
  const { method, query, fields, address, credential } = circumstances;
  const target = query === undefined ? path : `${path}?${query}`;
  const named = Object.keys(fields).some((name) => name.toLowerCase() === 'host');
  const words = [
    'kerbgate',
    'explain',
    quoted(file),
    quoted(`${method} ${target}`),
    ...(named || entry.host === (core.serverName?.name ?? 'localhost')
      ? []
      : ['-H', quoted(`Host: ${entry.host}`)]),
    ...Object.entries(fields).flatMap(([name, value]) => [
      '-H',
      quoted(`${name}: ${toldValue(name, value)}`),
    ]),
    ...serverWords(entry, core.listen[0] ?? { port: 80 }),
    ...(address === plainCircumstances.address ? [] : ['--client-address', address]),
    ...(circumstances.secure ? ['--tls'] : []),
  ];
  switch (credential.kind) {
    case 'ticket':
    case 'password':
      return [...words, ...loginWords(circumstances, credential)].join(' ');
    case 'bad ticket':
      return [...words, '-H', "'Authorization: Negotiate AAAA'"].join(' ');
    case 'wrong password':
    case 'unknown user':
      return [...words, '-H', quoted(`Authorization: Basic ${btoa(`${credential.user}:wrong`)}`)].join(' ');
    default:
      return words.join(' ');
  }
}

/** Whoever logs in, so that no krb5.conf of a machine counts. */
function loginWords(
  circumstances: Circumstances,
  { kind, user }: Extract<Circumstances['credential'], { kind: 'ticket' | 'password' }>,
): readonly string[] {
  const { credential, defaultRealm } = circumstances;
  const principal = provenBy(circumstances) ?? user;
  const type = kind === 'ticket' ? 'Negotiate' : 'Basic';
  const words = ['--user', quoted(user), '--auth-type', type];
  if (credential.kind === 'password' && credential.ofList) return words;
  const usual = user.includes('@') && user === principal && user.endsWith(`@${defaultRealm}`);
  const completed = principalOf(user, defaultRealm);
  return [
    ...words,
    ...(usual ? [] : ['--realm', quoted(defaultRealm)]),
    ...(principal === completed ? [] : ['--principal', quoted(principal)]),
  ];
}

/** Without a word explain takes the first address that is listened on. */
function serverWords({ address, port }: Entry, first: ListenAddress): readonly string[] {
  if (port === first.port && (address === anyAddress || address === first.address)) return [];
  return ['--server-address', address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`];
}

const quoted = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

/** What the command cannot be told, and the example supposes. */
export function supposedBeyond({ circumstances }: Asked): readonly string[] {
  const { credential, groups, directory, attributes, certificate, clientName, files, version } =
    circumstances;
  return [
    ...(credential.kind === 'session' ? ['the session is genuine'] : []),
    ...(groups.length > 0 ? [`the user is in the group ${groups.join(' and ')}`] : []),
    ...(directory.length > 0 ? [`the directory says ${directory.join(' and ')}`] : []),
    ...(attributes.length > 0
      ? [`the ticket says ${attributes.map(({ name, value }) => `${name}=${value}`).join(' and ')}`]
      : []),
    ...(certificate ? ['the client shows a good certificate'] : []),
    ...(clientName !== undefined ? [`the client's name is ${clientName}`] : []),
    ...(files === 'missing' ? ['there is no file'] : []),
    ...(version === '1.0' ? ['the request is HTTP/1.0'] : []),
    ...realmSupposed(circumstances),
  ];
}

/** What is supposed of the realms behind names. */
function realmSupposed(circumstances: Circumstances): readonly string[] {
  const { credential, defaultRealm } = circumstances;
  const principal = provenBy(circumstances);
  if (credential.kind === 'password' && credential.ofList) return [];
  if (principal === undefined || credential.kind === 'nobody' || !('user' in credential)) return [];
  if (credential.kind === 'ticket' && credential.plain) return ['the token is of a mechanism without realms'];
  if (credential.user !== principal) return [`the KDC knows the user as ${principal}`];
  return principal.endsWith(`@${defaultRealm}`) ? [] : [`the default realm is ${defaultRealm}`];
}

import { siteOf } from '../../src/lint/site.js';
import { loadSnippet } from '../../src/lint/snippet.js';
import { toGssapi } from '../../src/migrate/gssapi/gssapi.js';
import { migrate } from '../../src/migrate/migrate.js';
import { positionAt } from '../../src/source/file.js';
import { writtenAt } from '../../src/source/written.js';
import type { ApacheCheck } from '../kit/apache-check.js';
import { moduleLines } from '../kit/server.js';
import type { KerbHost } from './served-pair.js';

/** A file made a virtual host of the test realm, or why it cannot be. */
export type Runnable =
  | { readonly host: KerbHost; readonly targets: readonly string[]; readonly why?: never }
  | { readonly why: string; readonly host?: never };

/** Lines of the server as a whole, and those that lead to other machines and other files. */
const dropped =
  /^\s*(?:<\/?VirtualHost\b|<\/?BalancerMember|Listen|NameVirtualHost|Server(?:Name|Alias|Root|Admin|Signature|Tokens)|DocumentRoot|LoadModule|Include|IncludeOptional|ErrorLog|CustomLog|TransferLog|LogFormat|User|Group|PidFile|SSL|Script|WSGI|Php|Proxy(?!\w)|ProxyPass|ProxyRequests|ProxyPreserve|ProxySet|ProxyVia|ProxyRemote|Balancer|AuthLDAP|LDAP|Mutex|KrbConstrainedDelegation|ExpiresDefault|UseCanonical)/i;

/** Lines that only sections take. */
const ofSections = /^\s*(?:Auth|Krb|Gssapi|Require|Satisfy|Order|Allow from|Deny from|<\/?Require)/i;

/** Makes a file that people wrote a host of the test realm: its own names, keys, paths and users go. */
export async function makeRunnable(name: string, text: string, check: ApacheCheck): Promise<Runnable> {
  const translated = inSection(
    text
      .replace(/\\\r?\n/g, ' ')
      .split(/\r?\n/)
      .map(translatedLine),
  ).join('\n');
  const own = withoutRefused(translated);
  if (own === undefined) return { why: 'it cannot be read' };
  const kept = await withoutRefusedByApache(own, check);
  if (kept === undefined) return { why: 'Apache does not take it' };
  if (!/^\s*AuthType\s+"?Kerberos/im.test(kept)) return { why: 'nothing of mod_auth_kerb is left in force' };
  const site = siteOf(loadSnippet(filled(kept)));
  const asking = site.places.flatMap(({ target }) =>
    target === undefined ? [] : [target.replaceAll(' ', '%20')],
  );
  const targets = [...new Set(['/', ...asking])].filter((target) => /^\/[!-~]*$/.test(target)).slice(0, 8);
  return { host: { name, configuration: `${kept}\n` }, targets };
}

function translatedLine(line: string): string {
  if (dropped.test(line)) return '';
  return line
    .replace(/^(\s*Krb5Keytab\s+).*$/i, '$1{KEYTAB}')
    .replace(/^(\s*GssapiCredStore\s+keytab:).*$/i, '$1{KEYTAB}')
    .replace(/^(\s*KrbServiceName\s+)HTTP\/\S+.*$/i, '$1HTTP/localhost')
    .replace(/^(\s*KrbServiceName\s+)(?!Any\s*$|HTTP\b).*$/, '$1HTTP')
    .replace(/^(\s*KrbAuthRealms?\s+)\S+\s+\S.*$/i, '$1EXAMPLE.TEST OTHER.TEST')
    .replace(/^(\s*KrbAuthRealms?\s+)\S+\s*$/i, '$1EXAMPLE.TEST')
    .replace(/^(\s*Require\s+)(?:ldap-\S+|group|unix-group|pam-account)\s.*$/i, '$1valid-user')
    .replace(/^(\s*Require\s+user)\s.*$/i, '$1 alice alice@EXAMPLE.TEST')
    .replace(/^(\s*<(?:Directory|DirectoryMatch)\s+).*>\s*$/i, '  <Directory "{ROOT}/plain">')
    .replace(/^(\s*)<\/DirectoryMatch>/i, '$1</Directory>')
    .replace(/^\s*(?:RewriteRule\s.*\[[^\]]*\bP\b.*|Alias(?:Match)?\s.*)$/i, '');
}

/** A text that begins within a section is put into one. */
function inSection(lines: readonly string[]): readonly string[] {
  let depth = 0;
  const isOutside = lines.map((line) => {
    if (/^\s*<\//.test(line)) depth -= 1;
    const outside = depth <= 0 && ofSections.test(line) && !/^\s*Krb/i.test(line);
    if (/^\s*<[a-z]/i.test(line)) depth += 1;
    return outside;
  });
  if (!isOutside.some((outside, index) => outside && /^\s*AuthType/i.test(lines[index]!))) return lines;
  const [first, last] = [isOutside.indexOf(true), isOutside.lastIndexOf(true)];
  const start = Math.min(
    first,
    lines.findIndex((line) => /^\s*Krb/i.test(line)),
  );
  return [
    ...lines.slice(0, start),
    '<Location "/">',
    ...lines.slice(start, last + 1),
    '</Location>',
    ...lines.slice(last + 1),
  ];
}

/** Stand-ins that are as good as the real names for reading. */
const filled = (text: string): string =>
  text.replaceAll('{KEYTAB}', '/etc/http.keytab').replaceAll('{ROOT}', '/var/www/html');

const mostLines = 80;

/** Without what kerbgate does not take or serve, a line after the other. */
function withoutRefused(text: string): string | undefined {
  let left = text;
  for (let round = 0; round < mostLines; round += 1) {
    const before = [...moduleLines('prefork', ['auth_kerb']), 'Listen 127.0.0.1:1', '<VirtualHost *:1>'];
    const whole = [...before, filled(left), '</VirtualHost>', ''].join('\n');
    const { diagnostics } = loadSnippet(whole);
    const error = diagnostics.find(
      ({ severity, span, missingHere }) => severity === 'error' && span && !missingHere,
    );
    if (!error?.span)
      return diagnostics.some(({ severity, missingHere }) => severity === 'error' && !missingHere)
        ? undefined
        : left;
    const { file, start } = writtenAt(error.span);
    const shorter = withoutLine(left, positionAt(file, start).line - before.length);
    if (shorter === undefined) return undefined;
    left = shorter;
  }
  return undefined;
}

/** Without what Apache refuses in the migrated text and in the text itself alike. */
async function withoutRefusedByApache(text: string, check: ApacheCheck): Promise<string | undefined> {
  let left = text;
  for (let round = 0; round < mostLines; round += 1) {
    const { files } = migrate(
      [{ path: '/made/host.conf', perDirectory: false, text: filled(left) }],
      [toGssapi],
      {
        defines: [],
        environment: {},
        choices: {},
      },
    );
    const after = files[0]!.after;
    const answer = await check(after);
    if (/^Syntax OK$/m.test(answer)) return left;
    const number = /on line (\d+) of FILE/.exec(answer)?.[1];
    const line = number === undefined ? undefined : after.split('\n')[Number(number) - 1];
    const at = line === undefined ? -1 : left.split('\n').indexOf(line);
    const shorter = at === -1 ? undefined : withoutLine(left, at + 1);
    if (shorter === undefined) return undefined;
    left = shorter;
  }
  return undefined;
}

function withoutLine(text: string, number: number): string | undefined {
  const lines = text.split('\n');
  if (number < 1 || number > lines.length || lines[number - 1] === '') return undefined;
  return lines.with(number - 1, '').join('\n');
}

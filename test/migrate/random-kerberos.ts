import type { Random } from '../kit/random.js';

/** Files of a made-up configuration with mod_auth_kerb, by name in one folder. */
export type KerberosFiles = Readonly<Record<'site.conf' | 'part.conf', string>>;

const folders = ['/', '/a', '/a/b', '/a/b/c', '/d'] as const;

/** Makes up sections, servers, macros and conditionals with lines of mod_auth_kerb, written in the ways that people write them. */
export function makeKerberosFiles(random: Random, folder: string): KerberosFiles {
  const head = [
    'DocumentRoot {ROOT}/htdocs',
    ...some(random, 0.3, () => ['Define KEYTAB {ROOT}/http.keytab']),
    ...some(random, 0.2, () => ['Define FLAG']),
    ...some(random, 0.3, () => settings(random)),
  ];
  const hasPart = random.chance(0.25);
  const uses = random.chance(0.3);
  const macro = uses ? macroLines(random) : [];
  const body = Array.from({ length: 1 + random.below(4) }, () => section(random, 0));
  const others = [
    ...(hasPart ? includes(random) : []),
    ...(uses ? usesOf(random, macro.join('\n')) : []),
    ...some(random, 0.3, () => virtualHost(random)),
  ];
  const lines = [
    ...head,
    ...macro,
    ...shuffled(random, [...body, ...others.map((each) => [each].flat())]).flat(),
  ];
  const text = `${lines.join('\n')}\n`;
  const part = `${(random.chance(0.5) ? settings(random) : requirements(random)).join('\n')}\n`;
  const lineEnd = random.chance(0.1) ? '\r\n' : '\n';
  const filled = (text: string): string => text.replaceAll('\n', lineEnd).replaceAll('{ROOT}', folder);
  return {
    'site.conf': filled(text),
    'part.conf': filled(part),
  };
}

function some<T>(random: Random, share: number, make: () => readonly T[]): readonly T[] {
  return random.chance(share) ? make() : [];
}

function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return list
    .map((each) => [random.next(), each] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, each]) => each);
}

const inside = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

function wrapped(head: string, lines: readonly string[]): readonly string[] {
  return [`<${head}>`, ...inside(lines), `</${head.split(' ')[0]}>`];
}

function virtualHost(random: Random): readonly (readonly string[])[] {
  return [
    wrapped(`VirtualHost *:${random.pick([80, 8000])}`, [
      ...some(random, 0.7, () => ['ServerName host.example.test']),
      'DocumentRoot {ROOT}/htdocs',
      ...some(random, 0.4, () => settings(random)),
      ...section(random, 0),
      ...some(random, 0.5, () => section(random, 0)),
    ]),
  ];
}

function includes(random: Random): readonly (readonly string[])[] {
  const include = ['Include {ROOT}/part.conf'];
  return Array.from({ length: 1 + random.below(2) }, () =>
    wrapped(heading(random), [
      ...some(random, 0.7, () => login(random)),
      ...include,
      ...some(random, 0.5, () => settings(random)),
    ]),
  );
}

function macroLines(random: Random): readonly string[] {
  const content = random.chance(0.5)
    ? wrapped('Location $path', contents(random, 1))
    : random.chance(0.6)
      ? [...settings(random)]
      : [...login(random), ...settings(random), ...requirements(random)];
  return wrapped('Macro Guard $path', content);
}

function usesOf(random: Random, macro: string): readonly (readonly string[])[] {
  const use = (path: string): readonly string[] => [`Use Guard ${path}`];
  if (macro.includes('<Location')) return [use('/a'), ...some(random, 0.5, () => [use('/d')])];
  if (!/AuthType|Require/.test(macro) && random.chance(0.3)) return [use('/a')];
  return [
    wrapped(heading(random), [
      ...some(random, 0.5, () => login(random)),
      ...use('/a'),
      ...requirements(random),
    ]),
  ];
}

function heading(random: Random): string {
  const folder = random.pick(folders);
  return random.pick([
    `Location ${folder}`,
    `Location "${folder}"`,
    `location ${folder}`,
    `LocationMatch "^${folder}"`,
    `LocationMatch "/b/"`,
    `Directory {ROOT}/htdocs${folder === '/' ? '' : folder}`,
    `Directory "{ROOT}/htdocs${folder === '/' ? '' : folder}"`,
    'Directory {ROOT}/htdocs/*/b',
    'DirectoryMatch "/htdocs/a"',
    'Files x.html',
    'FilesMatch "\\.html$"',
    `If "%{REQUEST_METHOD} == 'POST'"`,
    'If "%{QUERY_STRING} =~ /login/"',
  ]);
}

function section(random: Random, depth: number): readonly string[] {
  const head = heading(random);
  return wrapped(head, contents(random, /^(?:Directory|Location)/i.test(head) ? depth : 2));
}

function contents(random: Random, depth: number): readonly string[] {
  const lines = [
    ...some(random, 0.6, () => login(random)),
    ...some(random, 0.6, () => settings(random)),
    ...some(random, 0.65, () => requirements(random)),
    ...some(random, 0.1, () => [
      `Satisfy ${random.pick(['Any', 'any', 'All'])}`,
      ...some(random, 0.5, () => ['Order deny,allow', 'Deny from all', 'Allow from 10.0.0.0/8']),
    ]),
    ...some(random, 0.1, () => [`AuthMerging ${random.pick(['And', 'Or', 'Off'])}`]),
  ];
  const nested = depth === 0 && random.chance(0.15) ? wrapped('Files x.html', contents(random, 2)) : [];
  const nestedIf =
    depth < 2 && random.chance(0.1) ? wrapped(`If "%{REQUEST_METHOD} == 'POST'"`, contents(random, 2)) : [];
  return [...lines, ...nested, ...nestedIf];
}

function login(random: Random): readonly string[] {
  const type = random.pick([
    'Kerberos',
    'Kerberos',
    'Kerberos',
    'KerberosV5',
    'kerberos',
    '"Kerberos"',
    'None',
    'Basic',
    'KerberosV4',
  ]);
  const name = random.pick(['AuthType', 'AuthType', 'authtype', 'AUTHTYPE']);
  const lines = [
    `${name} ${type}`,
    ...some(random, 0.9, () => ['AuthName "Area"']),
    ...(type === 'Basic' ? ['AuthUserFile {ROOT}/users'] : []),
  ];
  return random.chance(0.1)
    ? wrapped(`IfModule ${random.pick(['mod_auth_kerb.c', 'auth_kerb_module'])}`, lines)
    : lines;
}

function settings(random: Random): readonly string[] {
  const lines = Array.from({ length: 1 + random.below(3) }, () =>
    limited(random, [oddly(random, setting(random))]),
  );
  return lines.flat();
}

function limited(random: Random, lines: readonly string[]): readonly string[] {
  if (!random.chance(0.12)) return lines;
  return wrapped(
    random.pick([
      'IfModule mod_auth_kerb.c',
      'IfModule auth_kerb_module',
      'IfDefine FLAG',
      'IfDefine !FLAG',
      'IfVersion >= 2.4',
      'IfVersion < 2.4',
    ]),
    lines,
  );
}

function setting(random: Random): string {
  return random.pick([
    () => `KrbMethodNegotiate ${random.pick(['On', 'Off', 'off', 'Off'])}`,
    () => `KrbMethodK5Passwd ${random.pick(['On', 'Off', 'off'])}`,
    () =>
      `KrbAuthRealms ${random.pick(['EXAMPLE.TEST', 'EXAMPLE.TEST OTHER.TEST', '"EXAMPLE.TEST"', 'EXAMPLE.TEST # ours'])}`,
    () => `KrbServiceName ${random.pick(['HTTP', 'Any', 'HTTP/host.example.test', 'http'])}`,
    () =>
      `Krb5Keytab ${random.pick(['{ROOT}/http.keytab', '"{ROOT}/http.keytab"', 'conf/http.keytab', '"{ROOT}/my keys/http.keytab"', '{ROOT}/other.keytab'])}`,
    () => `KrbVerifyKDC ${random.pick(['On', 'Off'])}`,
    () => `KrbSaveCredentials ${random.pick(['On', 'Off'])}`,
    () => `KrbLocalUserMapping ${random.pick(['On', 'Off'])}`,
    () => `KrbAuthoritative ${random.pick(['On', 'Off'])}`,
    () => `KrbDelegateBasic ${random.pick(['On', 'Off'])}`,
  ])();
}

/** In the ways that httpd reads alike. */
function oddly(random: Random, text: string): string {
  const kind = random.below(12);
  if (kind === 0)
    return text.toLowerCase().startsWith('krb5keytab')
      ? text
      : text.replace(/^\w+/, (name) => name.toUpperCase());
  if (kind === 1) return text.replace(' ', ' \\\n    ');
  if (kind === 2) return text.replace(' ', '\t ');
  if (kind === 3) return `${text}  `;
  return text;
}

function requirements(random: Random): readonly string[] {
  const lines = Array.from({ length: 1 + random.below(2) }, () => requirement(random));
  const all = lines.flat();
  return random.chance(0.12)
    ? wrapped(random.pick(['Limit GET', 'Limit POST PUT', 'LimitExcept GET']), all)
    : all;
}

function requirement(random: Random): readonly string[] {
  return random.pick<() => readonly string[]>([
    () => ['Require valid-user'],
    () => ['Require valid-user'],
    () => ['require valid-user'],
    () => ['Require user alice@EXAMPLE.TEST'],
    () => ['Require ip 10.0.0.0/8'],
    () => ['Require all granted'],
    () => ['Require all denied'],
    () => [`Require expr "%{REMOTE_USER} =~ /^alice/"`],
    () => ['Require expr "%{QUERY_STRING} == \'open\'"'],
    () => wrapped('RequireAll', ['Require valid-user', 'Require not user bob@EXAMPLE.TEST']),
    () => wrapped('RequireAny', ['Require ip 10.0.0.0/8', 'Require valid-user']),
    () => wrapped('RequireAll', ['Require ip 10.0.0.0/8', ...wrapped('RequireAny', ['Require valid-user'])]),
    () =>
      wrapped('RequireAll', [
        'Require all granted',
        ...wrapped('RequireNone', ['Require user bob@EXAMPLE.TEST']),
      ]),
  ])();
}

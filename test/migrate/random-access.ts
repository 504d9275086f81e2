import type { Random } from '../kit/random.js';

/** Requests that made-up configurations are asked. */
export interface AccessRequest {
  readonly path: string;
  readonly method: string;
  readonly address: string;
  readonly user: string | undefined;
  /** Sets the variable `good`. */
  readonly good: boolean;
}

export const folders = ['', '/a', '/a/b', '/a/b/c', '/d'] as const;
const files = ['x.html', 'y.txt'] as const;
const methods = ['GET', 'POST', 'PUT', 'OPTIONS'] as const;
const addresses = ['10.1.2.3', '10.9.9.9', '192.0.2.7', '2001:db8::5'] as const;
export const users = ['alice', 'bob'] as const;

/** Made-up sections with lines of httpd 2.2's access control, below the folder `{ROOT}`. */
export function makeAccessText(random: Random): string {
  const sections = [
    ...folders.flatMap((folder) =>
      random.chance(0.5) ? section(`Directory {ROOT}${folder}`, random, folder.length < 3) : [],
    ),
    ...(random.chance(0.25) ? section('Files x.html', random) : []),
    ...folders.flatMap((folder) =>
      random.chance(0.25) ? section(`Location ${folder === '' ? '/' : folder}`, random) : [],
    ),
    ...(random.chance(0.1) ? section('FilesMatch "\\.txt$"', random) : []),
    ...(random.chance(0.1) ? section('DirectoryMatch "/b"', random) : []),
  ];
  return `SetEnvIf X-Good . good\n${sections.join('\n')}\n`;
}

function section(head: string, random: Random, mayNest = false): readonly string[] {
  const lines: string[] = [];
  if (random.chance(0.4)) lines.push('AuthType Basic', 'AuthName "a"', 'AuthUserFile {ROOT}/users');
  for (let count = random.below(4); count > 0; count -= 1) lines.push(...limited(accessLine(random), random));
  for (let count = random.below(3) - 1; count > 0 || (count === 0 && random.chance(0.5)); count -= 1)
    lines.push(...limited(requireLine(random), random));
  if (random.chance(0.15)) lines.push(`Satisfy ${random.pick(['Any', 'any', 'All'])}`);
  if (random.chance(0.1)) lines.push(`AuthMerging ${random.pick(['And', 'Or', 'Off'])}`);
  if (mayNest && random.chance(0.15)) lines.push(section('Files y.txt', random).join('\n'));
  const [name] = head.split(' ');
  const shuffled = random.chance(0.5) ? lines : lines.toReversed();
  return [
    `<${head}>`,
    ...shuffled.flatMap((line) => line.split('\n')).map((line) => `    ${line}`),
    `</${name}>`,
  ];
}

function limited(line: string, random: Random): readonly string[] {
  if (!random.chance(0.2)) return [line];
  const [name, list] = random.pick([
    ['Limit', 'GET'],
    ['Limit', 'POST PUT'],
    ['LimitExcept', 'GET'],
    ['LimitExcept', 'GET POST'],
  ]);
  return [`<${name} ${list}>\n    ${line.replaceAll('\n', '\n    ')}\n</${name}>`];
}

const operands = ['all', '10', '10.1.0.0/16', '192.0.2.7', '2001:db8::/32', 'env=good', 'env=!good'] as const;

function accessLine(random: Random): string {
  const from = (): string =>
    random.chance(0.3) ? `${random.pick(operands)} ${random.pick(operands)}` : random.pick(operands);
  return random.pick([
    () => `Order ${random.pick(['allow,deny', 'deny,allow', 'Deny,Allow', 'mutual-failure'])}`,
    () => `Order ${random.pick(['allow,deny', 'deny,allow'])}\n${random.pick(['Allow', 'Deny'])} from all`,
    () => `Allow from ${from()}`,
    () => `Deny from ${from()}`,
  ])();
}

function requireLine(random: Random): string {
  return random.pick([
    'Require valid-user',
    'Require user alice',
    'Require user bob',
    'Require all granted',
    'Require all denied',
    'Require ip 192.0.2.7',
    '<RequireAll>\n    Require valid-user\n    Require not user bob\n</RequireAll>',
    '<RequireAny>\n    Require env good\n    Require user bob\n</RequireAny>',
  ]);
}

/** Requests that reach all of the sections, with every kind of client. */
export function makeRequests(random: Random, count: number): readonly AccessRequest[] {
  return Array.from({ length: count }, () => ({
    path: `${random.pick(folders)}/${random.pick(files)}`,
    method: random.pick(methods),
    address: random.pick(addresses),
    user: random.chance(0.5) ? random.pick(users) : undefined,
    good: random.chance(0.4),
  }));
}

import { Random } from '../kit/random.js';
import type { Case } from './case.js';
import { oldStyle } from './common.js';
import { folderFiles, overrides } from './folder-files.js';
import { line, type Part, section } from './part.js';
import { requests } from './requests.js';
import { rewriteRules } from './rewrites.js';
import { serverSettings, settings } from './settings.js';
import {
  conditions,
  fileNames,
  filePatterns,
  folderPatterns,
  folders,
  placePatterns,
  places,
  placeWildcards,
  some,
  weighted,
} from './words.js';

/** The case of a seed, with `count` requests. */
export function generate(seed: number, count: number): Case {
  const random = new Random(seed);
  const name = `c${seed}`;
  const files = random.chance(0.3) ? folderFiles(random) : {};
  const checksMethods = seed % 4 === 0;
  const parts = [
    line('DocumentRoot {SITE}'),
    line('ScriptAlias /env {CGI}/env'),
    line('Alias /alias {SITE}/a'),
    line('ProxyPass /up http://127.0.0.1:{UPSTREAM}'),
    ...(Object.keys(files).length > 0 ? [overrides(random)] : []),
    ...(random.chance(0.25) ? rewriteRules(random) : []),
    ...some(random, 0, 2, () => serverSettings(random)).flat(),
    ...some(random, 0, 2, () => settings(random).filter(outside)).flat(),
    ...some(random, 2, 6, () => place(random)).flat(),
    ...(checksMethods ? [methods(random)] : []),
  ];
  return { name, parts, folders: files, requests: requests(random, count) };
}

/** What httpd takes outside of sections, without a status for no path, which ends its process at each request. */
function outside({ text }: Part): boolean {
  return !/^(?:Auth|Require|Order|Allow|Deny|Satisfy|Gssapi|Redirect \d+$)/.test(text);
}

function place(random: Random): Part[] {
  const inner = () => contents(random, 2);
  return weighted<Part[]>(random, [
    [8, () => [section(`Location ${random.pick(places)}`, inner())]],
    [1, () => [section(`Location ${random.pick(placeWildcards)}`, inner())]],
    [3, () => [section(`LocationMatch "${random.pick(placePatterns)}"`, inner())]],
    [4, () => [section(`Directory ${random.pick(folders)}`, [...inner(), ...nestedFiles(random)])]],
    [2, () => [section(`DirectoryMatch "${random.pick(folderPatterns)}"`, inner())]],
    [2, () => [section(`Files ${random.pick(fileNames)}`, inner())]],
    [1, () => [section(`FilesMatch "${random.pick(filePatterns)}"`, inner())]],
    [2, () => [section(random.pick(upstreams), contents(random, 1))]],
    [2, () => branches(random, 1).filter(({ text }) => text !== 'AuthMerging')],
  ]);
}

function methods(random: Random): Part {
  const allowed = random.pick(['GET', 'GET POST OPTIONS', 'POST', 'reset']);
  return section(`Location ${random.pick(places)}`, [line(`${oldStyle} ${allowed}`)]);
}

const upstreams = [
  ...[
    'Proxy *',
    'Proxy http://127.0.0.1:{UPSTREAM}/x',
    'ProxyMatch "/x"',
    'ProxyMatch "^http://(?<host>[^:/]+)"',
  ],
];

function nestedFiles(random: Random): Part[] {
  return random.chance(0.3) ? [section(`Files ${random.pick(fileNames)}`, contents(random, 1))] : [];
}

function contents(random: Random, depth: number): Part[] {
  const parts = some(random, 1, 3, () =>
    weighted<Part[]>(random, [
      [7, () => settings(random)],
      [depth > 0 ? 2 : 0, () => branches(random, depth)],
      [1, () => [limit(random)]],
    ]),
  ).flat();
  return parts.filter(onlyOnce(parts));
}

/** A second store of credentials in a section is a mistake that kerbgate refuses. */
function onlyOnce(parts: readonly Part[]): (part: Part, at: number) => boolean {
  const first = parts.findIndex(({ text }) => text.startsWith('GssapiCredStore'));
  return ({ text }, at) => at === first || !text.startsWith('GssapiCredStore');
}

function limit(random: Random): Part {
  const kind = random.pick(['Limit', 'LimitExcept']);
  const methods = random.pick(['GET', 'POST', 'GET POST', 'OPTIONS', 'PUT DELETE', 'HEAD GET']);
  const inner = settings(random).filter(({ text }) => /^(?:Require|Order|Allow|Deny)\b/.test(text));
  return section(
    `${kind} ${methods}`,
    inner.filter(({ parts }) => parts === undefined),
  );
}

function branches(random: Random, depth: number): Part[] {
  const condition = () => `"${random.pick(conditions).replaceAll('"', "'")}"`;
  const inner = () => contents(random, depth - 1);
  return [
    section(`If ${condition()}`, inner()),
    ...(random.chance(0.4) ? [section(`ElseIf ${condition()}`, inner())] : []),
    ...(random.chance(0.4) ? [section('Else', inner())] : []),
  ];
}

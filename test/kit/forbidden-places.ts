import type { ShapeKind } from '../../src/directives/args.js';
import type { Place } from '../../src/directives/define.js';
import type { DirectiveFacts, ModuleFacts } from '../../src/directives/known/facts.js';
import type { ApacheCheck } from './apache-check.js';

/** Words that pass httpd's count, by shape. */
export const passingWords: Readonly<Record<ShapeKind, string>> = {
  none: '',
  flag: 'On',
  one: 'Off',
  two: 'zzz zzz',
  three: 'zzz zzz zzz',
  'one-or-two': 'zzz',
  'one-to-three': 'zzz',
  'two-or-three': 'zzz zzz',
  'one-or-three': 'zzz',
  argv: 'zzz',
  iterate: 'zzz',
  'iterate-second': 'zzz zzz',
  raw: 'zzz',
};

/** A directive or an empty section as one line or two. */
export function lineOf(name: string, words: string): string {
  const line = words === '' ? name : `${name} ${words}`;
  return name.startsWith('<') ? `${line}>\n</${name.slice(1)}>` : line;
}

const rooms: readonly (readonly [Place, (inner: string) => string, RegExp])[] = [
  [
    'VirtualHost',
    (inner) => `<VirtualHost *:80>\n${inner}\n</VirtualHost>`,
    /cannot occur within <VirtualHost> section/,
  ],
  [
    'Directory',
    (inner) => `<Directory /nowhere>\n${inner}\n</Directory>`,
    /cannot occur within <Directory> section/,
  ],
  [
    'Location',
    (inner) => `<Location /nowhere>\n${inner}\n</Location>`,
    /cannot occur within <Location> section/,
  ],
  ['Files', (inner) => `<Files nothing>\n${inner}\n</Files>`, /cannot occur within <Files> section/],
  ['Proxy', (inner) => `<Proxy fcgi://nowhere>\n${inner}\n</Proxy>`, /cannot occur within <Proxy> section/],
  [
    'Limit',
    (inner) => `<Location /nowhere>\n<Limit GET>\n${inner}\n</Limit>\n</Location>`,
    /cannot occur within <Limit> or <LimitExcept> section/,
  ],
];

/** Which containers httpd forbids each directive in although its scopes admit it there, by name. */
export async function forbiddenPlaces(
  modules: readonly ModuleFacts[],
  check: ApacheCheck,
): Promise<ReadonlyMap<string, readonly Place[]>> {
  const directives = new Map(modules.flatMap((module) => module.directives).map((each) => [each.name, each]));
  const found = await Promise.all(
    [...directives.values()].map(async (each) => [each.name, await placesOf(each, check)] as const),
  );
  return new Map(found);
}

async function placesOf({ name, kind }: DirectiveFacts, check: ApacheCheck): Promise<readonly Place[]> {
  const said = await Promise.all(
    rooms.map(async ([place, around, message]) => {
      const text = await check(around(lineOf(name, passingWords[kind])));
      return message.test(text) ? [place] : [];
    }),
  );
  return said.flat();
}

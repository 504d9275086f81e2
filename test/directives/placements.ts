import type { ShapeKind } from '../../src/directives/args.js';
import { apacheModules } from '../../src/directives/known/facts.js';
import { httpdMessages } from '../../src/report/httpd.js';
import { bindText } from '../bind/apache.js';
import { type ApacheCheck, withApache } from '../kit/apache-check.js';
import { loadable } from '../kit/facts.js';
import { lineOf, passingWords } from '../kit/forbidden-places.js';

/** One directive in one place. */
export interface Placement {
  readonly name: string;
  readonly room: string;
  readonly text: string;
}

/** A placement that httpd and we judge differently. */
export interface Difference extends Placement {
  readonly apache: string;
  readonly ours: string;
}

const rooms: Readonly<Record<string, (inner: string) => string>> = {
  server: (inner) => inner,
  VirtualHost: (inner) => `<VirtualHost *:80>\n${inner}\n</VirtualHost>`,
  Directory: (inner) => `<Directory /nowhere>\n${inner}\n</Directory>`,
  Location: (inner) => `<Location /nowhere>\n${inner}\n</Location>`,
  Files: (inner) => `<Files nothing>\n${inner}\n</Files>`,
  If: (inner) => `<If "true">\n${inner}\n</If>`,
  Limit: (inner) => `<Location /nowhere>\n<Limit GET>\n${inner}\n</Limit>\n</Location>`,
  Proxy: (inner) => `<Proxy fcgi://nowhere>\n${inner}\n</Proxy>`,
};

/** Words that the count refuses, by shape. */
const tooFew: Partial<Readonly<Record<ShapeKind, string>>> = {
  flag: 'zzz',
  none: 'zzz',
  two: 'zzz',
  three: 'zzz zzz',
  'iterate-second': 'zzz',
  'two-or-three': 'zzz',
  'one-or-three': 'zzz zzz',
};

/** Every directive of the modules that can be loaded together in every place, and with a wrong number of words. */
export function placements(): readonly Placement[] {
  const others = new Set(['worker', 'prefork', 'mod_cgi', 'mod_auth_kerb']);
  const directives = apacheModules()
    .filter(({ name }) => !others.has(name))
    .flatMap((module) => module.directives);
  return directives.flatMap(({ name, kind }) => [
    ...Object.entries(rooms).map(([room, around]) => ({
      name,
      room,
      text: around(lineOf(name, passingWords[kind])),
    })),
    { name, room: 'server, miscounted', text: lineOf(name, tooFew[kind] ?? '') },
    { name, room: 'Location, miscounted', text: rooms.Location!(lineOf(name, tooFew[kind] ?? '')) },
  ]);
}

/** httpd's own words; what else it says is about the words of the line. */
const aboutPlaceOrCount =
  /not allowed (?:here|in <)|cannot occur within|Invalid command|takes (?:no|one|two|three|1-2) arguments?\b|takes (?:one,|two or|one or)|requires at least (?:one|two) arguments?(?:,|$)|^\S+ must be On or Off$/;

/** The differences among some placements, asked of the installed Apache a few at a time. */
export async function differences(some: readonly Placement[]): Promise<readonly Difference[]> {
  const loaded = loadable();
  const before = loaded.map((line) => `${line}\n`).join('');
  return withApache(loaded, async (check) => {
    const found = await Promise.all(
      some.map(async (each) => differing(each, await said(check, each.text), before)),
    );
    return found.flat();
  });
}

async function said(check: ApacheCheck, text: string): Promise<string> {
  const lines = (await check(text)).trimEnd().split('\n');
  const at = lines.findIndex((line) => /Syntax error on line/.test(line));
  if (at === -1) return 'OK';
  return /: (?!.*Syntax error on line)/.test(lines[at]!) && !lines[at]!.endsWith(':')
    ? lines[at]!.replace(/^.*Syntax error on line \d+ of [^:]*: /, '')
    : (lines[at + 1] ?? '');
}

function differing(placement: Placement, apache: string, before: string): readonly Difference[] {
  const ours = byUs(`${before}${placement.text}\n`);
  const [theirs, own] = [apache, ours].map((text) => (aboutPlaceOrCount.test(text) ? text : 'taken'));
  return theirs === own ? [] : [{ ...placement, apache, ours }];
}

function byUs(text: string): string {
  const messages = httpdMessages(bindText(text).diagnostics, 'apache2');
  const last = messages.at(-1) ?? 'OK';
  return last.replace(/^.*Syntax error on line \d+ of [^:]*: /, '').trimEnd();
}

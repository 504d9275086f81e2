import { type Line, rawOf, roomOf, titleOf, valuesOf } from '../../lint/line.js';
import type { Site } from '../../lint/site.js';
import type { MigrationChange } from '../migration.js';
import { isOf22 } from './of-22.js';

/** Lines that 2.4 takes as 2.2 did, and means something else by, because a default or a format is another one. */
interface ChangedDefault {
  readonly mapping: string;
  readonly lines: (site: Site) => readonly Line[];
  readonly message: string;
}

const changedDefaults: readonly ChangedDefault[] = [
  {
    mapping: 'ssi-expressions',
    lines: (site) => unless(site, ['SSILegacyExprParser'], site.lines.filter(switchesIncludesOn)),
    message:
      'In pages, "#if expr" has the syntax of expressions in httpd 2.4. Pages that are written for 2.2 need "SSILegacyExprParser on" where they lie, error documents among them, or new conditions.',
  },
  {
    mapping: 'ssi-settings',
    lines: (site) => {
      const settings = site.lines.filter(({ name }) => /^(?:SSI|XBitHack$)/.test(name));
      const rooms = new Set(settings.map(roomOf));
      return rooms.size > 1 ? settings.filter((line) => roomOf(line) !== undefined) : [];
    },
    message:
      'In httpd 2.2 such a line in a section set all other SSI settings back to their defaults; in 2.4 those of the sections around go on.',
  },
  {
    mapping: 'override-default',
    lines: (site) => (site.isWhole && isOverrideUnset(site) ? site.named('DocumentRoot') : []),
    message:
      'No AllowOverride line is in force for some paths: httpd 2.2 had All by default. httpd 2.4 answers 500 below folders with per-directory files that hold any directive. Add AllowOverride to the section of the folder, with what such files may say, or None.',
  },
  {
    mapping: 'dn-format',
    lines: (site) =>
      site.named('SSLOptions').some((line) => /LegacyDNStringFormat/i.test(rawOf(line)))
        ? []
        : site.lines.filter((line) => /SSL_(?:CLIENT|SERVER)_[SI]_DN(?!_)/.test(rawOf(line))),
    message:
      'This variable reads CN=name,O=organisation in httpd 2.4, and read /O=organisation/CN=name in 2.2. Write what it is compared with anew, or add "SSLOptions +LegacyDNStringFormat".',
  },
  {
    mapping: 'proxy-peer-check',
    lines: (site) =>
      unless(
        site,
        ['SSLProxyCheckPeerCN', 'SSLProxyCheckPeerName', 'SSLProxyCheckPeerExpire'],
        site.named('SSLProxyEngine').filter((line) => valuesOf(line)[0]?.toLowerCase() === 'on'),
      ),
    message:
      'httpd 2.4 answers 502 where the certificate of an upstream has another name, or its time is over; 2.2 looked at neither.',
  },
  {
    mapping: 'request-timeouts',
    lines: (site) =>
      unless(
        site,
        ['RequestReadTimeout'],
        site.named('LoadModule').filter((line) => valuesOf(line)[0] === 'reqtimeout_module'),
      ),
    message:
      'The module has timeouts of its own in httpd 2.4: clients that send slowly get 408. RequestReadTimeout sets others.',
  },
  {
    mapping: 'scgi-path-info',
    lines: (site) => site.lines.filter((line) => /\bscgi:\/\//i.test(rawOf(line))),
    message:
      'Applications get another PATH_INFO from httpd 2.4; the variable proxy-scgi-pathinfo (SetEnv) brings the old one back.',
  },
  {
    mapping: 'substitute-length',
    lines: (site) => unless(site, ['SubstituteMaxLineLength'], site.named('Substitute')).slice(0, 1),
    message: 'httpd 2.4 gives up on pages with lines over 1 MiB; SubstituteMaxLineLength allows longer ones.',
  },
  {
    mapping: 'cache-forward-proxy',
    lines: (site) =>
      site.named('ProxyRequests').some((line) => valuesOf(line)[0]?.toLowerCase() === 'on')
        ? site.named('CacheEnable').filter((line) => valuesOf(line)[1] === '/')
        : [],
    message:
      'For what passes through the forward proxy httpd 2.4 wants the scheme, such as "CacheEnable disk http://".',
  },
  {
    mapping: 'dav-lock-file',
    lines: (site) => site.named('DAVLockDB'),
    message: 'The file has another format in httpd 2.4: delete the old one before the new httpd starts.',
  },
];

/** Tells of lines of a text for 2.2 that mean something else now. */
export function changedDefaultNotes(site: Site): readonly MigrationChange[] {
  if (!isOf22(site)) return [];
  return changedDefaults.flatMap(({ mapping, lines, message }) =>
    lines(site)
      .filter(({ at }) => at.span.file.pieces === undefined)
      .map((at) => ({ at, edits: [], entry: { kind: 'kept', mapping, after: [titleOf(at)], message } })),
  );
}

const unless = (site: Site, names: readonly string[], lines: readonly Line[]): readonly Line[] =>
  names.some((name) => site.named(name).length > 0) ? [] : lines;

const isOverrideUnset = ({ places }: Site): boolean =>
  places.some(
    ({ target, originsOf }) =>
      target !== undefined &&
      ['AllowOverride', 'AllowOverrideList'].every((name) => originsOf('core', name).length === 0),
  );

/** Whether pages with elements are served because of a line. */
export function switchesIncludesOn(line: Line): boolean {
  const first = valuesOf(line)[0]?.toLowerCase() ?? '';
  if (line.name === 'XBitHack') return first !== 'off';
  if (/^(?:Add|Set)OutputFilter$/.test(line.name)) return first.split(';').includes('includes');
  return /^(?:Add|Set)Handler$/.test(line.name) && first === 'server-parsed';
}

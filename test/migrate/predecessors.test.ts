import { describe, expect, test } from '@jest/globals';
import { mayCountBefore } from '../../src/migrate/gssapi/overlap.js';
import { Predecessors } from '../../src/migrate/gssapi/predecessors.js';
import { type Room, roomsOf } from '../../src/migrate/gssapi/room.js';
import { Random } from '../kit/random.js';
import { siteOfText } from './migrate-text.js';

function roomsIn(text: string): readonly Room[] {
  const site = siteOfText(text);
  return roomsOf(site.lines, site);
}

const section = (opening: string, lines: string): string =>
  `<${opening}>\nAuthType Kerberos\n${lines}Require valid-user\n</${opening.split(' ')[0]}>\n`;

const openings = [
  ...['/', '/a', '/a/b', '/ab', '/b'].map((path) => `Location ${path}`),
  ...['/', '/srv', '/srv/a', '/srvx'].map((path) => `Directory ${path}`),
  ...['Location /a/*', 'LocationMatch ^/a', 'DirectoryMatch ^/srv', 'Files x'],
];
const settings = ['', 'KrbMethodK5Passwd Off\n', 'KrbMethodNegotiate Off\n', 'KrbAuthRealms A\n'];
const sayingOf = ({ krb }: Room): string | undefined => krb[0]?.name;

describe('sections whose settings a section may take the place of', () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))('what they say is found, seed %d', (seed) => {
    const random = new Random(seed);
    const one = (): string => section(random.pick(openings), random.pick(settings));
    const parts = Array.from({ length: 12 }, () =>
      random.chance(0.25) ? `<VirtualHost *:80>\n${one()}${one()}</VirtualHost>\n` : one(),
    );
    const rooms = roomsIn(parts.join(''));
    const predecessors = new Predecessors(rooms, sayingOf);
    for (const [order, room] of rooms.entries()) {
      if (sayingOf(room) !== undefined) continue;
      const meant = rooms.filter((each, other) =>
        mayCountBefore({ section: room.section!, order }, { section: each.section!, order: other }),
      );
      const said = (some: readonly Room[]): readonly string[] =>
        [...new Set(some.flatMap((each) => sayingOf(each) ?? []))].sort();
      expect(said(predecessors.of(room))).toEqual(said(meant));
    }
  });

  test('their number does not grow with that of sections that say the same', () => {
    const most = [50, 100, 200].map((count) => {
      const parts = Array.from(
        { length: count },
        (_, at) =>
          section(`Location /p${at}`, settings[1]!) +
          section(`Directory /srv/d${at}`, settings[2]!) +
          section(`Location /p${at}/x`, ''),
      );
      const rooms = roomsIn(parts.join(''));
      const predecessors = new Predecessors(rooms, sayingOf);
      const asked = rooms.filter((room) => sayingOf(room) === undefined);
      return Math.max(...asked.map((room) => predecessors.of(room).length));
    });
    expect(most[0]).toBeGreaterThan(1);
    // Each character of a path may end the path of a section above it.
    expect(most[2]).toBeLessThanOrEqual(most[0]! + 2);
  });
});
